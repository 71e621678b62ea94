import type { Outcome } from '../lambda/definition.ts'
import { failuresOf, type Mapping, type SourceContext, sleep } from './source.ts'
import { Tumbling } from './tumbling.ts'

export type StreamRecord = {
  eventID?: string
  dynamodb?: { SequenceNumber?: string; ApproximateCreationDateTime?: number } & Record<string, unknown>
} & Record<string, unknown>

/** DynamoDB Streams, as far as a poller needs it. */
export type StreamApi = {
  shards(streamArn: string): Promise<string[]>
  /** Records after a sequence number, or from the oldest on. */
  read(streamArn: string, shard: string, after: string | undefined): Promise<StreamRecord[]>
}

export type StreamContext = SourceContext & {
  api: StreamApi
  /** An empty sequence number is the beginning; none at all means that the mapping is new. */
  checkpoint: { get(key: string): string | undefined; set(key: string, sequence: string): void }
  /** Puts a message into the queue at `arn` on the function's behalf. */
  send: (arn: string, body: string) => Promise<void>
  /** Resolves when the table may have changed, or after a while. */
  changed: () => Promise<void>
  isClosed: () => boolean
}

type Collected = { all: StreamRecord[]; fitting: StreamRecord[] }

const sequenceOf = (record: StreamRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? ''
const createdOf = (record: StreamRecord | undefined): number => record?.dynamodb?.ApproximateCreationDateTime ?? 0
const isoOf = (seconds: number): string => new Date(seconds * 1_000).toISOString()

/** Reads one shard in order: a batch is done, or given up, before the next one starts. */
export class ShardReader {
  readonly #mapping: Mapping
  readonly #shard: string
  readonly #context: StreamContext
  readonly #key: string
  readonly #window: Tumbling

  constructor(mapping: Mapping, shard: string, context: StreamContext) {
    this.#mapping = mapping
    this.#shard = shard
    this.#context = context
    this.#key = `${mapping.id}/${shard}`
    this.#window = new Tumbling(mapping, shard, context)
  }

  /** Works on the next batch. @returns whether there was anything */
  async step(): Promise<boolean> {
    await this.#begin()
    const { all, fitting } = await this.#collect()
    if (all.length === 0) return await this.#endWindow()
    await this.#inWindows(fitting)
    if (!this.#context.isClosed()) this.#done(all)
    return true
  }

  /** Whether a tumbling window waits to be ended. */
  due(): boolean {
    return this.#window.due()
  }

  /** Records of different tumbling windows never share an invocation. */
  async #inWindows(records: readonly StreamRecord[]): Promise<void> {
    for (let rest = [...records]; rest[0] && !this.#context.isClosed(); ) {
      if (this.#window.endsBefore(rest[0])) await this.#last(false)
      await this.#work(rest.splice(0, this.#window.sameWindow(rest)), 0)
    }
  }

  /** @returns whether there was a window to end */
  async #endWindow(): Promise<boolean> {
    if (!this.#window.due()) return false
    await this.#last(false)
    return true
  }

  /** Ends the window, in as many tries as a batch has. */
  async #last(early: boolean): Promise<void> {
    const { functionArn, retries, label } = this.#mapping
    for (let attempt = 1; !this.#context.isClosed(); attempt++) {
      const outcome = await this.#context.invoke(functionArn, this.#window.last(early))
      if (outcome.ok) return this.#window.close()
      if (retries >= 0 && attempt > retries) {
        this.#context.warn(label, 'gave up the end of a tumbling window')
        return this.#window.close()
      }
      await sleep(Math.min(2_000, 50 * 2 ** attempt))
    }
  }

  #read(after: string): Promise<StreamRecord[]> {
    return this.#context.api.read(this.#mapping.sourceArn, this.#shard, after || undefined)
  }

  #done(records: StreamRecord[]): void {
    this.#context.checkpoint.set(this.#key, sequenceOf(records.at(-1)))
  }

  /** A mapping that is new starts where its template says; one that has been here before goes on where it was. */
  async #begin(): Promise<void> {
    const { checkpoint } = this.#context
    if (checkpoint.get(this.#key) !== undefined) return
    let last = ''
    if (this.#mapping.startingPosition === 'LATEST')
      for (let page = await this.#read(last); page.length > 0; page = await this.#read(last))
        last = sequenceOf(page.at(-1))
    checkpoint.set(this.#key, last)
  }

  /** Fills a batch for as long as the window allows. */
  async #collect(): Promise<Collected> {
    const { batchSize, windowMs, filter } = this.#mapping
    const [all, fitting]: [StreamRecord[], StreamRecord[]] = [[], []]
    const until = performance.now() + windowMs
    for (;;) {
      const page = await this.#read(
        all.length > 0 ? sequenceOf(all.at(-1)) : (this.#context.checkpoint.get(this.#key) ?? ''),
      )
      for (const record of page) {
        if (fitting.length >= batchSize) break
        all.push(record)
        if (filter(record)) fitting.push(record)
      }
      const left = until - performance.now()
      if (fitting.length >= batchSize || all.length === 0 || left <= 0 || this.#context.isClosed())
        return { all, fitting }
      if (page.length === 0) await sleep(Math.min(left, 50))
    }
  }

  async #work(records: StreamRecord[], tried: number): Promise<void> {
    const { bisect, retries, functionArn } = this.#mapping
    let attempt = tried
    let rest = records
    while (rest.length > 0 && !this.#context.isClosed()) {
      rest = await this.#dropStale(rest, attempt)
      if (rest.length === 0) return
      const outcome = await this.#context.invoke(functionArn, this.#window.event(rest))
      if (this.#window.take(outcome)) await this.#last(true)
      const finished = this.#progress(rest, outcome)
      if (finished > 0) {
        this.#done(rest.slice(0, finished))
        rest = rest.slice(finished)
        attempt = 0
        continue
      }
      attempt++
      // Halving costs no retry: the halves go on with the count of the whole.
      if (bisect && rest.length > 1) return await this.#halve(rest, attempt)
      if (retries >= 0 && attempt > retries) return await this.#giveUp(rest, 'RetryAttemptsExhausted', attempt, outcome)
      await sleep(Math.min(2_000, 50 * 2 ** attempt))
    }
  }

  async #halve(records: StreamRecord[], attempt: number): Promise<void> {
    const middle = Math.ceil(records.length / 2)
    await this.#work(records.slice(0, middle), attempt)
    await this.#work(records.slice(middle), attempt)
  }

  /** @returns how many records from the start are done */
  #progress(records: StreamRecord[], outcome: Outcome): number {
    if (!outcome.ok) return 0
    if (!this.#mapping.reportsFailures) return records.length
    const sequences = records.map(sequenceOf)
    const failed = failuresOf(outcome.payload, new Set(sequences))
    if (failed === 'all') return 0
    // The lowest reported sequence number is the checkpoint: what comes after it is delivered again.
    const first = sequences.findIndex((sequence) => failed.includes(sequence))
    return first < 0 ? records.length : first
  }

  async #dropStale(records: StreamRecord[], attempt: number): Promise<StreamRecord[]> {
    const { maxAgeSeconds } = this.#mapping
    if (maxAgeSeconds < 0) return records
    const oldest = this.#context.now() / 1_000 - maxAgeSeconds
    const stale = records.filter((record) => createdOf(record) < oldest)
    if (stale.length > 0) await this.#giveUp(stale, 'RecordAgeExceeded', attempt)
    return records.filter((record) => createdOf(record) >= oldest)
  }

  /** The on-failure destination learns where the records are, not what they hold. */
  async #giveUp(records: StreamRecord[], condition: string, invocations: number, outcome?: Outcome): Promise<void> {
    const { label, functionArn, onFailureArn } = this.#mapping
    const { allowed, send, warn } = this.#context
    warn(label, `gave up ${records.length} stream record(s): ${condition}`)
    if (onFailureArn && allowed(functionArn, 'sqs:SendMessage', onFailureArn))
      await send(onFailureArn, JSON.stringify(this.#notice(records, condition, invocations, outcome)))
    this.#done(records)
  }

  #notice(records: StreamRecord[], condition: string, approximateInvokeCount: number, outcome: Outcome | undefined) {
    const { functionArn, sourceArn } = this.#mapping
    return {
      requestContext: { requestId: crypto.randomUUID(), functionArn, condition, approximateInvokeCount },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(outcome && !outcome.ok ? { functionError: 'Unhandled' } : {}),
      },
      version: '1.0',
      timestamp: new Date(this.#context.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: this.#shard,
        startSequenceNumber: sequenceOf(records[0]),
        endSequenceNumber: sequenceOf(records.at(-1)),
        approximateArrivalOfFirstRecord: isoOf(createdOf(records[0])),
        approximateArrivalOfLastRecord: isoOf(createdOf(records.at(-1))),
        batchSize: records.length,
        streamArn: sourceArn,
      },
    }
  }
}
