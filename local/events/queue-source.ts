import type { Message, Queue } from '../messaging/messaging.ts'
import { endOf, failuresOf, type Mapping, type Source, type SourceContext } from './source.ts'

const RECEIVE_MAX = 10
/** Batches of one mapping in work at a time unless the template says fewer; Lambda starts with five pollers. */
const POLLERS = 2

/** How long a failed message stays away, in milliseconds, after so many receives. */
export type RetryDelay = (receives: number) => number

/**
 * In AWS a failed message comes back when the queue's visibility time-out is over, minutes later. Here it comes back
 * after 0.2, 0.4, 0.8 ... seconds, at most 5: the number of tries and their order are the same, only the wait is not.
 */
const shortDelay: RetryDelay = (receives) => Math.min(5_000, 100 * 2 ** receives)

const attributesOf = (message: Message) =>
  Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...{ dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
        ...{ stringListValues: [], binaryListValues: [] },
      },
    ]),
  )

const recordOf = (message: Message, eventSourceARN: string, awsRegion: string) => ({
  messageId: message.id,
  receiptHandle: message.receipt,
  body: message.body,
  attributes: message.attributes,
  messageAttributes: attributesOf(message),
  md5OfBody: message.md5,
  eventSource: 'aws:sqs',
  eventSourceARN,
  awsRegion,
})

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Polls a queue for a function as Lambda does: batches, window, partial failures; the queue keeps the dead letters. */
class QueueSource implements Source {
  readonly #mapping: Mapping
  readonly #queue: Queue
  readonly #context: SourceContext
  readonly #retryDelay: RetryDelay
  readonly #loops: Promise<void>[] = []
  readonly #stopped = Promise.withResolvers<void>()
  #working = 0
  #closed = false

  constructor(mapping: Mapping, queue: Queue, context: SourceContext, retryDelay: RetryDelay) {
    this.#mapping = mapping
    this.#queue = queue
    this.#context = context
    this.#retryDelay = retryDelay
  }

  busy(): boolean {
    return this.#working > 0
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopped.resolve()
    await endOf(this.#loops)
  }

  start(): void {
    // Lambda reads the queue's attributes to scale; a role without the grant is refused when the mapping is made.
    if (!this.#may('GetQueueAttributes')) {
      this.#warn(`its role may not read the attributes of ${this.#queue.name}`)
      return
    }
    const pollers = Math.min(this.#mapping.maxConcurrency ?? POLLERS, POLLERS)
    for (let started = 0; started < pollers; started++)
      this.#loops.push(this.#poll().catch((error) => this.#warn(String(error))))
  }

  #warn(problem: string): void {
    this.#context.warn(this.#mapping.label, `${problem}: the event source stands still`)
  }

  #may(action: string): boolean {
    return this.#context.allowed(this.#mapping.functionArn, `sqs:${action}`, this.#queue.arn)
  }

  async #poll(): Promise<void> {
    while (!this.#closed) {
      if (!this.#may('ReceiveMessage')) {
        this.#warn(`its role may not receive from ${this.#queue.name}`)
        return
      }
      const first = this.#receive(this.#mapping.batchSize)
      if (first.length === 0) {
        await this.#wait(1)
        continue
      }
      this.#working++
      try {
        const batch = await this.#fill(first)
        if (!this.#closed) await this.#work(batch)
      } finally {
        this.#working--
      }
    }
  }

  async #wait(seconds: number): Promise<void> {
    await Promise.race([this.#queue.wait(seconds), this.#stopped.promise])
  }

  /** What the filter does not let through is dropped, as Lambda does. */
  #receive(max: number): Message[] {
    return this.#queue.receive(Math.min(max, RECEIVE_MAX)).filter((message) => {
      const fits = this.#mapping.filter({ ...message, body: parsed(message.body) })
      if (!fits) this.#remove(message)
      return fits
    })
  }

  /** Waits for more until the batch is full or the window over. */
  async #fill(first: Message[]): Promise<Message[]> {
    const { batchSize, windowMs } = this.#mapping
    const batch = [...first]
    const until = performance.now() + windowMs
    while (!this.#closed && batch.length < batchSize) {
      const more = this.#receive(batchSize - batch.length)
      batch.push(...more)
      if (more.length > 0) continue
      const left = until - performance.now()
      if (left <= 0) break
      await this.#wait(Math.min(left, 250) / 1_000)
    }
    return batch
  }

  async #work(batch: Message[]): Promise<void> {
    const { functionArn, reportsFailures } = this.#mapping
    const Records = batch.map((message) => recordOf(message, this.#queue.arn, this.#context.region))
    const outcome = await this.#context.invoke(functionArn, { Records })
    const known = new Set(batch.map(({ id }) => id))
    const failed = !outcome.ok ? 'all' : reportsFailures ? failuresOf(outcome.payload, known) : []
    for (const message of batch) {
      if (failed === 'all' || failed.includes(message.id)) this.#release(message)
      else this.#remove(message)
    }
  }

  #release({ receipt, attributes }: Message): void {
    this.#queue.release(receipt, this.#retryDelay(Number(attributes.ApproximateReceiveCount ?? 1)))
  }

  #remove({ receipt }: Message): void {
    if (this.#may('DeleteMessage')) this.#queue.remove(receipt)
  }
}

/** Starts polling, when the function's role has the grants that Lambda needs for it; says so when it has not. */
export const startQueueSource = (
  mapping: Mapping,
  queue: Queue,
  context: SourceContext,
  retryDelay: RetryDelay = shortDelay,
): Source => {
  const source = new QueueSource(mapping, queue, context, retryDelay)
  source.start()
  return source
}
