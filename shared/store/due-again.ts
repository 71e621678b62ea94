import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Iso } from '../domain/time.ts'
import { indexKeys, SHARDS, shardOf, shards } from './index-keys.ts'
import { keys, type PersonId } from './keys.ts'
import type { DueItem } from './score-items.ts'
import { query, type Table } from './table.ts'

/** Somebody about whom something changes by itself, and since when that is due. */
export type Due = { personId: PersonId; at: Iso }

/** The note that a person is to be looked at. */
export const dueItem = (pid: PersonId, at: Iso): DueItem => ({
  ...keys.dueAgain(pid),
  ...{ sk: 'DUE', type: 'due', q: indexKeys.dueAgain(shardOf(pid, SHARDS.dueAgain)), qs: at },
})

/** People who are due, the longest first: at most `limit` of each shard. */
export const duePeople = async (table: Table, now: Iso, limit: number): Promise<Due[]> => {
  const pages = await Promise.all(
    shards(SHARDS.dueAgain).map((shard) =>
      query(table, {
        index: 'queue',
        pk: indexKeys.dueAgain(shard),
        where: '#sk <= :now',
        values: { ':now': now },
        limit,
      }),
    ),
  )
  return pages
    .flatMap(({ items }) => items.map(({ pk, qs }) => ({ personId: String(pk).slice(2), at: String(qs) })))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}

const noteAt = async (table: Table, pid: PersonId, at: Iso, condition: string): Promise<boolean> => {
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: dueItem(pid, at),
        ConditionExpression: condition,
        ExpressionAttributeValues: { ':at': at },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/** Notes that a person is to be looked at, unless it is to be looked at before that anyway. @returns whether it is news */
export const markDue = async (table: Table, pid: PersonId, at: Iso): Promise<boolean> =>
  await noteAt(table, pid, at, 'attribute_not_exists(pk) or qs > :at')

/** Puts off a person that could not be looked at, if it is still noted. */
export const postponeDue = async (table: Table, pid: PersonId, at: Iso): Promise<boolean> =>
  await noteAt(table, pid, at, 'attribute_exists(pk) and qs < :at')
