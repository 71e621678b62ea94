import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { GetCommand, PutCommand, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import { type Action, getAll, transact } from '../../../shared/store/table.ts'
import { tableForAll } from '../../support/tables.ts'

const test = tableForAll()

const at = (pk: string) => ({ pk, sk: 'A' })
const put = (pk: string, more: object = {}): Action => ({ Put: { Item: { ...at(pk), ...more } } })
const bump = (pk: string, by = 1): Action => ({
  Update: { Key: at(pk), UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': by } },
})
const read = async (...pks: string[]) => getAll(test.table, pks.map(at))
const write = (actions: Action[], ClientRequestToken?: string) =>
  test.table.client.send(
    new TransactWriteCommand({
      TransactItems: actions.map((action) =>
        Object.fromEntries(
          Object.entries(action).map(([verb, body]) => [verb, { TableName: test.table.name, ...body }]),
        ),
      ),
      ...(ClientRequestToken ? { ClientRequestToken } : {}),
    }),
  )

describe('a transaction', () => {
  it('does all of it', async () => {
    await write([put('gone')])
    await write([put('t1', { n: 1 }), bump('t2', 5), { Delete: { Key: at('gone') } }])
    expect(await read('t1', 't2', 'gone')).toEqual([{ ...at('t1'), n: 1 }, { ...at('t2'), n: 5 }, undefined])
  })

  it('does nothing when one condition fails, and says which, with the item where it was asked for', async () => {
    await write([put('held', { rev: '2' })])
    const error = await write([
      put('not-written'),
      {
        Put: {
          Item: { ...at('held'), rev: '1' },
          ConditionExpression: 'rev < :rev',
          ExpressionAttributeValues: { ':rev': '1' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      { ConditionCheck: { Key: at('absent'), ConditionExpression: 'attribute_exists(pk)' } },
    ]).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TransactionCanceledException)
    expect(error).toMatchObject({
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { pk: { S: 'held' }, sk: { S: 'A' }, rev: { S: '2' } },
        },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    })
    expect((error as TransactionCanceledException).CancellationReasons?.[2]?.Item).toBeUndefined()
    expect(await read('not-written', 'held')).toEqual([undefined, { ...at('held'), rev: '2' }])
  })

  it('checks without changing', async () => {
    await write([put('checked', { n: 1 })])
    await write([
      {
        ConditionCheck: {
          Key: at('checked'),
          ConditionExpression: 'n = :n',
          ExpressionAttributeValues: { ':n': 1 },
        },
      },
      put('beside'),
    ])
    expect(await read('checked', 'beside')).toEqual([{ ...at('checked'), n: 1 }, at('beside')])
  })

  it('is cancelled by an update that does not fit an item', async () => {
    await write([put('text', { n: 'not a number' })])
    await expect(write([put('other'), bump('text')])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }],
    })
    expect(await read('other')).toEqual([undefined])
  })

  it('takes 100 actions and refuses 101, none, or two on one item', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => put(`many${n}`))
    await expect(write(many(100))).resolves.toBeDefined()
    await expect(write(many(101))).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(write([])).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(write([put('twice'), bump('twice')])).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    })
  })

  it('never shows half of itself to a transactional read, and loses no increment', async () => {
    const workers = Array.from({ length: 8 }, async () => {
      for (let n = 0; n < 10; n++) {
        await transact(test.table, [bump('left'), bump('right', -1)]).catch((error: unknown) => {
          throw error
        })
        const { Responses } = await test.table.client.send(
          new TransactGetCommand({
            TransactItems: ['left', 'right'].map((pk) => ({ Get: { TableName: test.table.name, Key: at(pk) } })),
          }),
        )
        const [left, right] = (Responses ?? []).map(({ Item }) => Number(Item?.n))
        expect(Number(left) + Number(right)).toBe(0)
      }
    })
    await Promise.all(workers)
    expect(await read('left', 'right')).toEqual([
      { ...at('left'), n: 80 },
      { ...at('right'), n: -80 },
    ])
  })

  it('of reads answers in order, with nothing for what is not there, and projects', async () => {
    await write([put('r1', { a: 1, b: 2 })])
    const { Responses } = await test.table.client.send(
      new TransactGetCommand({
        TransactItems: [
          { Get: { TableName: test.table.name, Key: at('nothing') } },
          { Get: { TableName: test.table.name, Key: at('r1'), ProjectionExpression: 'b' } },
        ],
      }),
    )
    expect(Responses?.map(({ Item }) => Item)).toEqual([undefined, { b: 2 }])
  })

  it('and single writes see each other', async () => {
    await test.table.client.send(new PutCommand({ TableName: test.table.name, Item: { ...at('mix'), n: 1 } }))
    await write([bump('mix')])
    const { Item } = await test.table.client.send(
      new GetCommand({ TableName: test.table.name, Key: at('mix'), ConsistentRead: true }),
    )
    expect(Item?.n).toBe(2)
  })
})
