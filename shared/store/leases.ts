import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { type Lease, type LeaseNews, leaseOf } from '../domain/listen/lease.ts'
import { DAY, type Iso, SECOND } from '../domain/time.ts'
import { keys } from './keys.ts'
import { getAll, type Table } from './table.ts'

/** How long it is remembered what a hub told, in milliseconds. */
const REMEMBERED = 60 * DAY

/**
 * Notes what a hub told of a subscription. What it told later stays.
 * @param at when it told it
 */
export const noteLease = async (table: Table, source: string, news: LeaseNews, at: Iso): Promise<void> => {
  const expires = Math.ceil((Date.parse(at) + REMEMBERED) / SECOND)
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...keys.lease(source, news.topic, news.door), type: 'lease', source, ...news, at, expires },
        ConditionExpression: 'attribute_not_exists(#at) or #at <= :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':at': at },
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

/**
 * The latest that a hub told of subscriptions, in the order of the topics; undefined where it told nothing.
 * @param door the address that they are made for: `doorMark`
 */
export const readLeases = async (
  table: Table,
  source: string,
  topics: readonly string[],
  door: string,
): Promise<(Lease | undefined)[]> =>
  (
    await getAll(
      table,
      topics.map((topic) => keys.lease(source, topic, door)),
    )
  ).map((item) => item && leaseOf(item as LeaseNews, item.at as Iso))
