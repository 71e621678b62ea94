import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Sending, sendOnce } from '../../../functions/nudge/send-once.ts'
import type { Fault } from '../../../local/ses/server.ts'
import { readClickToken, readUnsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/domain/time.ts'
import { sesDelivery } from '../../../shared/platform/ses.ts'
import { keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { readPause, setPause } from '../../../shared/store/pause.ts'
import { recordHardBounce } from '../../../shared/store/preferences.ts'
import { activityItem, identityItem, personItems } from '../../support/graph-items.ts'
import { TEST_CREDENTIALS } from '../../support/table.ts'
import { ADDRESS, AUTHOR, EMAIL, openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const send = (id: string, over: Partial<Sending> = {}) => sendOnce({ ...world.deps, ...over }, { iid: AUTHOR, id })

type Command = { constructor: { name: string }; input: { Key?: { sk?: string } } }
type Client = Sending['table']['client']
type Meanwhile = { before?: (command: Command) => Promise<unknown>; after?: (command: Command) => Promise<unknown> }

/** A client that does something else right before or after its commands of a name. */
const intercepted = (client: Client, name: string, { before, after }: Meanwhile): Client =>
  new Proxy(client, {
    get: (target, property) =>
      property !== 'send'
        ? Reflect.get(target, property)
        : async (command: Command) => {
            const asked = command.constructor.name === name
            if (asked) await before?.(command)
            const answer = await target.send(command as never)
            if (asked) await after?.(command)
            return answer
          },
  })

/** The world's table, with something that happens right before or after its first command of a name. */
const around = (name: string, { before, after }: Meanwhile): Sending['table'] => {
  const once = (work: Meanwhile['before']) => {
    let done = false
    return async (command: Command): Promise<void> => {
      if (done) return
      done = true
      await work?.(command)
    }
  }
  const client = intercepted(world.table.client, name, { before: once(before), after: once(after) })
  return { ...world.table, client }
}

describe('sending', () => {
  it('sends one email, marks the decision, counts against the cap and on the content', async () => {
    const { id } = await world.queue()
    await send(id)
    expect(world.ses.emails()).toHaveLength(1)
    const [email] = world.ses.emails()
    expect(email).toMatchObject({
      to: [ADDRESS],
      from: 'Cloud Nine <hello@news.example.com>',
      configurationSet: 'nudge',
    })
    expect(email?.text).toContain('Hello Mika,')
    expect(email?.text).toContain('You asked “How do I descale it?” on 9 June 2026')
    expect(await world.decision(id)).toMatchObject({
      state: 'sent',
      reason: 'sent',
      sesMessageId: email?.id,
      emailIid: EMAIL,
    })
    expect(await world.budget()).toMatchObject({ sent: [{ id, at: world.now() }] })
    expect(await world.content()).toMatchObject({ sends: 1, clickers: 0 })
  })

  it('puts tokens into the links that lead back to the decision and the address', async () => {
    const { id } = await world.queue()
    await send(id)
    const text = world.ses.emails()[0]?.text ?? ''
    const token = (path: string) => new RegExp(`https://app\\.example/${path}/([\\w-]+)`).exec(text)?.[1] ?? ''
    expect(readClickToken(world.tokenKeys, token('r'))).toEqual({ iid: AUTHOR, id })
    expect(readUnsubscribeToken(world.tokenKeys, token('u'))).toEqual({ emailIid: EMAIL, topic: 'answers' })
    expect(text + world.ses.emails()[0]?.html).not.toContain(ADDRESS)
  })

  it('keeps what identifies somebody else out of the title that it leads to', async () => {
    const title = 'Ask jane@other.example'
    const url = 'https://community.example/t/1'
    const content = { id: 'c1', kind: 'guide' as const, title, url, language: 'en', why: [] }
    const { id } = await world.queue('help', { content })
    await send(id)
    const [email] = world.ses.emails()
    expect(email?.text).toContain('Ask [email]')
    expect(`${email?.text}${email?.html}`).not.toContain('jane@')
  })

  it('keeps SES from tracking anything', async () => {
    const asked: unknown[] = []
    const { id } = await world.queue()
    await send(id, { deliver: async (request) => String(asked.push(request.ConfigurationOverrides)) })
    expect(asked).toEqual([{ Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } }])
  })

  it('sends once however often and by how many at once it is asked', async () => {
    const { id } = await world.queue()
    await Promise.all(Array.from({ length: 6 }, () => send(id)))
    await send(id)
    expect(world.ses.calls()).toBe(1)
    expect(await world.decision(id)).toMatchObject({ state: 'sent' })
  })

  it('sends one of two decisions for the same person, and the other waits for the cap', async () => {
    const first = await world.queue('help')
    const second = await world.queue('other')
    await Promise.all([send(first.id), send(second.id)])
    expect(world.ses.emails()).toHaveLength(1)
    const states = (await world.decisions()).map(({ state }) => state).sort()
    expect(states).toEqual(['sent', 'waiting'])
    expect((await world.budget())?.sent).toHaveLength(1)
  })

  it.each(['waiting', 'held', 'sent', 'failed', 'unknown'] as const)(
    'leaves a decision that is %s alone',
    async (state) => {
      const { id } = await world.queue('help', { state })
      await send(id)
      expect(world.ses.calls()).toBe(0)
      expect(await world.decision(id)).toMatchObject({ state })
    },
  )

  it('lets go of a decision that is gone', async () => {
    await send('no such decision')
    expect(world.ses.calls()).toBe(0)
  })

  it('never sends what somebody has begun to send, and calls it unknown after a while', async () => {
    const { id } = await world.queue('help', { state: 'sending', sendingAt: world.now() })
    await send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'sending' })
    world.pass(16 * MINUTE)
    await send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'unknown', reason: 'unknown' })
    expect(world.ses.calls()).toBe(0)
  })
})

describe('the gates, asked again', () => {
  const held = async (reason: string, state = 'held') => {
    const { id } = await world.queue()
    await send(id)
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state, reason })
    expect(await world.budget()).toBeUndefined()
  }

  it('see a topic turned off since', async () => {
    await world.consent({ granted: false, at: '2026-06-10T11:59:59.000Z', id: 'off' })
    await held('topic_off')
  })

  it('see everything turned off since', async () => {
    await world.consent({ topics: ['*'], granted: false, at: '2026-06-10T11:59:59.000Z', id: 'off' })
    await held('all_off')
  })

  it('see a bounce', async () => {
    await recordHardBounce(world.table, { emailIid: EMAIL, at: world.now() })
    await held('suppressed_bounce')
  })

  it('see that the subject is deleted', async () => {
    await world.put(activityItem({ id: 'q1', platform: 'forum', iid: AUTHOR, deleted: true }))
    await held('resolved')
  })

  it('see the pause', async () => {
    await setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'test' })
    await held('paused_all', 'waiting')
  })

  it('see the night', async () => {
    world.pass(11 * HOUR)
    await held('waiting_quiet_hours', 'waiting')
  })

  it('see that it is too late', async () => {
    const { id } = await world.queue('help', { expiresAt: world.now() })
    await send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'expired' })
  })

  it('send nothing overdue when sending goes on after a month', async () => {
    const { id } = await world.queue()
    await setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'test' })
    world.pass(30 * DAY)
    await setPause(world.table, { paused: false, by: 'jo', at: world.now(), why: '' })
    await send(id)
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'expired' })
  })

  it('see that the content has left the catalogue, and let it be decided again', async () => {
    await world.put({ ...keys.content('c1'), type: 'content', id: 'c1', deleted: true })
    await held('waiting_delay', 'waiting')
  })

  it('see an address that cannot be written to', async () => {
    await world.put(identityItem(EMAIL, { personId: (await personOf()) ?? '', address: 'a@b.c, evil@example.com' }))
    await held('no_address')
  })

  const personOf = async (): Promise<string | undefined> => {
    const { resolvePerson } = await import('../../../shared/store/people.ts')
    return (await resolvePerson(world.table, AUTHOR))?.person.personId
  }

  it('do not send what cannot be rendered, and name what is missing', async () => {
    const { id } = await world.queue()
    await send(id, { settings: { ...world.deps.settings, topics: {} } })
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'render_error', detail: 'topic' })
    expect(world.ses.calls()).toBe(0)
  })

  it('do not send to a host that is not allowed', async () => {
    const { id } = await world.queue()
    await send(id, { settings: { ...world.deps.settings, contentHosts: ['elsewhere.example'] } })
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'render_error', detail: 'content.url' })
  })

  it('see a second address that the person gets right before the reservation', async () => {
    const { id } = await world.queue()
    const second = `email:${'cd'.repeat(32)}`
    await world.put(...personItems([{ iid: second, address: 'mika@elsewhere.example' }]))
    await world.consent({ emailIid: second, topics: ['*'], granted: false, id: 'off' })
    const join = () =>
      link(world.table, { a: AUTHOR, b: second, kind: 'verified-email', confidence: 1, actor: 'test', at: world.now() })
    await send(id, { table: around('TransactWriteCommand', { before: join }) })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'all_off' })
    expect(await world.budget()).toBeUndefined()
  })

  it('is not sent to whom a link has joined with somebody who gets no email of any recipe, right before the reservation', async () => {
    const { id } = await world.queue()
    const second = `email:${'cd'.repeat(32)}`
    const armed = (iid: string, arm: string) => ({ ...keys.arm(iid, '*'), type: 'arm', recipe: '*', arm })
    await world.put(
      ...personItems([{ iid: second, address: 'mika@elsewhere.example' }]),
      ...[armed(AUTHOR, 'treated'), armed(EMAIL, 'treated'), armed(second, 'holdout')],
    )
    const join = () =>
      link(world.table, { a: AUTHOR, b: second, kind: 'verified-email', confidence: 1, actor: 'test', at: world.now() })
    const settings = { ...world.deps.settings, globalHoldout: 0.1 }
    await send(id, { settings, table: around('TransactWriteCommand', { before: join }) })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'mixed_arms', detail: 'global' })
  })

  it('cannot be asked about the pause: the email waits, and was not sent', async () => {
    const { id } = await world.queue()
    const broken = () => Promise.reject(new Error('DynamoDB is not there'))
    // Only the last look before the call reads a batch after the reservation.
    let reserved = false
    const table = around('TransactWriteCommand', {
      after: async () => {
        reserved = true
      },
    })
    const client = intercepted(table.client, 'BatchGetCommand', {
      before: () => (reserved ? broken() : Promise.resolve()),
    })
    await send(id, { table: { ...table, client } })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'waiting', reason: 'waiting_rate' })
    expect((await world.budget())?.sent).toEqual([])
  })

  it('take a zone that does not exist for none', async () => {
    const iid = EMAIL
    const personId = (await personOf()) ?? ''
    await world.put(
      identityItem(iid, { personId, address: ADDRESS, profile: { timeZone: { v: 'Moon/Base', at: '' } } }),
    )
    const { id } = await world.queue()
    await send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'sent' })
  })

  it('see a pause that comes between the reservation and the call', async () => {
    const { id } = await world.queue()
    // The pause lands right after the reservation: the last look before the call has to see it.
    const pauseAll = () => setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'test' })
    await send(id, { table: around('TransactWriteCommand', { after: pauseAll }) })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'waiting', reason: 'paused_all' })
    expect(await world.budget()).toMatchObject({ sent: [] })
  })

  it('see an opt-out that comes between the look at the gates and the reservation', async () => {
    const { id } = await world.queue()
    const keysThatOptOut = async () => {
      await world.consent({ granted: false, at: world.now(), id: 'just now' })
      return world.tokenKeys
    }
    await send(id, { keys: keysThatOptOut })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'topic_off' })
  })
})

describe('an answer of SES', () => {
  const answered = async (fault: Fault) => {
    const { id } = await world.queue()
    world.ses.fail(fault)
    await send(id)
    return { id, decision: await world.decision(id), sent: (await world.budget())?.sent }
  }

  it.each(['throttle', 'daily-quota'] as const)('%s: later, and nothing is counted', async (fault) => {
    const { decision, sent } = await answered(fault)
    expect(decision).toMatchObject({ state: 'waiting', reason: 'waiting_rate', detail: 'TooManyRequestsException' })
    const wait = Date.parse(decision?.until ?? '') - Date.parse(world.now())
    expect(wait).toBe(fault === 'throttle' ? 35_000 : HOUR + 7.5 * MINUTE)
    expect(sent).toEqual([])
    expect((await readPause(world.table)).paused).toBe(false)
  })

  it.each(['paused', 'suspended', 'mail-from', '403'] as const)('%s: stops everything and says why', async (fault) => {
    const { decision, sent } = await answered(fault)
    expect(decision).toMatchObject({ state: 'waiting', reason: 'paused_all' })
    expect(sent).toEqual([])
    expect(await readPause(world.table)).toMatchObject({ paused: true, by: 'earshot', why: /^SES answered \w+$/ })
  })

  it('stop: does not take over a pause that a person made', async () => {
    const { id } = await world.queue()
    await send(id, {
      deliver: async () => {
        await setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'holiday' })
        throw Object.assign(new Error('paused'), { name: 'SendingPausedException', $metadata: { httpStatusCode: 400 } })
      },
    })
    expect(await readPause(world.table)).toMatchObject({ by: 'jo', why: 'holiday' })
  })

  it('sender not verified: stops everything', async () => {
    const { id } = await world.queue()
    await send(id, { brand: { ...world.deps.brand, senderDomain: 'elsewhere.example' } })
    expect(await readPause(world.table)).toMatchObject({ paused: true, why: 'SES answered MessageRejected' })
    expect(await world.decision(id)).toMatchObject({ state: 'waiting' })
  })

  it('configuration set missing: stops everything', async () => {
    const { id } = await world.queue()
    await send(id, { configurationSet: 'nothing' })
    expect(await readPause(world.table)).toMatchObject({ why: 'SES answered NotFoundException' })
  })

  it.each(['rejected', 'bad-request'] as const)('%s: this one has failed, for good', async (fault) => {
    const { id, decision, sent } = await answered(fault)
    expect(decision).toMatchObject({ state: 'failed', reason: 'rejected' })
    expect(sent).toEqual([])
    await send(id)
    expect(world.ses.calls()).toBe(1)
  })

  it.each(['accept-then-reset', 'accept-then-500', 'accept-then-hang', 'reset', 'hang', '500', '503'] as const)(
    '%s: unknown, never sent again, and still counted',
    async (fault) => {
      const { id, decision, sent } = await answered(fault)
      expect(decision).toMatchObject({ state: 'unknown', reason: 'unknown' })
      expect(sent).toHaveLength(1)
      await send(id)
      expect(world.ses.calls()).toBe(1)
      await world.feedback()
      const accepted = fault.startsWith('accept')
      expect(await world.decision(id)).toMatchObject({ state: accepted ? 'sent' : 'unknown' })
      expect(await world.content()).toMatchObject({ sends: accepted ? 1 : 0 })
    },
  )

  it('that comes after its event changes nothing that the event said', async () => {
    const { id } = await world.queue()
    const { deliver } = world.deps
    await send(id, {
      deliver: async (request) => {
        const messageId = await deliver(request)
        await world.feedback()
        return messageId
      },
    })
    expect(await world.decision(id)).toMatchObject({ state: 'sent', outcome: 'delivered' })
    expect(await world.content()).toMatchObject({ sends: 1 })
  })
})

describe('a call to SES', () => {
  it('is not lost on a connection that SES has closed while nobody sent anything', async () => {
    // What a function that slept finds: the old connection still looks open, and whoever writes to it is cut off.
    const served = new WeakSet<object>()
    const server = createServer((asked, response) => {
      if (served.has(asked.socket)) return asked.socket.destroy()
      served.add(asked.socket)
      asked.resume().on('end', () => response.end('{"MessageId":"m"}'))
      return undefined
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    try {
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const deliver = sesDelivery({ endpoint, region: 'us-east-1', credentials: TEST_CREDENTIALS })
      for (let time = 0; time < 3; time++) expect(await deliver({ Content: {} })).toBe('m')
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

describe('a worker that dies', () => {
  class Killed extends Error {}

  /** A table whose client dies right before or after its n-th write. */
  const dying = (nth: number, when: 'before' | 'after') => {
    let writes = 0
    const client = new Proxy(world.table.client, {
      get: (target, name) =>
        name !== 'send'
          ? Reflect.get(target, name)
          : async (command: { constructor: { name: string } }) => {
              const writing = /^(Put|Update|TransactWrite)/.test(command.constructor.name)
              const now = writing && ++writes === nth
              if (now && when === 'before') throw new Killed()
              const answer = await target.send(command as never)
              if (now) throw new Killed()
              return answer
            },
    })
    return { ...world.table, client }
  }

  it.each([
    [1, 'before', 1],
    [1, 'after', 0],
    [2, 'before', 1],
    [2, 'after', 1],
  ] as const)('at write %i (%s it) leaves at most one email behind', async (nth, when, emails) => {
    const { id } = await world.queue()
    await expect(send(id, { table: dying(nth, when) })).rejects.toThrow(Killed)
    await send(id)
    world.pass(16 * MINUTE)
    await send(id)
    expect(world.ses.emails()).toHaveLength(emails)
    await world.feedback()
    expect(await world.decision(id)).toMatchObject({ state: emails ? 'sent' : 'unknown' })
  })
})
