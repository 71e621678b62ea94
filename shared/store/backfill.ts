import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import { keys, type PersonId } from './keys.ts'
import type { BackfillItem } from './segment-items.ts'
import type { Catalog } from './segments.ts'
import { ConflictError, query, type Table } from './table.ts'

/** Where a back-fill stands, without its key. */
export type BackfillState = Omit<BackfillItem, 'pk' | 'sk' | 'type' | 'ver'>

/**
 * Writes how far a back-fill has come, if it still is as it was read.
 * @returns the back-fill as it is now
 * @throws ConflictError when another run has gone on with it
 */
export const writeBackfill = async (
  table: Table,
  before: BackfillItem | undefined,
  state: BackfillState,
): Promise<BackfillItem> => {
  const ver = (before?.ver ?? 0) + 1
  const Item: BackfillItem = { ...keys.backfill(), sk: 'BACKFILL', type: 'backfill', ver, ...state }
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item,
        ...(before
          ? { ConditionExpression: 'ver = :was', ExpressionAttributeValues: { ':was': before.ver } }
          : { ConditionExpression: 'attribute_not_exists(pk)' }),
      }),
    )
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConflictError(['ConditionalCheckFailed'], error)
    throw error
  }
  return Item
}

/**
 * The lists of people who have to be asked, one after the other: everybody, or, where segments were only taken away since
 * revision `done`, those who are in them. They are keys of the index `queue`, so that nothing reads the whole table.
 */
export const listsToAsk = ({ definitions, taken }: Catalog, done: number): string[] => {
  const all = shards(SHARDS.members)
  if (definitions.some(({ rev }) => rev > done)) return all.map(indexKeys.scored)
  const gone = taken.filter(({ rev }) => rev > done).map(({ id }) => id)
  return gone.flatMap((id) => all.map((shard) => indexKeys.members(id, shard)))
}

/** The next people of a list, in the order of their ids. */
export const nextOf = async (
  table: Table,
  list: string,
  { after, limit }: { after: PersonId | undefined; limit: number },
): Promise<PersonId[]> => {
  const { items } = await query(table, {
    index: 'queue',
    pk: list,
    ...(after === undefined ? {} : { where: '#sk > :after', values: { ':after': after } }),
    limit,
  })
  return items.map(({ qs }) => String(qs))
}
