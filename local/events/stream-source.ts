import type { Outcome } from '../lambda/definition.ts'
import { failuresOf, type Mapping, type Source, type SourceContext, sleep } from './source.ts'

export type StreamRecord = {
  eventID?: string
  dynamodb?: { SequenceNumber?: string; ApproximateCreationDateTime?: number } & Record<string, unknown>
} & Record<string, unknown>

/** DynamoDB Streams, as far as a poller needs it. */
export type StreamApi = {
  shards(streamArn: string): Promise<string[]>
  /** Records after `sequence`, or from the oldest on. `next` is undefined when the shard has ended. */
  read(streamArn: string, shard: string, after: string | undefined): Promise<StreamRecord[]>
}

export type StreamContext = SourceContext & {
  api: StreamApi
  checkpoint: { get(key: string): string | undefined; set(key: string, sequence: string): void }
  /** Puts a message into the queue at `arn` on the function's behalf. */
  send: (arn: string, body: string) => Promise<void>
  /** Resolves when the table may have changed, or after a while. */
  changed: () => Promise<void>
}

const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'] as const
const sequenceOf = (record: StreamRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? ''
const createdOf = (record: StreamRecord | undefined): string =>
  new Date((record?.dynamodb?.ApproximateCreationDateTime ?? 0) * 1_000).toISOString()

/** What Lambda puts into an on-failure destination: where the records are, not what they hold. */
const failureNotice = (
  mapping: Mapping,
  shard: string,
  records: StreamRecord[],
  why: { condition: string; invocations: number; outcome: Outcome | undefined; at: number },
) => ({
  requestContext: {
    requestId: crypto.randomUUID(),
    functionArn: mapping.functionArn,
    condition: why.condition,
    approximateInvokeCount: why.invocations,
  },
  responseContext: {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...(why.outcome && !why.outcome.ok ? { functionError: 'Unhandled' } : {}),
  },
  version: '1.0',
  timestamp: new Date(why.at).toISOString(),
  DDBStreamBatchInfo: {
    shardId: shard,
    startSequenceNumber: sequenceOf(records[0]),
    endSequenceNumber: sequenceOf(records.at(-1)),
    approximateArrivalOfFirstRecord: createdOf(records[0]),
    approximateArrivalOfLastRecord: createdOf(records.at(-1)),
    batchSize: records.length,
    streamArn: mapping.sourceArn,
  },
})

/** Reads one shard in order: a batch is done, or given up, before the next one starts. */
const createShardReader = (mapping: Mapping, shard: string, context: StreamContext, isClosed: () => boolean) => {
  const key = `${mapping.id}/${shard}`
  const done = (records: StreamRecord[]): void => context.checkpoint.set(key, sequenceOf(records.at(-1)))

  const giveUp = async (
    records: StreamRecord[],
    condition: string,
    invocations: number,
    outcome?: Outcome,
  ): Promise<void> => {
    context.warn(mapping.label, `gave up ${records.length} stream record(s): ${condition}`)
    if (!mapping.onFailureArn) return
    if (!context.allowed(mapping.functionArn, 'sqs:SendMessage', mapping.onFailureArn)) return
    const notice = failureNotice(mapping, shard, records, { condition, invocations, outcome, at: context.now() })
    await context.send(mapping.onFailureArn, JSON.stringify(notice))
  }

  const tooOld = (record: StreamRecord): boolean =>
    mapping.maxAgeSeconds >= 0 &&
    context.now() / 1_000 - (record.dynamodb?.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY) >
      mapping.maxAgeSeconds

  /** @returns how many records from the start are done */
  const progress = (records: StreamRecord[], outcome: Outcome): number => {
    if (!outcome.ok) return 0
    if (!mapping.reportsFailures) return records.length
    const sequences = records.map(sequenceOf)
    const failed = failuresOf(outcome.payload, new Set(sequences))
    if (failed === 'all') return 0
    // The lowest reported sequence number is the checkpoint: what comes after it is delivered again.
    const first = sequences.findIndex((sequence) => failed.includes(sequence))
    return first < 0 ? records.length : first
  }

  const work = async (records: StreamRecord[], tried = 0): Promise<void> => {
    let rest = records
    for (let attempt = tried; rest.length > 0 && !isClosed(); ) {
      const stale = rest.filter(tooOld)
      if (stale.length > 0) {
        await giveUp(stale, 'RecordAgeExceeded', attempt)
        rest = rest.filter((record) => !tooOld(record))
        if (rest.length === 0) return
      }
      const outcome = await context.invoke(mapping.functionArn, { Records: rest })
      const finished = progress(rest, outcome)
      if (finished > 0) {
        done(rest.slice(0, finished))
        rest = rest.slice(finished)
        attempt = 0
        continue
      }
      attempt++
      if (mapping.bisect && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2)
        await work(rest.slice(0, middle), attempt)
        return await work(rest.slice(middle), attempt)
      }
      if (mapping.retries >= 0 && attempt > mapping.retries) {
        await giveUp(rest, 'RetryAttemptsExhausted', attempt, outcome)
        done(rest)
        return
      }
      await sleep(Math.min(2_000, 50 * 2 ** attempt))
    }
  }

  const read = async (after: string | undefined): Promise<StreamRecord[]> =>
    await context.api.read(mapping.sourceArn, shard, after || undefined)

  /** A mapping that is new starts where its template says; one that has been here before goes on where it was. */
  const begin = async (): Promise<void> => {
    if (context.checkpoint.get(key) !== undefined) return
    let last = ''
    if (mapping.startingPosition === 'LATEST')
      for (let page = await read(last); page.length > 0; page = await read(last)) last = sequenceOf(page.at(-1))
    context.checkpoint.set(key, last)
  }

  /** Fills a batch for as long as the window allows. */
  const collect = async (): Promise<{ all: StreamRecord[]; fitting: StreamRecord[] }> => {
    const all: StreamRecord[] = []
    const fitting: StreamRecord[] = []
    const until = performance.now() + mapping.windowMs
    for (;;) {
      const page = await read(all.length > 0 ? sequenceOf(all.at(-1)) : context.checkpoint.get(key))
      const room = mapping.batchSize - fitting.length
      for (const record of page) {
        if (fitting.length >= mapping.batchSize) break
        all.push(record)
        if (mapping.filter(record)) fitting.push(record)
      }
      const left = until - performance.now()
      if (fitting.length >= mapping.batchSize || (page.length === 0 && left <= 0) || isClosed()) return { all, fitting }
      if (page.length === 0 && all.length === 0) return { all, fitting }
      if (page.length === 0 || (left <= 0 && room > 0)) {
        if (left <= 0) return { all, fitting }
        await sleep(Math.min(left, 50))
      }
    }
  }

  /** @returns whether there was anything */
  return async (): Promise<boolean> => {
    await begin()
    const { all, fitting } = await collect()
    if (all.length === 0) return false
    await work(fitting)
    if (!isClosed()) done(all)
    return true
  }
}

/** Reads a table's stream for a function as Lambda does: order, window, retries, bisection, on-failure destination. */
export const startStreamSource = (mapping: Mapping, context: StreamContext): Source => {
  let closed = false
  let busy = true
  const may = STREAM_ACTIONS.every((action) =>
    context.allowed(mapping.functionArn, `dynamodb:${action}`, mapping.sourceArn),
  )
  if (!may) {
    context.warn(mapping.label, `its role may not read ${mapping.sourceArn}: no event source`)
    return { busy: () => false, close: async () => {} }
  }

  const readers = new Map<string, () => Promise<boolean>>()
  const round = async (): Promise<boolean> => {
    for (const shard of await context.api.shards(mapping.sourceArn))
      if (!readers.has(shard))
        readers.set(
          shard,
          createShardReader(mapping, shard, context, () => closed),
        )
    const any = await Promise.all([...readers.values()].map((read) => read()))
    return any.includes(true)
  }

  const loop = async (): Promise<void> => {
    while (!closed) {
      // Whatever is written from here on wakes the next round, so that a quiet round means: read to the end.
      const changed = context.changed()
      busy = true
      const any = await round().catch(async (error) => {
        if (!closed) context.warn(mapping.label, `reading its stream failed: ${error}`)
        await sleep(500)
        return true
      })
      if (any) continue
      busy = false
      await changed
      busy = true
    }
  }
  const ended = loop()
  return {
    busy: () => busy,
    close: async () => {
      closed = true
      await Promise.race([ended, sleep(500)])
    },
  }
}
