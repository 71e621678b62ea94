import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import { getAll, type Item } from '../../../shared/store/table.ts'
import { tableForAll } from '../../support/tables.ts'

const test = tableForAll()

const named = () => ({ TableName: test.table.name })
const put = (Item: Item, more: object = {}) => test.table.client.send(new PutCommand({ ...named(), Item, ...more }))
const get = async (pk: string, sk = 'A') =>
  (await test.table.client.send(new GetCommand({ ...named(), Key: { pk, sk }, ConsistentRead: true }))).Item
const update = (pk: string, UpdateExpression: string, values: Item = {}, more: object = {}) =>
  test.table.client.send(
    new UpdateCommand({
      ...named(),
      Key: { pk, sk: 'A' },
      UpdateExpression,
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
      ...more,
    }),
  )

describe('items', () => {
  it('come back as they were put, in every type', async () => {
    const item = {
      pk: 'types',
      sk: 'A',
      text: 'Grüße 🎉',
      empty: '',
      number: -1.5,
      large: 12345678901234567n,
      yes: true,
      none: null,
      list: [1, 'two', { three: [3] }],
      map: { a: { b: { c: 'deep' } } },
      set: new Set(['a', 'b']),
      bytes: new Uint8Array([0, 255, 7]),
    }
    await put(item)
    const { large, ...rest } = (await get('types')) ?? {}
    expect(rest).toEqual({ ...item, large: undefined })
    expect(String(large)).toBe('12345678901234567')
  })

  it('are read by key in batches, in which what is not there is left out', async () => {
    await test.table.client.send(
      new BatchWriteCommand({
        RequestItems: {
          [test.table.name]: ['b1', 'b2'].map((pk) => ({ PutRequest: { Item: { pk, sk: 'A' } } })),
        },
      }),
    )
    const keys = ['b2', 'missing', 'b1'].map((pk) => ({ pk, sk: 'A' }))
    expect(await getAll(test.table, keys)).toEqual([{ pk: 'b2', sk: 'A' }, undefined, { pk: 'b1', sk: 'A' }])
  })
})

describe('conditions', () => {
  it('of a put refuse and hand out the item that was in the way', async () => {
    await put({ pk: 'cond', sk: 'A', rev: '5', map: { x: 1 } })
    const refused = put(
      { pk: 'cond', sk: 'A', rev: '4' },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR rev < :rev',
        ExpressionAttributeValues: { ':rev': '4' },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    )
    const error = await refused.catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { pk: { S: 'cond' }, sk: { S: 'A' }, rev: { S: '5' }, map: { M: { x: { N: '1' } } } },
    })
    expect(error).toBeInstanceOf(ConditionalCheckFailedException)
    expect(await get('cond')).toMatchObject({ rev: '5' })
  })

  it('refuse without the item when it was not asked for, or is not there', async () => {
    const refused = await put(
      { pk: 'nobody', sk: 'A' },
      { ConditionExpression: 'attribute_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
    ).catch((reason: unknown) => reason)
    expect(refused).toMatchObject({ name: 'ConditionalCheckFailedException' })
    expect((refused as { Item?: unknown }).Item).toBeUndefined()
  })

  const item = { pk: 'compare', sk: 'A', n: 10, s: 'b', ls: [1, { deep: 'x' }], mp: { k: [1] }, set: new Set(['a']) }
  const cases: [condition: string, holds: boolean, values: Item][] = [
    ['n = :v', true, { ':v': 10 }],
    ['n < :v', false, { ':v': 9 }],
    ['n > :v', true, { ':v': 9 }],
    ['n >= :v', false, { ':v': '1' }],
    ['nil = :v', false, { ':v': 1 }],
    ['nil <> :v', true, { ':v': 1 }],
    ['nil < :v', false, { ':v': 1 }],
    ['not nil < :v', true, { ':v': 1 }],
    ['n between :a and :b', true, { ':a': 10, ':b': 11 }],
    ['n in (:a, :b)', false, { ':a': 9, ':b': 11 }],
    ['mp = :v', true, { ':v': { k: [1] } }],
    ['ls = :v', true, { ':v': [1, { deep: 'x' }] }],
    ['ls = :v', false, { ':v': [1, { deep: 'y' }] }],
    ['contains(#set, :v)', true, { ':v': 'a' }],
    ['contains(s, :v)', false, { ':v': 'a' }],
    ['begins_with(s, :v)', true, { ':v': 'b' }],
    ['size(ls) = :v', true, { ':v': 2 }],
    ['attribute_type(mp, :v)', true, { ':v': 'M' }],
    ['ls[1].deep = :v', true, { ':v': 'x' }],
    ['attribute_exists(mp.k) and not attribute_exists(mp.z)', true, {}],
  ]
  it.each(cases)('%s → %s', async (condition, holds, values) => {
    await put(item)
    const outcome = await update(
      'compare',
      'SET touched = :t',
      { ':t': true, ...values },
      {
        ConditionExpression: condition,
        ...(condition.includes('#set') ? { ExpressionAttributeNames: { '#set': 'set' } } : {}),
      },
    ).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(ConditionalCheckFailedException)
        return false
      },
    )
    expect(outcome).toBe(holds)
  })
})

describe('updates', () => {
  it('create the item, add, set, remove, and answer what was asked for', async () => {
    const first = await update('up', 'ADD n :one SET m = :m', { ':one': 1, ':m': {} }, { ReturnValues: 'ALL_NEW' })
    expect(first.Attributes).toEqual({ pk: 'up', sk: 'A', n: 1, m: {} })
    const second = await update(
      'up',
      'SET m.#a = if_not_exists(m.#a, :zero) + :one, l = list_append(if_not_exists(l, :none), :l) REMOVE n',
      { ':zero': 0, ':one': 1, ':none': [], ':l': ['x'] },
      { ExpressionAttributeNames: { '#a': 'a' }, ReturnValues: 'ALL_OLD' },
    )
    expect(second.Attributes).toEqual({ pk: 'up', sk: 'A', n: 1, m: {} })
    expect(await get('up')).toEqual({ pk: 'up', sk: 'A', m: { a: 1 }, l: ['x'] })
    await update('up', 'SET note = l[0] REMOVE l', {})
    await put({ pk: 'list', sk: 'A', l: ['a', 'b', 'c', 'd'] })
    await update('list', 'REMOVE l[0], l[2]')
    expect(await get('list')).toMatchObject({ l: ['b', 'd'] })
    expect(await get('up')).toEqual({ pk: 'up', sk: 'A', m: { a: 1 }, note: 'x' })
  })

  it('refuse what does not fit the item', async () => {
    await put({ pk: 'misfit', sk: 'A', text: 'x' })
    await expect(
      update('misfit', 'ADD #t :one', { ':one': 1 }, { ExpressionAttributeNames: { '#t': 'text' } }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
    })
    await expect(update('misfit', 'SET a.b.c = :one', { ':one': 1 })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The document path provided in the update expression is invalid for update',
    })
    await expect(update('misfit', 'SET pk = :x', { ':x': 'other' })).rejects.toMatchObject({
      name: 'ValidationException',
    })
    await expect(update('misfit', 'SET a = :x', { ':x': 1, ':unused': 2 })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('unused in expressions: keys: {:unused}'),
    })
  })
})

describe('refusals', () => {
  it('name a table that is not there', async () => {
    await expect(
      test.table.client.send(new GetCommand({ TableName: 'nowhere', Key: { pk: 'a', sk: 'A' } })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('hold for empty keys, too large items, wrong index keys and reserved words', async () => {
    await expect(put({ pk: '', sk: 'A' })).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(put({ pk: 'big', sk: 'A', text: 'x'.repeat(410_000) })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    })
    await expect(put({ pk: 'idx', sk: 'A', au: '', at: '1' })).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(put({ pk: 'idx', sk: 'A', au: 7, at: '1' })).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(update('idx', 'SET name = :x', { ':x': 1 })).rejects.toMatchObject({
      message: 'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name',
    })
  })
})
