import type { Message, Queue } from '../messaging/messaging.ts'
import { failuresOf, type Mapping, type Source, type SourceContext, sleep } from './source.ts'

const RECEIVE_MAX = 10
/** Batches of one mapping in work at a time unless the template says fewer; Lambda starts with five pollers. */
const DEFAULT_POLLERS = 2

const recordOf = (message: Message, queueArn: string, region: string) => ({
  messageId: message.id,
  receiptHandle: message.receipt,
  body: message.body,
  attributes: message.attributes,
  messageAttributes: Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        stringValue: StringValue,
        binaryValue: BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  ),
  md5OfBody: message.md5,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: region,
})

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** How long a failed message stays away, in milliseconds. */
export type RetryDelay = (receives: number) => number

/**
 * In AWS a failed message comes back when the queue's visibility time-out is over, minutes later. Here it comes back
 * after 0.2, 0.4, 0.8 ... seconds, at most 5: the number of tries and their order are the same, only the wait is not.
 */
export const shortDelay: RetryDelay = (receives) => Math.min(5_000, 100 * 2 ** receives)

/** Polls a queue for a function as Lambda does: batches, window, partial failures; the queue keeps the dead letters. */
export const startQueueSource = (
  mapping: Mapping,
  queue: Queue,
  context: SourceContext,
  retryDelay: RetryDelay = shortDelay,
): Source => {
  let closed = false
  let working = 0
  const pollers = Math.min(mapping.maxConcurrency ?? DEFAULT_POLLERS, DEFAULT_POLLERS)
  const may = (action: string): boolean => context.allowed(mapping.functionArn, `sqs:${action}`, queue.arn)

  /** Lambda drops what the filter does not let through. */
  const receive = (max: number): Message[] => {
    const messages = queue.receive(Math.min(max, RECEIVE_MAX))
    return messages.filter((message) => {
      const fits = mapping.filter({ ...message, body: parsed(message.body) })
      if (!fits && may('DeleteMessage')) queue.remove(message.receipt)
      return fits
    })
  }

  const collect = async (): Promise<Message[]> => {
    const batch = receive(mapping.batchSize)
    if (batch.length === 0) return batch
    working++
    const until = performance.now() + mapping.windowMs
    while (!closed && batch.length < mapping.batchSize) {
      const more = receive(mapping.batchSize - batch.length)
      batch.push(...more)
      if (more.length > 0) continue
      const left = until - performance.now()
      if (left <= 0) break
      await queue.wait(Math.min(left, 250) / 1_000)
    }
    return batch
  }

  const work = async (batch: Message[]): Promise<void> => {
    const known = new Set(batch.map(({ id }) => id))
    const Records = batch.map((message) => recordOf(message, queue.arn, context.region))
    const outcome = await context.invoke(mapping.functionArn, { Records })
    const failed = !outcome.ok ? 'all' : mapping.reportsFailures ? failuresOf(outcome.payload, known) : []
    for (const message of batch) {
      if (failed === 'all' || failed.includes(message.id))
        queue.release(message.receipt, retryDelay(Number(message.attributes.ApproximateReceiveCount ?? 1)))
      else if (may('DeleteMessage')) queue.remove(message.receipt)
    }
  }

  const poll = async (): Promise<void> => {
    while (!closed) {
      if (!may('ReceiveMessage')) {
        context.warn(mapping.label, `its role may not receive from ${queue.name}: the event source stands still`)
        return
      }
      const batch = await collect()
      if (batch.length === 0) {
        await queue.wait(1)
        continue
      }
      try {
        if (!closed) await work(batch)
      } finally {
        working--
      }
    }
  }

  // Lambda reads the queue's attributes when it scales; a role without the grant is refused when the mapping is made.
  const ready = may('GetQueueAttributes')
  if (!ready) context.warn(mapping.label, `its role may not read the attributes of ${queue.name}: no event source`)
  const loops = ready
    ? Array.from({ length: pollers }, () =>
        poll().catch((error) => context.warn(mapping.label, `its event source ended: ${error}`)),
      )
    : []

  return {
    busy: () => working > 0,
    close: async () => {
      closed = true
      await Promise.race([Promise.all(loops), sleep(500)])
    },
  }
}
