import { type Counts, callsIn, type Kind } from './counts.ts'
import type { Reading } from './ingest-meter.ts'
import type { Following } from './score-meter.ts'

/** US dollars per unit, from `bench/prices.json`. */
export type Prices = Record<Bought | Standing | 'dynamodbGigabyteMonth' | 'sesEmail', { usd: number; source: string }>
type Standing = 'metricMonth' | 'alarmMonth' | 'metricRead'
type Bought =
  | 'dynamodbWriteUnit'
  | 'dynamodbReadUnit'
  | 'comprehendUnit'
  | 'httpApiRequest'
  | 'sqsRequest'
  | 'lambdaRequest'
  | 'lambdaGigabyteSecond'
  | 'logsGigabyte'
  | 'firehoseGigabyte'
  | 'eventBridgeEvent'

/**
 * What nobody can count on a laptop: set here, and printed with every result.
 * `mix`: deliveries of each kind per new mention; the first three are the new ones and sum to 1. No data of ours stand behind it: it
 * is what a forum may be like. A reply is dearer than a post by an edge (2 write units), so that all posts would be $0.88 cheaper.
 */
export const ASSUMED = {
  mix: { firstPost: 0.05, post: 0.25, reply: 0.7, duplicate: 0.05, edit: 0.05, flip: 0.01, removal: 0.01 },
  /** Seconds a function is billed for; its memory in GB is what infra sets. */
  door: { gigabytes: 0.5, seconds: 0.012 },
  worker: { gigabytes: 1, secondsPerMention: 0.008 },
  planner: { gigabytes: 0.5, secondsPerMention: 0.001 },
  scorer: { gigabytes: 0.5, secondsPerMention: 0.004 },
  /** Two lines of the door (338 bytes), and of the worker's three a 25th (859 bytes), rounded up. */
  logBytesPerMention: 400,
  /** Lambda's own three lines about each invocation: START, END, REPORT. */
  logBytesPerInvocation: 300,
  /** The access log of the HTTP API, a line for each request. */
  logBytesPerRequest: 230,
  /** In the queue and on the way to the archive: a body of about 5.6 kB as base64, and what goes with it. GitHub's examples have 6 to 13 kB, posts of Discourse 2 to 3. */
  archiveBytesPerDelivery: 8_000,
} as const satisfies { mix: Record<Exclude<Kind, 'repeat'>, number>; [more: string]: unknown }

const MILLION = 1_000_000
/** Firehose bills each record as a multiple of this many bytes. The worker puts a batch into one record. */
const FIREHOSE_STEP = 5_120

/** SQS hands out, and takes back, ten messages a call, and bills every 64 KiB of one as a request. */
const SQS_CALL = 10
const SQS_STEP = 65_536

/** Calls of SQS that hand out a batch, and as many that take it back. */
const sqsCalls = (batch: number): number => Math.ceil(batch / SQS_CALL)

/** What is billed for one delivery of a batch: its sending, and its share of the batch's being handed out and taken back. */
const sqsRequests = (batch: number): number => {
  const [whole, rest] = [Math.floor(batch / SQS_CALL), batch % SQS_CALL]
  const handedOut = (messages: number): number => Math.ceil((messages * ASSUMED.archiveBytesPerDelivery) / SQS_STEP)
  return 1 + (whole * handedOut(SQS_CALL) + handedOut(rest) + sqsCalls(batch)) / batch
}

/** What is bought per mention, in units of the price list. */
export type Bill = Record<Bought, number>

type Situation = {
  /** Deliveries the worker gets in one batch. */
  batch: number
  /** Share of texts that were understood before. */
  repeats: number
  counts: Counts
  /** Calls of DynamoDB per mention of a batch of 25, as counted. */
  callsInBatch: number
  /** What scoring took for so many mentions, as counted. */
  scored: Following
  /** So many. */
  mentionsScored: number
}

const mixed = (of: (reading: Reading) => number, counts: Counts): number =>
  Object.entries(ASSUMED.mix).reduce((sum, [kind, share]) => sum + share * of(counts[kind as Kind]), 0)

/** What one new mention buys, with the edits, deletes and duplicates that come with it. */
export const billOf = ({ batch, repeats, counts, scored, mentionsScored }: Omit<Situation, 'callsInBatch'>): Bill => {
  const deliveries = mixed(() => 1, counts)
  const { door, worker, planner, scorer, archiveBytesPerDelivery } = ASSUMED
  const { logBytesPerMention, logBytesPerRequest, logBytesPerInvocation } = ASSUMED
  const each = (amount: number): number => amount / mentionsScored
  const archived = Math.ceil((batch * archiveBytesPerDelivery) / FIREHOSE_STEP) * FIREHOSE_STEP
  const woken = deliveries * (1 + 1 / batch) + 1 / batch + each(scored.invocations)
  const savedByRepeat = counts.post.write - counts.repeat.write
  return {
    httpApiRequest: deliveries,
    sqsRequest: deliveries * sqsRequests(batch),
    lambdaRequest: woken,
    lambdaGigabyteSecond:
      deliveries * (door.gigabytes * door.seconds + worker.gigabytes * worker.secondsPerMention) +
      planner.gigabytes * planner.secondsPerMention +
      scorer.gigabytes * scorer.secondsPerMention,
    dynamodbWriteUnit: mixed(({ write }) => write, counts) - repeats * savedByRepeat + each(scored.write),
    dynamodbReadUnit: mixed(({ read }) => read, counts) + each(scored.read),
    comprehendUnit: (1 - repeats) * mixed(({ comprehend }) => comprehend.units, counts),
    logsGigabyte: (logBytesPerMention + deliveries * logBytesPerRequest + woken * logBytesPerInvocation) / 1e9,
    firehoseGigabyte: (deliveries * archived) / batch / 1e9,
    eventBridgeEvent: each(scored.events),
  }
}

/**
 * Operations of all services but Comprehend per new mention: request, door, queue (send, receive, delete), worker, archive,
 * planner, and the calls of DynamoDB as counted.
 * @param perDelivery mentions that one delivery brings
 * @param batch deliveries the worker gets in one batch
 */
export const operationsOf = (
  { perDelivery, batch }: { perDelivery: number; batch: number },
  { counts, callsInBatch }: Pick<Situation, 'counts' | 'callsInBatch'>,
): number => {
  const perMention = (2 + 1 + (3 + 2 * sqsCalls(batch)) / batch) / perDelivery
  return perMention + (perDelivery * batch === 1 ? callsIn(counts.post) : callsInBatch)
}

/** Operations of scoring per mention: invocations, the calls of DynamoDB as counted, and one that tells events for each invocation. */
export const operationsOfScoring = ({
  scored,
  mentionsScored,
}: Pick<Situation, 'scored' | 'mentionsScored'>): number => {
  const calls = Object.values(scored.calls).reduce((sum, count) => sum + count, 0)
  return (2 * scored.invocations + calls) / mentionsScored
}

/** Dollars per million mentions, by what is bought. */
export const costOf = (bill: Bill, prices: Prices): Bill =>
  Object.fromEntries(
    Object.entries(bill).map(([name, amount]) => [name, amount * prices[name as keyof Prices].usd * MILLION]),
  ) as Bill

/**
 * What a source costs a month, whatever comes: by what is counted of one that is busy in every hour (`functions/understand/books.ts`,
 * `functions/listen/answer.ts`), read every five minutes (`functions/listen/watching.ts`) and watched (`infra/steps/listen-watch.ts`).
 */
const OF_A_SOURCE = {
  /** Accepted, Applied, Duplicates, Ignored, Lag, Delay, Silent. */
  metrics: 7,
  /** Silent, BadSignatures. */
  alarms: 2,
  looks: (30 * 24 * 60) / 5,
  /** One metric in each look, and four more in every third. */
  readsPerLook: 1 + 4 / 3,
  /** An item of up to 2 kB. */
  writeUnitsPerLook: 2,
} as const

/** Dollars a month for a source that is busy in every hour, by what for. */
export const sourceMonth = (prices: Prices): Record<'metrics' | 'alarms' | 'watch', number> => {
  const { metrics, alarms, looks, readsPerLook, writeUnitsPerLook } = OF_A_SOURCE
  const look = readsPerLook * prices.metricRead.usd + writeUnitsPerLook * prices.dynamodbWriteUnit.usd
  return { metrics: metrics * prices.metricMonth.usd, alarms: alarms * prices.alarmMonth.usd, watch: looks * look }
}
