import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type Asked, askedNow, type Lease, type Standing, standingOf } from '../../shared/domain/listen/lease.ts'
import { DAY, type Iso, isoOf, SECOND } from '../../shared/domain/time.ts'
import { FetchError } from '../../shared/platform/fetch.ts'
import { youtubeTopic } from '../../shared/sources/challenge.ts'
import type { SettingsOf } from '../../shared/sources/source.ts'
import { doorMark, doorToken, isClosed, readSourceSecret } from '../../shared/sources/source-secret.ts'
import { cursorAs, type Page, type PullDeps, PullError, type Puller } from './puller.ts'

/**
 * YouTube sends of its own accord, as long as somebody subscribes: for each channel the hub is asked, and asked again before
 * the lease ends. The hub's answer comes to the door, which has it noted; here it is looked up. Nothing is pulled.
 */

type Settings = SettingsOf<'youtube'>

const askedSchema = z.object({ as: z.string(), since: z.number(), at: z.number(), tries: z.number() })
const cursorSchema = z.object({ asked: z.record(z.string(), askedSchema) })

/** developers.google.com, "Subscribe to Push Notifications". */
const HUB = 'https://pubsubhubbub.appspot.com/subscribe'
/** Seconds that are asked for; a hub may give others. */
const LEASE = (10 * DAY) / SECOND
/** Milliseconds for one request. */
const PATIENCE = 10_000

type Door = { address: string; mark: string; secret: string; as: string }

/** The door as it is to be told to the hub; undefined when it is closed. */
const doorOf = async (source: string, { secret, appUrl }: PullDeps): Promise<Door | undefined> => {
  const json = await secret()
  if (isClosed(json)) return undefined
  const token = doorToken(json)
  const address = `${appUrl}/hooks/${source}/${token}`
  const { current } = readSourceSecret(json)
  const as = createHash('sha256').update(`${address}\n${current}`).digest('base64url').slice(0, 16)
  return { address, mark: doorMark(token), secret: current, as }
}

const formOf = (topic: string, door: Door): string =>
  new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.callback': door.address,
    'hub.secret': door.secret,
    'hub.lease_seconds': String(LEASE),
    // Hubs of PubSubHubbub 0.3 want to be told; others know no other way.
    'hub.verify': 'async',
  }).toString()

type Known = { channel: string; asked: Asked | undefined; lease: Lease | undefined; standing: Standing }

const knownOf = async (
  channels: readonly string[],
  asked: Readonly<Record<string, Asked>>,
  door: Door,
  deps: PullDeps,
): Promise<Known[]> => {
  const leases = await deps.leasesOf(channels.map(youtubeTopic), door.mark)
  const now = { as: door.as, now: deps.now() }
  return channels.map((channel, at) => {
    const about = { channel, asked: Object.hasOwn(asked, channel) ? asked[channel] : undefined, lease: leases[at] }
    return { ...about, standing: standingOf(about.asked, about.lease, now) }
  })
}

/** Without a subscription first, then those that end soonest. */
const urgent = (known: readonly Known[]): Known[] =>
  known.filter(({ standing }) => standing.due).sort((a, b) => (a.standing.until ?? 0) - (b.standing.until ?? 0))

/** Nobody there, or too busy: the next channel would fare no better. */
const isWeary = (error: unknown): boolean =>
  !(error instanceof FetchError) || error.status === 0 || error.retryAfter !== undefined

/** Asks for what is due. @returns what was asked, and the first thing that went wrong */
const askAll = async (known: readonly Known[], { hub = HUB }: Settings, door: Door, deps: PullDeps) => {
  const asked: Record<string, Asked> = {}
  let problem: unknown
  for (const { channel, asked: before, lease } of urgent(known)) {
    if (deps.timeLeft() <= 0) break
    asked[channel] = askedNow(before, lease, { as: door.as, now: deps.now() })
    try {
      await deps.fetch(hub, {
        method: 'POST',
        patience: PATIENCE,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: formOf(youtubeTopic(channel), door),
      })
    } catch (error) {
      problem ??= error
      if (isWeary(error)) break
    }
  }
  return { asked, problem }
}

/** When each subscription ends; one that was never given should have been a day after it was first asked for. */
const endsOf = (known: readonly Known[], asked: Readonly<Record<string, Asked>>): Record<string, Iso> =>
  Object.fromEntries(
    known.flatMap(({ channel, standing: { until } }) => {
      const since = asked[channel]?.since
      const end = until ?? (since === undefined ? undefined : since + DAY)
      return end === undefined ? [] : [[channel, isoOf(end)]]
    }),
  )

/** Requests without an answer after which something is wrong: an hour or so. */
const MANY = 4

const complain = (known: readonly Known[], asked: Readonly<Record<string, Asked>>, now: number): void => {
  const denied = known.filter(({ standing }) => standing.denied).length
  if (denied > 0)
    throw new PullError(
      `The hub denies the subscription to ${denied} of ${known.length} channels: the table has its reason. It is asked again once a day.`,
    )
  const silent = known.filter(({ channel, standing: { until } }) => {
    const { tries = 0 } = asked[channel] ?? {}
    return tries >= MANY && (until === undefined || until - now < DAY)
  }).length
  if (silent > 0)
    throw new PullError(
      `The hub has not confirmed ${silent} of ${known.length} subscriptions, asked for ${MANY} times and more. It calls the door's address for that: can that be reached from the internet?`,
    )
}

/** Maps have no order in the table. */
const same = (a: Readonly<Record<string, Iso>>, b: Readonly<Record<string, Iso>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, end]) => b[name] === end)

/** Looks after the subscriptions once. */
export const pullYoutube: Puller<Settings> = async function* ({ source, settings, cursor, leases }, deps) {
  const channels = [...new Set(settings.channels)].sort()
  const door = await doorOf(source, deps)
  if (!door) return yield { deliveries: [], cursor: JSON.stringify({ asked: {} }), leases: {} } satisfies Page
  const before = cursorAs(cursor, cursorSchema)?.asked ?? {}
  const known = await knownOf(channels, before, door, deps)
  const { asked: news, problem } = await askAll(known, settings, door, deps)
  const asked = Object.fromEntries(
    known.flatMap(({ channel, asked: old }) => {
      const one = news[channel] ?? old
      return one ? [[channel, one]] : []
    }),
  )
  const ends = endsOf(known, asked)
  yield { deliveries: [], cursor: JSON.stringify({ asked }), ...(same(ends, leases) ? {} : { leases: ends }) }
  if (problem !== undefined) throw problem
  complain(known, asked, deps.now())
}
