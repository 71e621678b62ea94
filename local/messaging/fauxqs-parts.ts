import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * fauxqs' own start function listens on every interface and hides its stores, so its parts are wired here. They are not
 * among the package's exports: their paths and shapes are those of version 2.4.1, which package.json pins.
 */

type HeldMessage = {
  messageId: string
  sentTimestamp: number
  approximateReceiveCount: number
  approximateFirstReceiveTimestamp?: number
  delayUntil?: number
}

export type FauxQueue = {
  name: string
  arn: string
  inflightMessages: Map<string, { message: HeldMessage; visibilityDeadline: number }>
  delayedMessages: HeldMessage[]
  persistence?: unknown
  getAttribute(name: string): string | undefined
  setAttributes(attributes: Record<string, string>): void
  dequeue(
    max: number,
    visibilitySeconds: number | undefined,
    deadLetters: (arn: string) => FauxQueue | undefined,
  ): {
    MessageId: string
    ReceiptHandle: string
    Body: string
    MD5OfBody: string
    MessageAttributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>
  }[]
  enqueue(message: HeldMessage): void
  deleteMessage(receipt: string): boolean
  changeVisibility(receipt: string, seconds: number): void
  processTimers(): void
  waitForMessages(seconds: number): Promise<void>
}

export type FauxqsParts = {
  sqs: {
    host: string
    region?: string
    persistence?: unknown
    allQueues(): Iterable<FauxQueue>
    getQueueByArn(arn: string): FauxQueue | undefined
    getQueueByName(name: string): FauxQueue | undefined
    createQueue(name: string, url: string, arn: string, attributes: Record<string, string>): FauxQueue
  }
  sns: {
    region?: string
    persistence?: unknown
    subscriptions: Map<string, { topicArn: string; endpoint: string }>
    createTopic(name: string, attributes: undefined, tags: undefined, region: string): unknown
    subscribe(topicArn: string, protocol: string, endpoint: string, attributes: Record<string, string>): unknown
    unsubscribe(arn: string): boolean
  }
  createMessage: (body: string) => HeldMessage
  s3: { persistence?: unknown; hasBucket(name: string): boolean; createBucket(name: string): void }
  persistence?: { close(): void; db: { exec(sql: string): void }; load(sqs: unknown, sns: unknown, s3: unknown): void }
}

type Constructor<T> = new (...args: string[]) => T

const packageDir = (from: string): string => {
  const here = join(from, 'node_modules/fauxqs')
  if (existsSync(here)) return here
  if (dirname(from) === from) throw new Error('The package fauxqs is not installed. Run `npm ci`.')
  return packageDir(dirname(from))
}

const load = async <T>(file: string): Promise<Record<string, Constructor<T>>> => {
  const url = pathToFileURL(join(packageDir(import.meta.dirname), 'dist', file))
  return (await import(url.href)) as Record<string, Constructor<T>>
}

type MessageMaker = { createMessage: (body: string) => HeldMessage }

const make = async <T>(file: string, name: string, ...args: string[]): Promise<T> => {
  const Class = (await load<T>(file))[name]
  if (!Class) throw new Error(`fauxqs has no ${name} in ${file}; the runner is written for fauxqs 2.4.1.`)
  return new Class(...args)
}

/** The three stores, loaded from and written through to `dir` when there is one. */
export const openParts = async (dir: string | undefined, region: string): Promise<FauxqsParts> => {
  const sqs = await make<FauxqsParts['sqs']>('sqs/sqsStore.js', 'SqsStore')
  const sns = await make<FauxqsParts['sns']>('sns/snsStore.js', 'SnsStore')
  const s3 = await make<FauxqsParts['s3']>('s3/s3Store.js', 'S3Store')
  const { SqsStore } = (await load('sqs/sqsStore.js')) as unknown as { SqsStore: MessageMaker }
  const { createMessage } = SqsStore
  sqs.host = ''
  sqs.region = region
  sns.region = region
  if (!dir) return { sqs, sns, s3, createMessage }
  const persistence = await make<NonNullable<FauxqsParts['persistence']>>('persistence.js', 'PersistenceManager', dir)
  // A killed process leaves the file whole without waiting for the disk; only a power cut could cost the last moments.
  persistence.db.exec('PRAGMA synchronous = OFF')
  persistence.load(sqs, sns, s3)
  for (const store of [sqs, sns, s3]) store.persistence = persistence
  for (const queue of sqs.allQueues()) queue.persistence = persistence
  return { sqs, sns, s3, createMessage, persistence }
}
