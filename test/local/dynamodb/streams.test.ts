import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import { transact } from '../../../shared/store/table.ts'
import { readStream } from '../../support/stream.ts'
import { tablePerTest } from '../../support/tables.ts'

const test = tablePerTest()

const key = { pk: 'a', sk: 'A' }
const put = (more: object, pk = 'a') =>
  test.table.client.send(new PutCommand({ TableName: test.table.name, Item: { ...key, pk, ...more } }))
const records = (...more: [Parameters<typeof readStream>[1]?, number?]) =>
  readStream({ ...test, name: test.table.name }, ...more)

describe('the stream', () => {
  it('tells of every change in order, with the item before and after', async () => {
    await put({ n: 1 })
    await test.table.client.send(
      new UpdateCommand({
        TableName: test.table.name,
        Key: key,
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    )
    await test.table.client.send(new DeleteCommand({ TableName: test.table.name, Key: key }))
    const Keys = { pk: { S: 'a' }, sk: { S: 'A' } }
    const [one, two] = [
      { ...Keys, n: { N: '1' } },
      { ...Keys, n: { N: '2' } },
    ]
    const told = await records()
    expect(
      told.map(({ eventName, dynamodb }) => [eventName, dynamodb?.Keys, dynamodb?.OldImage, dynamodb?.NewImage]),
    ).toEqual([
      ['INSERT', Keys, undefined, one],
      ['MODIFY', Keys, one, two],
      ['REMOVE', Keys, two, undefined],
    ])
    expect(told.every(({ dynamodb }) => dynamodb?.StreamViewType === 'NEW_AND_OLD_IMAGES')).toBe(true)
    const numbers = told.map(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0))
    expect(numbers).toEqual([...numbers].sort((a, b) => Number(a - b)))
    expect(new Set(told.map(({ eventID }) => eventID)).size).toBe(3)
  })

  it('tells of every item of a transaction, and nothing of one that was cancelled', async () => {
    await transact(test.table, [{ Put: { Item: { ...key, n: 1 } } }, { Put: { Item: { ...key, pk: 'b' } } }])
    await transact(test.table, [
      { Put: { Item: { ...key, pk: 'c' } } },
      { Put: { Item: { ...key, n: 2 }, ConditionExpression: 'attribute_not_exists(pk)' } },
    ]).catch(() => undefined)
    expect((await records()).map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(['a', 'b'])
  })

  it('is read in pages, from the beginning, from a record, after a record', async () => {
    for (let n = 0; n < 10; n++) await put({ n })
    const all = await records({ ShardIteratorType: 'TRIM_HORIZON' }, 3)
    expect(all).toHaveLength(10)
    const SequenceNumber = all[6]?.dynamodb?.SequenceNumber ?? ''
    expect(await records({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber })).toEqual(all.slice(6))
    expect(await records({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber })).toEqual(all.slice(7))
    expect(await records({ ShardIteratorType: 'LATEST' })).toEqual([])
  })
})
