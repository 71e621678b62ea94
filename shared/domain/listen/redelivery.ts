import { DAY, MINUTE } from '../time.ts'

/**
 * Which of the deliveries that a platform failed to make it is asked to make again. GitHub never tries again by itself, and
 * can for three days (docs.github.com, "Redelivering webhooks").
 */

/** One attempt at a delivery, as the platform lists it. All attempts at one delivery have its `guid`. Times in milliseconds. */
export type Attempt = {
  /** Names the attempt; digits. */
  id: string
  guid: string
  at: number
  delivered: boolean
  /** Not the first attempt: somebody asked for it. */
  again: boolean
}

/** How often we asked for a delivery, and when last. */
type Tried = { tries: number; at: number }
/** What is known of a webhook from one look to the next: everything before `since` is settled. */
export type HookMemory = { since: number; tried: Readonly<Record<string, Tried>> }

/** What to do: the attempts to repeat, in this order, and how many deliveries are given up. */
export type RedeliveryPlan = { redeliver: { id: string; guid: string }[]; givenUp: number; memory: HookMemory }

/** How far back the platform can go. */
export const WINDOW = 3 * DAY
/** How often it is asked for the same delivery. */
export const MOST_TRIES = 5
/** Attempts are listed when they are over, and the slowest takes ten seconds. */
const OVERLAP = 5 * MINUTE
/** Deliveries that are asked for in one look: four looks an hour stay under GitHub's secondary limit of 500 such calls. */
const MOST = 100
/** The same while the door does not seem to answer: enough to find out whether it does. */
const PROBES = 3
/** Milliseconds from one attempt to the next while nothing gets through; the last is made after some 39 hours. */
const patience = (tries: number): number => (tries === 0 ? 0 : 15 * MINUTE * 5 ** (tries - 1))
/** Deliveries that are remembered of a webhook at most; the platform's own list tells of most tries, too. */
const REMEMBERED = 1_000
/** Of all webhooks of a source together: at 75 bytes each they fit into one item of the table, which may have 400 KB. */
const REMEMBERED_OF_ALL = 5_000

/** How many deliveries are remembered of each of so many webhooks; those of a look come on top of that. */
export const rememberedOf = (hooks: number): number =>
  Math.min(REMEMBERED, Math.floor(REMEMBERED_OF_ALL / Math.max(1, hooks)) - MOST)

type Delivery = { guid: string; first: number; last: number; newest: string; tries: number; delivered: boolean }

const knownOf = (tried: HookMemory['tried'], guid: string): Tried | undefined =>
  Object.hasOwn(tried, guid) ? tried[guid] : undefined

const deliveriesOf = (attempts: readonly Attempt[], tried: HookMemory['tried']): Delivery[] => {
  // Pages overlap while new attempts come in.
  const distinct = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  return [...Map.groupBy(distinct.values(), ({ guid }) => guid)].map(([guid, all]) => {
    const known = knownOf(tried, guid)
    const newest = all.reduce((a, b) => (b.at > a.at || (b.at === a.at && b.id > a.id) ? b : a))
    return {
      guid,
      newest: newest.id,
      first: Math.min(...all.map(({ at }) => at)),
      last: Math.max(newest.at, known?.at ?? 0),
      tries: Math.max(all.filter(({ again }) => again).length, known?.tries ?? 0),
      delivered: all.some(({ delivered }) => delivered),
    }
  })
}

/** Whether the platform's latest attempt of all got through, and when the latest that did was made. */
const doorOf = (attempts: readonly Attempt[]): { answers: boolean; answered: number } => {
  const last = (some: readonly Attempt[]) => some.reduce((latest, { at }) => Math.max(latest, at), 0)
  const answered = last(attempts.filter(({ delivered }) => delivered))
  return { answers: answered >= last(attempts), answered }
}

/** Once more than the most: it has been counted as given up. */
const OVER = MOST_TRIES + 1

/**
 * Plans a look at a webhook.
 * @param attempts those since `memory.since`, in any order, some perhaps twice
 * @param now when the list began to be read
 * @param remembered deliveries that are remembered at most
 */
export const planRedelivery = (
  attempts: readonly Attempt[],
  memory: HookMemory,
  now: number,
  remembered = REMEMBERED,
): RedeliveryPlan => {
  const failed = deliveriesOf(attempts, memory.tried).filter(({ delivered }) => !delivered)
  const door = doorOf(attempts)
  const open = failed.filter(({ first, tries }) => tries < MOST_TRIES && first > now - WINDOW)
  const lost = failed.filter(
    ({ first, tries }) => tries === MOST_TRIES || (tries < MOST_TRIES && first <= now - WINDOW),
  )
  const due = open
    .filter(({ last, tries }) => door.answered > last || now >= last + patience(tries))
    .sort((a, b) => (door.answers ? 0 : a.tries - b.tries) || a.first - b.first)
  const since = Math.max(now - WINDOW, Math.min(now - OVERLAP, ...open.map(({ first }) => first)))
  const tried = failed
    .filter(({ tries, last }) => tries > 0 && last >= since)
    .sort((a, b) => b.last - a.last)
    .slice(0, remembered)
    .map(({ guid, tries, last }) => [guid, { tries: tries === MOST_TRIES ? OVER : tries, at: last }] as const)
  return {
    redeliver: due.slice(0, door.answers ? MOST : PROBES).map(({ newest, guid }) => ({ id: newest, guid })),
    givenUp: lost.length,
    memory: { since: Math.max(since, memory.since), tried: Object.fromEntries(tried) },
  }
}

/** The memory after a delivery was asked for. */
export const triedNow = ({ since, tried }: HookMemory, guid: string, now: number): HookMemory => ({
  since,
  tried: { ...tried, [guid]: { tries: (knownOf(tried, guid)?.tries ?? 0) + 1, at: now } },
})
