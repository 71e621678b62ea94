import { type Duration, Stack } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { acknowledge } from './acknowledge.ts'
import type { ServiceFunction } from './service-function.ts'

/**
 * Narrower than the grants of the constructs library, which allow more than their names say (`sendMessages` also reads the
 * queue's attributes, `readData` also scans, indexes come as a wildcard). Each allows only what our functions call.
 */

/** What a function does with the table: the operations' names, and the indexes it queries. */
export interface TableUse {
  readonly actions: readonly TableAction[]
  /** @default none */
  readonly indexes?: readonly string[]
  /** Partition keys that it changes, with `*` for any text, where that is a few kinds of items: `TEST#*`. What it reads is not limited. @default all */
  readonly changesOnly?: readonly string[]
}

/** Operations on items. A transaction needs those of its parts. */
type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

const READS: ReadonlySet<TableAction> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'ConditionCheckItem'])

/** `ForAllValues` alone also holds where there is no key at all. */
const onlyKeys = (patterns: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...patterns] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
})

/** Allows the operations on the table's items, and `Query` on the named indexes. */
export const grantTable = (table: Table, grantee: IGrantable, use: TableUse): void => {
  const { changesOnly } = use
  const allow = (actions: readonly TableAction[], conditions?: Record<string, Record<string, unknown>>): void => {
    if (actions.length === 0) return
    const named = actions.map((action) => `dynamodb:${action}`)
    Grant.addToPrincipal({
      ...{ grantee, actions: named, resourceArns: [table.tableArn] },
      ...(conditions ? { conditions } : {}),
    })
  }
  allow(use.actions.filter((action) => !changesOnly || READS.has(action)))
  if (changesOnly)
    allow(
      use.actions.filter((action) => !READS.has(action)),
      onlyKeys(changesOnly),
    )
  if (!use.indexes?.length) return
  Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:Query'],
    resourceArns: use.indexes.map((index) => `${table.tableArn}/index/${index}`),
  })
}

/** Allows sending, one message or a batch. */
export const grantSend = (queue: Queue, grantee: IGrantable): void => {
  Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] })
}

/** Allows telling events to a bus. */
export const grantTell = (bus: EventBus, grantee: IGrantable): void => {
  Grant.addToPrincipal({ grantee, actions: ['events:PutEvents'], resourceArns: [bus.eventBusArn] })
}

/** Allows a function to put what alerts may be on into their queue, and says where that is. */
export const tellAlerts = (fn: ServiceFunction, queue: Queue): void => {
  fn.addEnvironment('ALERTS_QUEUE_URL', queue.queueUrl)
  grantSend(queue, fn)
}

/** Has a function work through a queue, and allows what Lambda's poller does on its behalf. */
export const consume = (
  queue: Queue,
  fn: ServiceFunction,
  {
    id = 'Queue',
    ...how
  }: {
    /** Where a function works through several queues. */
    readonly id?: string
    readonly batchSize: number
    readonly maxBatchingWindow?: Duration
    readonly maxConcurrency?: number
  },
): void => {
  const mapping = fn.addEventSourceMapping(id, {
    ...how,
    eventSourceArn: queue.queueArn,
    reportBatchItemFailures: true,
  })
  acknowledge(mapping, {
    'Serverless-LambdaEventSourceMappingDestination':
      'A queue has no failure destination; it moves messages to its dead-letter queue.',
  })
  Grant.addToPrincipal({
    grantee: fn,
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resourceArns: [queue.queueArn],
  })
}

/** The name under which the stack that owns a bucket exports its ARN: that is what cdk-nag's finding calls it. */
const exportName = (bucket: Bucket): string => {
  const stack = Stack.of(bucket)
  const imported: { 'Fn::ImportValue': string } = stack.resolve(stack.exportValue(bucket.bucketArn))
  return imported['Fn::ImportValue']
}

/** Allows one action on the objects whose keys begin with a prefix. */
export const grantObjects = (
  bucket: Bucket,
  fn: ServiceFunction,
  action: 's3:GetObject' | 's3:PutObject',
  prefix: string,
): void => {
  Grant.addToPrincipal({ grantee: fn, actions: [action], resourceArns: [bucket.arnForObjects(`${prefix}*`)] })
  acknowledge(fn.serviceRole, {
    [`AwsSolutions-IAM5[Resource::${exportName(bucket)}/${prefix}*]`]:
      'Objects are named when deliveries come; their prefix is all that is known before.',
  })
}

/** Allows an action of a service that has no resources to name. */
export const grantWithoutResource = (fn: ServiceFunction, action: string): void => {
  Grant.addToPrincipal({ grantee: fn, actions: [action], resourceArns: ['*'] })
  acknowledge(fn.serviceRole, {
    'AwsSolutions-IAM5[Resource::*]': `${action} has no resource that a policy could name.`,
  })
}

/** Allows reading a secret's value. */
export const grantSecrets = (grantee: IGrantable, secretArns: readonly string[]): void => {
  Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [...secretArns] })
}
