import { DeleteCommand, PutCommand, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { type Item, query } from '../../../shared/store/table.ts'
import { tableForAll } from '../../support/tables.ts'

const test = tableForAll()

const named = () => ({ TableName: test.table.name })
const put = (Item: Item, more: object = {}) => test.table.client.send(new PutCommand({ ...named(), Item, ...more }))
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

describe('indexes', () => {
  const author = async (pk: string, more: object = {}) => query(test.table, { index: 'byAuthor', pk, ...more })
  const ids = async (pk: string, more: object = {}) => (await author(pk, more)).items.map((item) => item.pk)

  it('hold only the items that have both key attributes, and follow them when they move', async () => {
    await put({ pk: 'i1', sk: 'A', au: 'ann', at: '1', text: 'not projected', kind: 'post' })
    await put({ pk: 'i2', sk: 'A', au: 'ann', at: '2' })
    await put({ pk: 'i3', sk: 'A', au: 'ann' })
    expect((await author('ann')).items).toEqual([
      { pk: 'i1', sk: 'A', au: 'ann', at: '1', kind: 'post' },
      { pk: 'i2', sk: 'A', au: 'ann', at: '2' },
    ])
    await update('i1', 'SET #at = :at', { ':at': '3' }, { ExpressionAttributeNames: { '#at': 'at' } })
    expect(await ids('ann')).toEqual(['i2', 'i1'])
    await update('i2', 'SET au = :au', { ':au': 'bob' })
    expect(await ids('ann')).toEqual(['i1'])
    expect(await ids('bob')).toEqual(['i2'])
    await update('i1', 'REMOVE au')
    await test.table.client.send(new DeleteCommand({ ...named(), Key: { pk: 'i2', sk: 'A' } }))
    expect([await ids('ann'), await ids('bob')]).toEqual([[], []])
  })

  it('keep items apart that share both index keys, also from page to page', async () => {
    const wanted = Array.from({ length: 25 }, (_, n) => `same${String(n).padStart(2, '0')}`)
    for (const pk of wanted) await put({ pk, sk: 'A', rk: 'board', rs: 7 })
    const seen: unknown[] = []
    let from: Item | undefined
    do {
      const page = await query(test.table, { index: 'rank', pk: 'board', limit: 4, from })
      seen.push(...page.items.map((item) => item.pk))
      from = page.next
    } while (from)
    expect([...seen].sort()).toEqual(wanted)
  })

  it('sort numbers as numbers', async () => {
    for (const rs of [10, -3, 2, 0.5, -20, 100]) await put({ pk: `num${rs}`, sk: 'A', rk: 'numbers', rs })
    const { items } = await query(test.table, { index: 'rank', pk: 'numbers', newestFirst: true })
    expect(items.map((item) => item.rs)).toEqual([100, 10, 2, 0.5, -3, -20])
  })

  it('are not asked for strong reads', async () => {
    await expect(query(test.table, { index: 'byAuthor', pk: 'ann', consistent: true })).rejects.toMatchObject({
      name: 'ValidationException',
    })
  })
})

describe('queries', () => {
  const stamps = Array.from({ length: 30 }, (_, n) => `S#${String(n).padStart(3, '0')}`)
  beforeAll(async () => {
    for (const sk of stamps) await put({ pk: 'pages', sk, even: Number(sk.slice(2)) % 2 === 0 })
  })
  const all = async (ask: Omit<Parameters<typeof query>[1], 'pk'>) => {
    const seen: unknown[] = []
    let [from, pages]: [Item | undefined, number] = [undefined, 0]
    do {
      const page = await query(test.table, { pk: 'pages', from, ...ask })
      seen.push(...page.items.map((item) => item.sk))
      from = page.next
      pages += 1
    } while (from)
    return { seen, pages }
  }

  it('page through everything once, forwards and backwards', async () => {
    expect((await all({ limit: 7 })).seen).toEqual(stamps)
    expect((await all({ limit: 7, newestFirst: true })).seen).toEqual([...stamps].reverse())
  })

  it('count the limit before the filter, so that a page may be empty', async () => {
    const { seen, pages } = await all({ limit: 1, filter: 'even = :yes', values: { ':yes': true } })
    expect(seen).toEqual(stamps.filter((_, n) => n % 2 === 0))
    expect(pages).toBeGreaterThanOrEqual(30)
  })

  it('take every kind of condition on the sort key', async () => {
    const where = async (text: string, values: Item) => (await all({ where: text, values })).seen
    expect(await where('#sk < :x', { ':x': 'S#002' })).toEqual(stamps.slice(0, 2))
    expect(await where('#sk <= :x', { ':x': 'S#002' })).toEqual(stamps.slice(0, 3))
    expect(await where('#sk > :x', { ':x': 'S#027' })).toEqual(stamps.slice(28))
    expect(await where('#sk >= :x', { ':x': 'S#027' })).toEqual(stamps.slice(27))
    expect(await where('#sk = :x', { ':x': 'S#027' })).toEqual(['S#027'])
    expect(await where('begins_with(#sk, :x)', { ':x': 'S#01' })).toEqual(stamps.slice(10, 20))
    expect(await where('#sk between :x and :y', { ':x': 'S#003', ':y': 'S#005' })).toEqual(stamps.slice(3, 6))
  })

  it('stop at about a megabyte', async () => {
    for (let n = 0; n < 8; n++) await put({ pk: 'heavy', sk: `${n}`, text: 'x'.repeat(300_000) })
    const answer = await test.table.client.send(
      new QueryCommand({
        ...named(),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'heavy' },
      }),
    )
    expect(answer.Count).toBeGreaterThanOrEqual(3)
    expect(answer.Count).toBeLessThanOrEqual(4)
    expect(answer.LastEvaluatedKey).toEqual({ pk: 'heavy', sk: String((answer.Count ?? 0) - 1) })
  })

  const ask = (more: object) =>
    test.table.client.send(
      new QueryCommand({
        ...named(),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'pages' },
        ...more,
      }),
    )

  it('filter by content and show only what was asked for', async () => {
    await put({ pk: 'shapes', sk: '1', mp: { a: [1] }, text: 'one' })
    await put({ pk: 'shapes', sk: '2', mp: { a: [2] }, text: 'two' })
    const answer = await ask({
      FilterExpression: 'mp = :mp',
      ProjectionExpression: 'mp.a[0], #t',
      ExpressionAttributeNames: { '#t': 'text' },
      ExpressionAttributeValues: { ':pk': 'shapes', ':mp': { a: [2] } },
    })
    expect(answer).toMatchObject({ Count: 1, ScannedCount: 2, Items: [{ mp: { a: [2] }, text: 'two' }] })
    expect(Object.keys(answer.Items?.[0] ?? {}).sort()).toEqual(['mp', 'text'])
  })

  it('count without showing', async () => {
    const values = { ':pk': 'pages', ':yes': true }
    const answer = await ask({ Select: 'COUNT', FilterExpression: 'even = :yes', ExpressionAttributeValues: values })
    expect([answer.Count, answer.ScannedCount, answer.Items]).toEqual([15, 30, undefined])
  })

  it('do not filter by keys, and do not show what an index does not have', async () => {
    await expect(
      ask({ FilterExpression: 'sk = :x', ExpressionAttributeValues: { ':pk': 'pages', ':x': 'S#001' } }),
    ).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(
      ask({ IndexName: 'byAuthor', KeyConditionExpression: 'au = :pk', Select: 'ALL_ATTRIBUTES' }),
    ).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('are not needed for a scan', async () => {
    const answer = await test.table.client.send(
      new ScanCommand({
        ...named(),
        FilterExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'pages' },
        Limit: 10_000,
      }),
    )
    expect(answer.ScannedCount).toBeGreaterThanOrEqual(answer.Count ?? 0)
  })
})
