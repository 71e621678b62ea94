import type { Sending } from '../../functions/nudge/send-once.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { isoOf, MINUTE } from '../../shared/domain/time.ts'
import type { RuleName } from './invariants.ts'
import type { Command } from './memory-table.ts'
import type { Send } from './process.ts'

/** What a bug may lean on in a simulated world. */
type Tools = { random: () => number; now: () => number; enqueue: (named: { iid: string; id: string }) => void }

/** A mistake that is put into the pipeline by wrapping something that it depends on. */
export type Bug = {
  /** The rules that catch it. */
  breaks: readonly RuleName[]
  /** Between one run of a function and the table. */
  table?: (send: Send, tools: Tools) => Send
  /** Between sending and SES. */
  deliver?: (deliver: Sending['deliver']) => Sending['deliver']
  settings?: (settings: NudgeSettings, random: () => number) => NudgeSettings
}

type Write = Command['input']['TransactItems'][number]['Update'] & object
type Item = Record<string, unknown>

const value = ({ input }: Command, name: string): unknown => input.ExpressionAttributeValues?.[name]
const writesOf = ({ input }: Command): { verb: string; write: Write }[] =>
  (input.TransactItems ?? []).flatMap((action) =>
    Object.entries(action).map(([verb, write]) => ({ verb, write: write as Write })),
  )
const isReserve = (command: Command): boolean =>
  writesOf(command).some(({ write }) => write.ExpressionAttributeValues?.[':state'] === 'sending')

/** The same command with another input. */
const withInput = ({ constructor: kind }: Command, input: object): Command => ({
  constructor: kind,
  input: input as Command['input'],
})

/** The reservation without what it would check. A write without its condition is still made. */
const unchecked = (command: Command, drops: (key: { pk: string; sk: string }) => boolean): Command =>
  withInput(command, {
    TransactItems: writesOf(command)
      .filter(({ verb, write }) => verb !== 'ConditionCheck' || !drops(write.Key))
      .map(({ verb, write }) => {
        const { ConditionExpression: _, ...free } = write
        return { [verb]: verb !== 'ConditionCheck' && drops(write.Key) ? free : write }
      }),
  })

const reservesUnchecked =
  (drops: (key: { pk: string; sk: string }) => boolean): NonNullable<Bug['table']> =>
  (send) =>
  (command) =>
    send(isReserve(command) ? unchecked(command, drops) : command)

/** Everything that is read passes through here. */
const reads =
  (change: (item: Item) => Item | undefined): NonNullable<Bug['table']> =>
  (send) =>
  async (command) => {
    const answer = (await send(command)) as { Item?: Item; Items?: Item[]; Responses?: Record<string, Item[]> }
    const all = (items: Item[]): Item[] => items.map(change).filter((item) => item !== undefined)
    return {
      ...answer,
      ...(answer.Item ? { Item: change(answer.Item) } : {}),
      ...(answer.Items ? { Items: all(answer.Items) } : {}),
      ...(answer.Responses
        ? { Responses: Object.fromEntries(Object.entries(answer.Responses).map(([name, items]) => [name, all(items)])) }
        : {}),
    }
  }

const zoned = (zoneOf: (zone: string) => string) =>
  reads((item) => {
    const { profile } = item as { profile?: { timeZone?: { v: string; at: string } } }
    if (!profile?.timeZone) return item
    return { ...item, profile: { ...profile, timeZone: { ...profile.timeZone, v: zoneOf(profile.timeZone.v) } } }
  })

/** The offset that a zone has in January, as a zone of its own. */
const winterOf = (zone: string): string => {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(Date.UTC(2026, 0, 15))
    .find(({ type }) => type === 'timeZoneName')?.value
  return name?.replace('GMT', '') || 'UTC'
}

const isAmbiguous = (error: unknown): boolean => {
  const { code, $metadata, name } = error as { code?: string; name: string; $metadata?: { httpStatusCode?: number } }
  return ($metadata?.httpStatusCode ?? 0) >= 500 || code === 'ECONNRESET' || name === 'TimeoutError'
}

const ambiguousAs =
  (name: string, status: number): NonNullable<Bug['deliver']> =>
  (deliver) =>
  (request) =>
    deliver(request).catch((error: unknown) => {
      throw isAmbiguous(error) ? Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } }) : error
    })

const isPart = (sk: string) => (key: { sk: string }) => key.sk === sk

/** Mistakes that systems of this kind make, by name. */
export const BUGS = {
  /** The email is noted when SES has answered: whoever dies in between sends it again. */
  'marks after sending': {
    breaks: ['noneTwice'],
    table: (send) => {
      let promised: Command | undefined
      const late: Send = async (command) => {
        if (isReserve(command)) {
          promised = command
          return {}
        }
        const first = promised
        const marks = writesOf(command).length > 0 || command.constructor.name === 'UpdateCommand'
        if (first && marks) {
          promised = undefined
          await send(first)
        }
        return send(command)
      }
      return late
    },
  },
  /** Who has been sending for long is taken for dead, and its email is sent by another. */
  'leases, then sends again': {
    breaks: ['noneTwice'],
    table: (send, { enqueue }) => {
      return async (command) => {
        const isStale = command.constructor.name === 'UpdateCommand' && value(command, ':state') === 'unknown'
        if (!isStale) return send(command)
        const { pk, sk } = command.input.Key
        const answer = await send(
          withInput(command, {
            ...command.input,
            ExpressionAttributeValues: {
              ...command.input.ExpressionAttributeValues,
              ':state': 'queued',
              ':reason': 'queued',
            },
          }),
        )
        enqueue({ iid: pk.slice('I#'.length), id: sk.slice('N#'.length) })
        return answer
      }
    },
  },
  /** The SDK tries again what may have arrived. */
  'lets the SDK retry': {
    breaks: ['noneTwice'],
    deliver: (deliver) => (request) =>
      deliver(request).catch((error: unknown) => {
        if (isAmbiguous(error)) return deliver(request)
        throw error
      }),
  },
  /** What nobody knows is taken for a "later". */
  'takes unknown for later': { breaks: ['noneTwice'], deliver: ambiguousAs('TooManyRequestsException', 429) },
  /** What nobody knows is taken for a "no". */
  'takes unknown for failed': { breaks: ['allAccountedFor'], deliver: ambiguousAs('MessageRejected', 400) },
  /** SQS delivers twice, and nobody looks whether it is being sent already. */
  'does not notice a second message': {
    breaks: ['noneTwice'],
    table: (send, tools) => {
      const blind = reservesUnchecked(() => true)(send, tools)
      return async (command) => {
        const answer = (await blind(command)) as { Item?: Item }
        const again = command.constructor.name === 'GetCommand' && answer.Item?.type === 'decision'
        const out = answer.Item?.state === 'sending' || answer.Item?.state === 'sent'
        return again && out ? { Item: { ...answer.Item, state: 'queued' } } : answer
      }
    },
  },
  /** Caps are counted from a copy that is some minutes old, and the reservation does not ask. */
  'counts caps from a cache': {
    breaks: ['noneBeyondACap', 'noneInACooldown'],
    table: (send, tools) => {
      const old = isoOf(tools.now() - 10 * MINUTE)
      const stale = reads((item) =>
        item.type === 'budget' ? { ...item, sent: (item.sent as { at: string }[]).filter(({ at }) => at < old) } : item,
      )
      return stale(reservesUnchecked(isPart('BUDGET'))(send, tools), tools)
    },
  },
  /** An opt-out arrives between the look at the preferences and the reservation. */
  'does not check the version of preferences': {
    breaks: ['noneAfterOptOut'],
    table: reservesUnchecked(isPart('PREFS')),
  },
  /** A link brings somebody else's opt-out in between. */
  'does not check the version of the person': {
    breaks: ['noneAfterOptOut', 'noneBeyondACap', 'noneInACooldown', 'noneToStrangers'],
    table: reservesUnchecked(({ pk, sk }) => pk.startsWith('P#') && sk === 'A'),
  },
  /** Night is when it is night where the company is. */
  'counts quiet hours in the stage’s zone': {
    breaks: ['noneInQuietHours'],
    table: zoned(() => 'Europe/London'),
  },
  /** A zone is an offset. */
  'forgets that clocks change': { breaks: ['noneInQuietHours'], table: zoned(winterOf) },
  /** The switch is read with everything else, and not once more before the call. */
  'does not read the pause last': {
    breaks: ['noneWhilePaused'],
    table: (send) => {
      let reserved = false
      return async (command) => {
        const answer = await send(command)
        if (isReserve(command)) reserved = true
        const { Responses } = answer as { Responses?: Record<string, Item[]> }
        if (!reserved || !Responses) return answer
        const open = ([name, items]: [string, Item[]]) => [name, items.filter(({ sk }) => sk !== 'PAUSE')]
        return { Responses: Object.fromEntries(Object.entries(Responses).map(open)) }
      }
    },
  },
  /** Who is left without is drawn anew every time. */
  'draws the holdout in every run': {
    breaks: ['noneToTheHoldout'],
    table: (send, tools) => {
      const blind = reads((item) => (item.type === 'arm' ? undefined : item))(send, tools)
      return (command) =>
        blind(
          writesOf(command).some(({ write }) => write.Key?.sk.startsWith('X#'))
            ? unchecked(command, ({ sk }) => sk.startsWith('X#'))
            : command,
        )
    },
    settings: (settings, random) =>
      Object.defineProperty({ ...settings }, 'holdout', { get: () => (random() < 0.5 ? 0.01 : 2) }),
  },
  /** What waited out a pause goes out, whatever it is good for by then. */
  'does not look at the end when it goes on': {
    breaks: ['noneTooLate'],
    table: reads((item) => (item.type === 'decision' ? { ...item, expiresAt: '2099-01-01T00:00:00.000Z' } : item)),
  },
  /** A message that is lost is lost for ever. */
  'does not queue again': {
    breaks: ['allAtRest'],
    table: (send, tools) => {
      const blind = reads((item) => (item.type === 'decision' && item.state === 'queued' ? undefined : item))(
        send,
        tools,
      )
      return (command) => (command.constructor.name === 'BatchGetCommand' ? blind(command) : send(command))
    },
  },
  /** What came back, and who complained, is noted on the email and nowhere else. */
  'forgets bounces and complaints': {
    breaks: ['noneAfterOptOut', 'noneToDeadMailboxes'],
    table: (send) => (command) =>
      writesOf(command).some(({ write }) => write.ExpressionAttributeValues?.[':suppressed'])
        ? Promise.resolve({})
        : send(command),
  },
} satisfies Record<string, Bug>
