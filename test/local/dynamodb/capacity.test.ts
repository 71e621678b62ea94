import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb'
import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import { itemSize } from '../../../local/dynamodb/capacity.ts'
import type { Item } from '../../../shared/store/table.ts'
import { tableForAll } from '../../support/tables.ts'

const test = tableForAll()

const asked = () => ({ TableName: test.table.name, ReturnConsumedCapacity: 'INDEXES' as const })
const put = async (Item: Item) => (await test.table.client.send(new PutCommand({ ...asked(), Item }))).ConsumedCapacity
const split = (consumed: ConsumedCapacity | undefined) => ({
  total: consumed?.CapacityUnits,
  table: consumed?.Table?.CapacityUnits,
  indexes: Object.fromEntries(
    Object.entries(consumed?.GlobalSecondaryIndexes ?? {}).map(([name, { CapacityUnits }]) => [name, CapacityUnits]),
  ),
})
const indexed = { au: 'ann', at: '1', th: 'thread', fd: 'feed' }

describe('sizes', () => {
  it.each([
    [{ a: { S: 'é' } }, 3],
    [{ ab: { N: '100' } }, 4],
    [{ a: { N: '-12.5' } }, 5],
    [{ a: { BOOL: true } }, 2],
    [{ a: { NULL: true } }, 2],
    [{ a: { B: 'AQID' } }, 4],
    [{ a: { SS: ['ab', 'c'] } }, 4],
    [{ a: { L: [{ S: 'ab' }] } }, 7],
    [{ a: { M: { k: { S: 'v' } } } }, 7],
  ])('%j takes %d bytes', (item, bytes) => {
    expect(itemSize(item as Parameters<typeof itemSize>[0])).toBe(bytes)
  })
})

describe('consumed capacity', () => {
  it('of a write is the larger of old and new by the kilobyte, and every index entry that changes', async () => {
    expect(split(await put({ pk: 'w', sk: 'A', text: 'x'.repeat(1500) }))).toEqual({ total: 2, table: 2, indexes: {} })
    expect(split(await put({ pk: 'w', sk: 'A', ...indexed }))).toEqual({
      total: 5,
      table: 2,
      indexes: { byAuthor: 1, byThread: 1, feed: 1 },
    })
    const touched = await test.table.client.send(
      new UpdateCommand({
        ...asked(),
        Key: { pk: 'w', sk: 'A' },
        UpdateExpression: 'SET note = :x',
        ExpressionAttributeValues: { ':x': 'not projected' },
      }),
    )
    expect(split(touched.ConsumedCapacity)).toEqual({ total: 1, table: 1, indexes: {} })
    const moved = await put({ pk: 'w', sk: 'A', ...indexed, fd: 'other', note: 'not projected' })
    expect(split(moved)).toEqual({ total: 3, table: 1, indexes: { feed: 2 } })
  })

  it('of a transaction is twice that, except for the indexes', async () => {
    const { ConsumedCapacity } = await test.table.client.send(
      new TransactWriteCommand({
        ReturnConsumedCapacity: 'INDEXES',
        TransactItems: [
          { Put: { TableName: test.table.name, Item: { pk: 't1', sk: 'A', ...indexed } } },
          { Put: { TableName: test.table.name, Item: { pk: 't2', sk: 'A', text: 'x'.repeat(1500) } } },
        ],
      }),
    )
    expect(ConsumedCapacity).toHaveLength(1)
    expect(ConsumedCapacity?.[0]?.WriteCapacityUnits).toBe(9)
    expect(split(ConsumedCapacity?.[0])).toEqual({
      total: 9,
      table: 6,
      indexes: { byAuthor: 1, byThread: 1, feed: 1 },
    })
  })

  it('of a read is half a unit per four kilobytes, a whole one when it is consistent, also for nothing', async () => {
    const get = async (pk: string, ConsistentRead: boolean) =>
      (await test.table.client.send(new GetCommand({ ...asked(), Key: { pk, sk: 'A' }, ConsistentRead })))
        .ConsumedCapacity
    await put({ pk: 'r', sk: 'A', text: 'x'.repeat(5000) })
    expect((await get('r', false))?.CapacityUnits).toBe(1)
    expect((await get('r', true))?.CapacityUnits).toBe(2)
    expect((await get('nothing', false))?.CapacityUnits).toBe(0.5)
    const { ConsumedCapacity } = await test.table.client.send(
      new QueryCommand({
        ...asked(),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'nothing' },
        ConsistentRead: true,
      }),
    )
    expect(ConsumedCapacity?.CapacityUnits).toBe(1)
  })

  it('is told only to who asks', async () => {
    const answer = await test.table.client.send(
      new PutCommand({ TableName: test.table.name, Item: { pk: 'quiet', sk: 'A' } }),
    )
    expect(answer.ConsumedCapacity).toBeUndefined()
  })
})
