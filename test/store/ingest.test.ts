import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { ReservedPlatformError } from '../../shared/store/apply.ts'
import { indexKeys } from '../../shared/store/index-keys.ts'
import { ActivityClashError, ingest } from '../../shared/store/ingest.ts'
import { openView } from '../../shared/store/ingest-view.ts'
import { type Key, keys } from '../../shared/store/keys.ts'
import { findByHandle, getPerson, resolvePerson } from '../../shared/store/people.ts'
import { getAll, type Item, query, type Table } from '../../shared/store/table.ts'
import { MAX_WAITING } from '../../shared/store/waiting.ts'
import { withTable } from '../support/table.ts'
import { tableForAll } from '../support/tables.ts'
import { applyAll, CrashError, crashing, stateOf } from './ingest-bench.ts'

const test = tableForAll()
let table: Table
beforeAll(() => {
  table = test.table
})

const one = async (key: Key): Promise<Item | undefined> => (await getAll(table, [key]))[0]

let world = 0
/** Names that no other test uses, so that all can share a table. */
const fresh = () => {
  const platform = `forum${++world}`
  const make = (id: string, by: string, over: Record<string, unknown> = {}): Activity =>
    ({
      kind: 'post',
      source: 'forum',
      platform,
      id,
      at: '2026-03-01T00:00:00.000Z',
      revision: '2026-03-01',
      author: { id: by, handle: `${by}-handle` },
      text: 'NEUTRAL false',
      thread: { id: 't' },
      createdAt: '2026-03-01T00:00:00.000Z',
      ...over,
    }) as Activity
  const who = (by: string) => `${platform}:${by}`
  return { platform, make, who, rollup: (by: string) => one(keys.rollup(who(by), '2026-03')) }
}

describe('a new mention', () => {
  it('makes its author, the person behind and the handle known', async () => {
    const { platform, make, who } = fresh()
    expect(await applyAll(table, [make('p', 'ann')])).toEqual(['new'])
    const found = await resolvePerson(table, who('ann'))
    expect(found?.identity.profile.handle?.v).toBe('ann-handle')
    expect(Object.keys(found?.person.ids ?? {})).toEqual([who('ann')])
    expect(await findByHandle(table, platform, 'ANN-Handle')).toBe(who('ann'))
    expect(await getPerson(table, found?.person.personId ?? '')).toEqual(found?.person)
  })

  it('is in the indexes of its author, its thread and its sentiment', async () => {
    const { platform, make, who } = fresh()
    await applyAll(table, [make('p', 'ann')])
    expect(await one(keys.activity(platform, 'p'))).toMatchObject({
      au: `I#${who('ann')}`,
      th: `T#${platform}#t`,
      fd: expect.stringMatching(/^F#NEUTRAL#[0-7]$/),
      at: '2026-03-01T00:00:00.000Z#p',
    })
  })

  it('is counted once, however often it is delivered', async () => {
    const { make, rollup } = fresh()
    const post = make('p', 'ann')
    expect(await applyAll(table, [post, post])).toEqual(['new', 'stale'])
    expect(await applyAll(table, [post])).toEqual(['stale'])
    expect(await rollup('ann')).toMatchObject({ n: 1, w: 100 })
  })
})

describe('an edit', () => {
  it('changes the counts by the difference and drops what is no longer said', async () => {
    const { platform, make, rollup } = fresh()
    await applyAll(table, [make('p', 'ann', { title: 'A title', text: 'NEGATIVE true' })])
    await applyAll(table, [make('p', 'ann', { revision: '2026-03-02', text: 'POSITIVE false' })])
    expect(await rollup('ann')).toMatchObject({ n: 1, pos: 1, neg: 0, questions: 0 })
    const item = await one(keys.activity(platform, 'p'))
    expect(item).toMatchObject({ text: 'POSITIVE false', label: 'POSITIVE' })
    expect(item).not.toHaveProperty('title')
    expect(item).not.toHaveProperty('intents')
  })

  it('that is older than what is known does nothing', async () => {
    const { platform, make } = fresh()
    await applyAll(table, [make('p', 'ann', { revision: '2026-03-02', text: 'POSITIVE false' })])
    expect(await applyAll(table, [make('p', 'ann', { text: 'NEGATIVE false' })])).toEqual(['stale'])
    expect(await one(keys.activity(platform, 'p'))).toMatchObject({ text: 'POSITIVE false' })
  })
})

describe('a delete', () => {
  it('takes the words, the index entries and the counts, and keeps the ids and the revision', async () => {
    const { platform, make, rollup } = fresh()
    await applyAll(table, [make('p', 'ann'), make('p', 'ann', { revision: '~', deleted: true })])
    const item = await one(keys.activity(platform, 'p'))
    expect(item).toMatchObject({ id: 'p', rev: '~', deleted: true, threadId: 't' })
    for (const name of ['text', 'label', 'scores', 'fd', 'th', 'au']) expect(item).not.toHaveProperty(name)
    expect(await rollup('ann')).toMatchObject({ n: 0, w: 0, wf: 0 })
  })

  it('that comes before the mention keeps it out', async () => {
    const { make, rollup } = fresh()
    expect(await applyAll(table, [make('p', 'ann', { revision: '~', deleted: true }), make('p', 'ann')])).toEqual([
      'new',
      'stale',
    ])
    expect(await rollup('ann')).toBeUndefined()
  })
})

describe('a reply', () => {
  const reply = (parent: Record<string, unknown>) => ({ kind: 'reply', parent, text: 'NEGATIVE false' })

  it('makes an edge to the author whom the platform names', async () => {
    const { make, who } = fresh()
    await applyAll(table, [make('r', 'bob', reply({ id: 'p', author: { id: 'ann' } }))])
    expect(await one(keys.edge(who('bob'), who('ann')))).toMatchObject({ c: 1, neg: 1 })
    const { items } = await query(table, { index: 'byAuthor', pk: indexKeys.repliers(who('ann')) })
    expect(items.map(({ at }) => at)).toEqual([who('bob')])
  })

  it('makes an edge to the author of a parent that is known', async () => {
    const { platform, make, who } = fresh()
    await applyAll(table, [make('p', 'ann'), make('r', 'bob', reply({ id: 'p' }))])
    expect(await one(keys.edge(who('bob'), who('ann')))).toMatchObject({ c: 1 })
    expect(await one(keys.activity(platform, 'r'))).toMatchObject({ to: who('ann') })
  })

  it('waits for a parent that comes later', async () => {
    const { platform, make, who } = fresh()
    await applyAll(table, [make('r', 'bob', reply({ id: 'p' }))])
    expect(await one(keys.activity(platform, 'p'))).toMatchObject({ type: 'stub' })
    expect(await one(keys.edge(who('bob'), who('ann')))).toBeUndefined()
    await applyAll(table, [make('p', 'ann')])
    expect(await one(keys.edge(who('bob'), who('ann')))).toMatchObject({ c: 1 })
    expect(await one(keys.activity(platform, 'r'))).toMatchObject({ to: who('ann') })
    expect(await one(keys.activity(platform, 'p'))).not.toHaveProperty('waiting')
  })

  it('leaves no trace when it is deleted while it waits', async () => {
    const { platform, make } = fresh()
    const two = make('r2', 'bob', reply({ id: 'p' }))
    await applyAll(table, [make('r1', 'bob', reply({ id: 'p' })), two])
    await applyAll(table, [make('r1', 'bob', { ...reply({ id: 'p' }), revision: '~', deleted: true })])
    expect((await one(keys.activity(platform, 'p')))?.waiting).toEqual({ 'R#r2': { rev: '2026-03-01' } })
    await applyAll(table, [{ ...two, revision: '~', deleted: true }])
    expect(await one(keys.activity(platform, 'p'))).toBeUndefined()
  })

  it('makes no edge to oneself', async () => {
    const { make, who } = fresh()
    await applyAll(table, [make('p', 'bob'), make('r', 'bob', reply({ id: 'p' }))])
    expect(await one(keys.edge(who('bob'), who('bob')))).toBeUndefined()
  })

  it('of fifty waits, the fifty-first gets no edge, and the parent settles all in the end', async () => {
    const { platform, make, who } = fresh()
    const replies = Array.from({ length: MAX_WAITING + 1 }, (_, at) => make(`r${at}`, `u${at % 3}`, reply({ id: 'p' })))
    await applyAll(table, replies)
    let settling = 0
    const killed = crashing(table, () => ++settling > 20)
    await expect(applyAll(killed, [make('p', 'ann')])).rejects.toThrow(CrashError)
    const half = await one(keys.activity(platform, 'p'))
    expect(Object.keys(half?.waiting ?? {}).length).toBeGreaterThan(0)
    expect(Object.keys(half?.waiting ?? {}).length).toBeLessThan(MAX_WAITING)
    expect(await applyAll(table, [make('p', 'ann')])).toEqual(['stale'])
    const edges = await getAll(
      table,
      [0, 1, 2].map((at) => keys.edge(who(`u${at}`), who('ann'))),
    )
    expect(edges.reduce((sum, edge) => sum + Number(edge?.c), 0)).toBe(MAX_WAITING)
    expect(await one(keys.activity(platform, 'p'))).not.toHaveProperty('waiting')
  })
})

describe('an accepted answer', () => {
  const solved = (over: Record<string, unknown> = {}) => ({
    kind: 'solved',
    thread: { id: 't', title: 'How to', url: 'https://forum.example/t' },
    answer: { id: 'a' },
    ...over,
  })

  it('is credited to its author once, also when the answer comes later', async () => {
    const { platform, make, who, rollup } = fresh()
    const outcomes = await applyAll(table, [make('s', 'asker', solved()), make('s', 'asker', solved())])
    expect(outcomes).toEqual(['new', 'stale'])
    await applyAll(table, [make('a', 'helper')])
    expect(await rollup('helper')).toMatchObject({ accepted: 1 })
    expect(await one(keys.thread(platform, 't'))).toMatchObject({ answerId: 'a', answerBy: who('helper') })
  })

  it('loses the credit when it is accepted no longer', async () => {
    const { platform, make, rollup } = fresh()
    const named = solved({ answer: { id: 'a', author: { id: 'helper' } } })
    await applyAll(table, [make('s', 'asker', named), make('s', 'asker', { ...named, revision: '2', deleted: true })])
    await applyAll(table, [make('s', 'asker', { ...named, revision: '2026-03-03', deleted: true })])
    expect(await rollup('helper')).toMatchObject({ accepted: 0 })
    expect(await one(keys.thread(platform, 't'))).not.toHaveProperty('answerId')
  })

  it('and news of the thread have each their own clock', async () => {
    const { platform, make } = fresh()
    const news = { kind: 'thread', thread: { id: 't', title: 'New title' }, revision: '1' }
    const outcomes = await applyAll(table, [
      make('s', 'asker', solved()),
      make('n', 'asker', news),
      make('n', 'asker', news),
    ])
    expect(outcomes).toEqual(['new', 'new', 'stale'])
    expect(await one(keys.thread(platform, 't'))).toMatchObject({ title: 'New title', answerId: 'a' })
  })

  it('and news of the thread say each whether they are the past', async () => {
    const { platform, make } = fresh()
    const done = { kind: 'thread', thread: { id: 't' }, closed: true, completed: true, tags: ['idea'] }
    await applyAll(table, [make('n', 'asker', done)], { history: true })
    await applyAll(table, [make('s', 'asker', solved())])
    const thread = await one(keys.thread(platform, 't'))
    expect(thread).toMatchObject({ completed: true, tags: ['idea'], infoPast: true })
    expect(thread).not.toHaveProperty('solvedPast')
    await applyAll(table, [make('s', 'asker', solved({ revision: '2027' }))], { quiet: true })
    expect(await one(keys.thread(platform, 't'))).toMatchObject({ solvedPast: true })
  })
})

describe('an account that joined', () => {
  const joined = { kind: 'account', joinedAt: '2026-03-01T00:00:00.000Z' }

  it('is told once as that, whatever was known of it before', async () => {
    const { make, who } = fresh()
    await applyAll(table, [make('p', 'ann'), make('j', 'ann', joined)])
    expect(await one(keys.identity(who('ann')))).toMatchObject({ joined: joined.joinedAt })
    await applyAll(table, [make('j2', 'ann', { ...joined, joinedAt: '2026-03-02T00:00:00.000Z' })])
    expect(await one(keys.identity(who('ann')))).toMatchObject({ joined: joined.joinedAt })
  })

  it.each([[{ history: true }], [{ quiet: true }]] as const)('is no news when told with %j', async (receipt) => {
    const { make, who } = fresh()
    await applyAll(table, [make('j', 'bob', joined)], receipt)
    expect(await one(keys.identity(who('bob')))).not.toHaveProperty('joined')
  })
})

it('an order of thousands of lines counts whole and keeps its first lines', async () => {
  const { platform, make, rollup } = fresh()
  const items = Array.from({ length: 3_000 }, (_, at) => ({ title: `${at} ${'漢'.repeat(400)}`, quantity: 1 }))
  const order = make('o', 'ann', { kind: 'order', total: { amount: 300_000, currency: 'EUR' }, items })
  expect(await applyAll(table, [order])).toEqual(['new'])
  expect(await rollup('ann')).toMatchObject({ orders: 1, spend_EUR: 300_000 })
  expect((await one(keys.activity(platform, 'o')))?.order).toMatchObject({ items: items.slice(0, 100) })
})

it('what waits for a parent lives as long as the last reply that waits', async () => {
  const { platform, make } = fresh()
  const reply = (id: string) => make(id, 'ann', { kind: 'reply', parent: { id: 'p' } })
  for (const [at, id] of ['r1', 'r2'].entries()) {
    const receipt = { receivedAt: '2026-03-01T00:00:00.000Z', expires: 1_900_000_000 + at }
    await ingest({ table, view: openView(table) }, reply(id), undefined, receipt)
  }
  expect(await one(keys.activity(platform, 'p'))).toMatchObject({ type: 'stub', expires: 1_900_000_001 })
})

describe('an edit that moves a mention', () => {
  const orders = <T>(all: readonly T[]): T[][] =>
    all.length < 2 ? [[...all]] : all.flatMap((one, at) => orders(all.toSpliced(at, 1)).map((rest) => [one, ...rest]))

  it.each([
    ['to another month', { createdAt: '2026-04-01T00:00:00.000Z' }],
    ['to another author', { author: { id: 'cid' } }],
    ['below another parent', { parent: { id: 'q' } }],
    ['to the top of a thread', { kind: 'post', parent: undefined }],
    ['out of sight', { deleted: true }],
  ])('%s ends in the same counts and edges in any order, told twice', async (_, moved) => {
    const { make } = fresh()
    const reply = make('r', 'ann', { kind: 'reply', parent: { id: 'p' } })
    const all = [reply, { ...reply, ...moved, revision: '2026-03-02' } as Activity, make('p', 'bob'), make('q', 'cid')]
    const ends = orders(all).map((order) =>
      withTable(async ({ table: own }) => {
        await applyAll(own, [...order, ...order])
        return await stateOf(own)
      }),
    )
    const [first, ...others] = await Promise.all(ends)
    for (const other of others) expect(other).toEqual(first)
  })
})

describe('what is wrong with the source', () => {
  it('is said when two kinds of things share an id', async () => {
    const { make } = fresh()
    const order = make('p', 'ann', { kind: 'order', total: { amount: 1, currency: 'EUR' } })
    await expect(applyAll(table, [make('p', 'ann'), { ...order, revision: '2027' }])).rejects.toThrow(
      ActivityClashError,
    )
  })

  it("is said when it uses Earshot's own platform name", async () => {
    const { make } = fresh()
    await expect(applyAll(table, [make('p', 'ann', { platform: 'email' })])).rejects.toThrow(ReservedPlatformError)
  })
})

describe('a handle', () => {
  it('belongs to the account that used it last, in any order of arrival', async () => {
    const { platform, make, who } = fresh()
    const news = (by: string, handle: string, at: string) =>
      make(`n${at}`, by, { kind: 'account', at, author: { id: by, handle } })
    const [first, second] = [
      news('ann', 'Star', '2026-03-01T00:00:00.000Z'),
      news('bob', 'star', '2026-03-05T00:00:00.000Z'),
    ]
    await applyAll(table, [second, first])
    expect(await findByHandle(table, platform, 'STAR')).toBe(who('bob'))
    await applyAll(table, [
      news('bob', 'comet', '2026-03-06T00:00:00.000Z'),
      news('ann', 'star', '2026-03-07T00:00:00.000Z'),
    ])
    expect(await findByHandle(table, platform, 'star')).toBe(who('ann'))
    expect(await findByHandle(table, platform, 'nobody')).toBeUndefined()
  })
})

it('a mention whose words nobody has judged is stored, but in no feed', async () => {
  const { platform, make } = fresh()
  const receipt = { receivedAt: '2026-03-01T00:00:00.000Z', expires: 1_900_000_000 }
  await ingest({ table, view: openView(table) }, make('p', 'ann'), undefined, receipt)
  expect(await one(keys.activity(platform, 'p'))).not.toHaveProperty('fd')
})
