import { describe, expect, it } from '@jest/globals'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { indexKeys } from '../../shared/store/index-keys.ts'
import { ingest } from '../../shared/store/ingest.ts'
import { openView } from '../../shared/store/ingest-view.ts'
import { keys } from '../../shared/store/keys.ts'
import { getAll, query } from '../../shared/store/table.ts'
import { MAX_WAITING } from '../../shared/store/waiting.ts'
import { withTable } from '../support/table.ts'
import { applyAll, CrashError, crashing, stateOf } from './ingest-bench.ts'
import { ingestWorld } from './ingest-fresh.ts'

const world = ingestWorld()
const { one, fresh } = world

describe('a reply', () => {
  const reply = (parent: Record<string, unknown>) => ({ kind: 'reply', parent, text: 'NEGATIVE false' })

  it('makes an edge to the author whom the platform names', async () => {
    const { make, who } = fresh()
    await applyAll(world.table, [make('r', 'bob', reply({ id: 'p', author: { id: 'ann' } }))])
    expect(await one(keys.edge(who('bob'), who('ann')))).toMatchObject({ c: 1, neg: 1 })
    const { items } = await query(world.table, { index: 'byAuthor', pk: indexKeys.repliers(who('ann')) })
    expect(items.map(({ at }) => at)).toEqual([who('bob')])
  })

  it('makes an edge to the author of a parent that is known', async () => {
    const { platform, make, who } = fresh()
    await applyAll(world.table, [make('p', 'ann'), make('r', 'bob', reply({ id: 'p' }))])
    expect(await one(keys.edge(who('bob'), who('ann')))).toMatchObject({ c: 1 })
    expect(await one(keys.activity(platform, 'r'))).toMatchObject({ to: who('ann') })
  })

  it('waits for a parent that comes later', async () => {
    const { platform, make, who } = fresh()
    await applyAll(world.table, [make('r', 'bob', reply({ id: 'p' }))])
    expect(await one(keys.activity(platform, 'p'))).toMatchObject({ type: 'stub' })
    expect(await one(keys.edge(who('bob'), who('ann')))).toBeUndefined()
    await applyAll(world.table, [make('p', 'ann')])
    expect(await one(keys.edge(who('bob'), who('ann')))).toMatchObject({ c: 1 })
    expect(await one(keys.activity(platform, 'r'))).toMatchObject({ to: who('ann') })
    expect(await one(keys.activity(platform, 'p'))).not.toHaveProperty('waiting')
  })

  it('leaves no trace when it is deleted while it waits', async () => {
    const { platform, make } = fresh()
    const two = make('r2', 'bob', reply({ id: 'p' }))
    await applyAll(world.table, [make('r1', 'bob', reply({ id: 'p' })), two])
    await applyAll(world.table, [make('r1', 'bob', { ...reply({ id: 'p' }), revision: '~', deleted: true })])
    expect((await one(keys.activity(platform, 'p')))?.waiting).toEqual({ 'R#r2': { rev: '2026-03-01' } })
    await applyAll(world.table, [{ ...two, revision: '~', deleted: true }])
    expect(await one(keys.activity(platform, 'p'))).toBeUndefined()
  })

  it('makes no edge to oneself', async () => {
    const { make, who } = fresh()
    await applyAll(world.table, [make('p', 'bob'), make('r', 'bob', reply({ id: 'p' }))])
    expect(await one(keys.edge(who('bob'), who('bob')))).toBeUndefined()
  })

  it('of fifty waits, the fifty-first gets no edge, and the parent settles all in the end', async () => {
    const { platform, make, who } = fresh()
    const replies = Array.from({ length: MAX_WAITING + 1 }, (_, at) => make(`r${at}`, `u${at % 3}`, reply({ id: 'p' })))
    await applyAll(world.table, replies)
    let settling = 0
    const killed = crashing(world.table, () => ++settling > 20)
    await expect(applyAll(killed, [make('p', 'ann')])).rejects.toThrow(CrashError)
    const half = await one(keys.activity(platform, 'p'))
    expect(Object.keys(half?.waiting ?? {}).length).toBeGreaterThan(0)
    expect(Object.keys(half?.waiting ?? {}).length).toBeLessThan(MAX_WAITING)
    expect(await applyAll(world.table, [make('p', 'ann')])).toEqual(['stale'])
    const edges = await getAll(
      world.table,
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
    const outcomes = await applyAll(world.table, [make('s', 'asker', solved()), make('s', 'asker', solved())])
    expect(outcomes).toEqual(['new', 'stale'])
    await applyAll(world.table, [make('a', 'helper')])
    expect(await rollup('helper')).toMatchObject({ accepted: 1 })
    expect(await one(keys.thread(platform, 't'))).toMatchObject({ answerId: 'a', answerBy: who('helper') })
  })

  it('loses the credit when it is accepted no longer', async () => {
    const { platform, make, rollup } = fresh()
    const named = solved({ answer: { id: 'a', author: { id: 'helper' } } })
    await applyAll(world.table, [
      make('s', 'asker', named),
      make('s', 'asker', { ...named, revision: '2', deleted: true }),
    ])
    await applyAll(world.table, [make('s', 'asker', { ...named, revision: '2026-03-03', deleted: true })])
    expect(await rollup('helper')).toMatchObject({ accepted: 0 })
    expect(await one(keys.thread(platform, 't'))).not.toHaveProperty('answerId')
  })

  it('and news of the thread have each their own clock', async () => {
    const { platform, make } = fresh()
    const news = { kind: 'thread', thread: { id: 't', title: 'New title' }, revision: '1' }
    const outcomes = await applyAll(world.table, [
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
    await applyAll(world.table, [make('n', 'asker', done)], { history: true })
    await applyAll(world.table, [make('s', 'asker', solved())])
    const thread = await one(keys.thread(platform, 't'))
    expect(thread).toMatchObject({ completed: true, tags: ['idea'], infoPast: true })
    expect(thread).not.toHaveProperty('solvedPast')
    await applyAll(world.table, [make('s', 'asker', solved({ revision: '2027' }))], { quiet: true })
    expect(await one(keys.thread(platform, 't'))).toMatchObject({ solvedPast: true })
  })
})

it('what waits for a parent lives as long as the last reply that waits', async () => {
  const { platform, make } = fresh()
  const reply = (id: string) => make(id, 'ann', { kind: 'reply', parent: { id: 'p' } })
  for (const [at, id] of ['r1', 'r2'].entries()) {
    const receipt = { receivedAt: '2026-03-01T00:00:00.000Z', expires: 1_900_000_000 + at }
    await ingest({ table: world.table, view: openView(world.table) }, reply(id), undefined, receipt)
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
