import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'

/**
 * Narrower than the grants of the constructs library, which allow more than their names say (`sendMessages` also reads the
 * queue's attributes, `readData` also scans, indexes come as a wildcard). Each allows only what our functions call.
 */

/** What a function does with the table: the operations' names, and the indexes it queries. */
export interface TableUse {
  readonly actions: readonly TableAction[]
  /** @default none */
  readonly indexes?: readonly string[]
}

/** Operations on items. A transaction needs those of its parts. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

/** Allows the operations on the table's items, and `Query` on the named indexes. */
export const grantTable = (table: Table, grantee: IGrantable, use: TableUse): void => {
  Grant.addToPrincipal({
    grantee,
    actions: use.actions.map((action) => `dynamodb:${action}`),
    resourceArns: [table.tableArn],
  })
  if (!use.indexes?.length) return
  Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:Query'],
    resourceArns: use.indexes.map((index) => `${table.tableArn}/index/${index}`),
  })
}

/** Allows sending, one message or a batch. */
export const grantSend = (queue: IQueue, grantee: IGrantable): void => {
  Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] })
}

/** Allows what Lambda's poller does on behalf of the function. */
export const grantPoll = (queue: IQueue, grantee: IGrantable): void => {
  Grant.addToPrincipal({
    grantee,
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resourceArns: [queue.queueArn],
  })
}

/** Allows one action on the objects whose keys begin with a prefix. */
export const grantObjects = (
  bucket: Bucket,
  grantee: IGrantable,
  action: 's3:GetObject' | 's3:PutObject',
  prefix: string,
): void => {
  Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [bucket.arnForObjects(`${prefix}*`)] })
}

/** Allows reading a secret's value. */
export const grantSecrets = (grantee: IGrantable, secretArns: readonly string[]): void => {
  Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [...secretArns] })
}
