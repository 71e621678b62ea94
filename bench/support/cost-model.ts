import { type Counts, callsIn, type Kind } from './counts.ts'

/** US dollars per unit, from `bench/prices.json`. */
export type Prices = Record<
  | 'dynamodbWriteUnit'
  | 'dynamodbReadUnit'
  | 'comprehendUnit'
  | 'httpApiRequest'
  | 'sqsRequest'
  | 'lambdaRequest'
  | 'lambdaGigabyteSecond'
  | 'logsGigabyte',
  { usd: number; source: string }
>

/**
 * What nobody can count on a laptop: set here, and printed with every result.
 * `mix`: deliveries of each kind per new mention; the first three are the new ones and sum to 1.
 */
export const ASSUMED = {
  mix: { firstPost: 0.05, post: 0.25, reply: 0.7, duplicate: 0.05, edit: 0.05, flip: 0.01, removal: 0.01 },
  characters: 120,
  /** Seconds a function is billed for; its memory in GB is what infra sets. */
  door: { gigabytes: 0.5, seconds: 0.012 },
  worker: { gigabytes: 1, secondsPerMention: 0.008 },
  planner: { gigabytes: 0.5, secondsPerMention: 0.001, recordsPerMention: 1 },
  logBytesPerMention: 300,
  /** The cache of understood texts: one read per text, one write per text that was not there. */
  cache: { readUnits: 1, writeUnits: 1 },
} as const satisfies { mix: Record<Kind, number>; [more: string]: unknown }

const COMPREHEND = { charactersPerUnit: 100, leastUnits: 3, documentsPerCall: 25 }
const MILLION = 1_000_000

/** What is bought per mention, in units of the price list. */
export type Bill = Record<keyof Prices, number>

type Situation = {
  /** Deliveries the worker gets in one batch. */
  batch: number
  /** Share of texts that were understood before. */
  repeats: number
  counts: Counts
  /** Calls per mention of a whole batch, as counted. */
  callsInBatch: number
}

const mixed = (of: (kind: Kind) => number): number =>
  Object.entries(ASSUMED.mix).reduce((sum, [kind, share]) => sum + share * of(kind as Kind), 0)

const comprehendUnits = (repeats: number): number => {
  const { edit, flip } = ASSUMED.mix
  const texts = 1 + edit + flip
  return (
    texts *
    (1 - repeats) *
    Math.max(COMPREHEND.leastUnits, Math.ceil(ASSUMED.characters / COMPREHEND.charactersPerUnit))
  )
}

/** What one new mention buys, with the edits, deletes and duplicates that come with it. */
export const billOf = ({ batch, repeats, counts }: Situation): Bill => {
  const deliveries = mixed(() => 1)
  const { door, worker, planner, cache } = ASSUMED
  return {
    httpApiRequest: deliveries,
    sqsRequest: deliveries * (1 + 2 / batch),
    lambdaRequest: deliveries * (1 + 1 / batch) + planner.recordsPerMention / batch,
    lambdaGigabyteSecond:
      deliveries * (door.gigabytes * door.seconds + worker.gigabytes * worker.secondsPerMention) +
      planner.gigabytes * planner.secondsPerMention,
    dynamodbWriteUnit: mixed((kind) => counts[kind].write) + cache.writeUnits * (1 - repeats),
    dynamodbReadUnit: mixed((kind) => counts[kind].read) + cache.readUnits,
    comprehendUnit: comprehendUnits(repeats),
    logsGigabyte: ASSUMED.logBytesPerMention / 1e9,
  }
}

/** Billed operations other than Comprehend, per delivery of a new mention. */
export const operationsOf = ({ batch, counts, callsInBatch }: Situation): number => {
  const graph = batch === 1 ? callsIn(counts.post) : callsInBatch
  const [door, queue, worker, planner] = [2, 1 + 2 / batch, 1 / batch, 1 / batch]
  // Both calls of the cache are for the whole batch.
  return door + queue + worker + planner + graph + 2 / batch
}

/** Dollars per million mentions, by what is bought. */
export const costOf = (bill: Bill, prices: Prices): Record<keyof Prices, number> =>
  Object.fromEntries(
    Object.entries(bill).map(([name, amount]) => [name, amount * prices[name as keyof Prices].usd * MILLION]),
  ) as Record<keyof Prices, number>
