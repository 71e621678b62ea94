import { buildApp } from 'fauxqs'
import type { FauxQueue, FauxqsParts } from './fauxqs-parts.ts'
import { openParts } from './fauxqs-parts.ts'

/** One message as an event source sees it. */
export type Message = {
  id: string
  receipt: string
  body: string
  md5: string
  attributes: Record<string, string>
  messageAttributes: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>
}

/** A queue, reached directly and not over HTTP: what Lambda's pollers use. */
export type Queue = {
  arn: string
  name: string
  attribute(name: string): string | undefined
  /** At most 10 messages that become invisible for `visibilitySeconds` (the queue's own when absent). */
  receive(max: number, visibilitySeconds?: number): Message[]
  remove(receipt: string): void
  /** Lets a message be seen again in `ms`. */
  release(receipt: string, ms: number): void
  /** Resolves when messages may be there, or after `seconds`. */
  wait(seconds: number): Promise<void>
  depth(): Depth
}

/** `soon`: those among the delayed that will be visible within a few seconds. */
type Depth = { visible: number; inFlight: number; delayed: number; soon: number }

const SOON = 5_000

/** SQS, SNS and S3 in this process. */
export type Messaging = {
  url: string
  queue(arn: string): Queue | undefined
  queues(): Queue[]
  /** Puts a message into a queue, as another AWS service would. */
  put(arn: string, body: string): void
  declareQueue(name: string, attributes: Record<string, string>): void
  declareTopic(name: string): void
  /** Replaces the subscription of `endpoint` to `topicArn`. */
  declareSubscription(topicArn: string, endpoint: string, attributes: Record<string, string>): void
  declareBucket(name: string): void
  /** What a clock moved forward does to messages that wait for their delay. */
  elapse(ms: number): void
  close(): Promise<void>
}

const ACCOUNT = '000000000000'

const systemAttributes = (message: {
  sentTimestamp: number
  approximateReceiveCount: number
  approximateFirstReceiveTimestamp?: number
}): Record<string, string> => ({
  ApproximateReceiveCount: String(message.approximateReceiveCount),
  SentTimestamp: String(message.sentTimestamp),
  SenderId: ACCOUNT,
  ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp ?? message.sentTimestamp),
})

const queueOf = (parts: FauxqsParts, queue: FauxQueue): Queue => ({
  arn: queue.arn,
  name: queue.name,
  attribute: (name) => queue.getAttribute(name),
  receive: (max, visibilitySeconds) =>
    queue
      .dequeue(max, visibilitySeconds, (arn) => parts.sqs.getQueueByArn(arn))
      .map(({ MessageId, ReceiptHandle, Body, MD5OfBody, MessageAttributes }) => {
        const held = queue.inflightMessages.get(ReceiptHandle)?.message
        return {
          id: MessageId,
          receipt: ReceiptHandle,
          body: Body,
          md5: MD5OfBody,
          attributes: held ? systemAttributes(held) : {},
          messageAttributes: MessageAttributes ?? {},
        }
      }),
  remove: (receipt) => {
    queue.deleteMessage(receipt)
  },
  // fauxqs forgets the receive count when it puts a message back at once, so that it would never reach the dead letters.
  release: (receipt, ms) => queue.changeVisibility(receipt, Math.max(ms, 1) / 1_000),
  wait: (seconds) => queue.waitForMessages(seconds),
  depth: () => {
    queue.processTimers()
    const number = (name: string): number => Number(queue.getAttribute(name) ?? 0)
    return {
      visible: number('ApproximateNumberOfMessages'),
      inFlight: number('ApproximateNumberOfMessagesNotVisible'),
      delayed: number('ApproximateNumberOfMessagesDelayed'),
      soon: queue.delayedMessages.filter(({ delayUntil = 0 }) => delayUntil < Date.now() + SOON).length,
    }
  },
})

const subscribe = (
  { sns }: FauxqsParts,
  topicArn: string,
  endpoint: string,
  attributes: Record<string, string>,
): void => {
  for (const [arn, subscription] of sns.subscriptions)
    if (subscription.topicArn === topicArn && subscription.endpoint === endpoint) sns.unsubscribe(arn)
  sns.subscribe(topicArn, 'sqs', endpoint, attributes)
}

const elapse = ({ sqs }: FauxqsParts, ms: number): void => {
  if (ms <= 0) return
  for (const queue of sqs.allQueues()) {
    for (const message of queue.delayedMessages) message.delayUntil = (message.delayUntil ?? 0) - ms
    queue.processTimers()
  }
}

/**
 * Starts SQS, SNS and S3. State in `dir` survives a kill; in memory when absent. Messages that were in flight when the
 * last run ended are visible again at once: whoever held them is gone.
 */
export const startMessaging = async ({ dir, region }: { dir?: string; region: string }): Promise<Messaging> => {
  const parts = await openParts(dir, region)
  for (const queue of parts.sqs.allQueues())
    for (const held of queue.inflightMessages.values()) held.visibilityDeadline = 0
  const stores = { sqsStore: parts.sqs, snsStore: parts.sns, s3Store: parts.s3 }
  const app = buildApp({ logger: false, defaultRegion: region, stores: stores as never })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    queue: (arn) => {
      const queue = parts.sqs.getQueueByArn(arn)
      return queue && queueOf(parts, queue)
    },
    queues: () => [...parts.sqs.allQueues()].map((queue) => queueOf(parts, queue)),
    put: (arn, body) => {
      parts.sqs.getQueueByArn(arn)?.enqueue(parts.createMessage(body))
    },
    declareQueue: (name, attributes) => {
      const existing = parts.sqs.getQueueByName(name)
      if (existing) existing.setAttributes({ RedrivePolicy: '', ...attributes })
      else
        parts.sqs.createQueue(name, `${url}/${ACCOUNT}/${name}`, `arn:aws:sqs:${region}:${ACCOUNT}:${name}`, attributes)
    },
    declareTopic: (name) => {
      parts.sns.createTopic(name, undefined, undefined, region)
    },
    declareSubscription: (topicArn, endpoint, attributes) => subscribe(parts, topicArn, endpoint, attributes),
    declareBucket: (name) => {
      if (!parts.s3.hasBucket(name)) parts.s3.createBucket(name)
    },
    elapse: (ms) => elapse(parts, ms),
    close: async () => {
      await app.close()
      parts.persistence?.close()
    },
  }
}
