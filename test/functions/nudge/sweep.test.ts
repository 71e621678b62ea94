import { describe, expect, it } from '@jest/globals'
import { workOn } from '../../../functions/nudge/deciding.ts'
import { sweep } from '../../../functions/nudge/sweeping.ts'
import { HOUR, isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { transition } from '../../../shared/store/decisions.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { DecisionItem } from '../../../shared/store/nudge-records.ts'
import { setPause } from '../../../shared/store/pause.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { fixedRecipes } from '../../support/recipes.ts'
import { tablePerTest } from '../../support/tables.ts'
import {
  budgetItem,
  decisionsOf,
  JIM,
  jimAsks,
  onlyDecision,
  planAll,
  planning,
  put,
  putGuide,
  question,
  recipeNow,
} from './world.ts'

const test = tablePerTest()

type Deps = ReturnType<typeof planning>
const at = (ms: number): string => isoOf(msOf(NOON) + ms)
const run = (deps: Deps, now: string, hasTime = () => true) => sweep(deps, { now, hasTime })

/** Jim's question, planned; the decision as it is then. */
const planned = async (deps: Deps, now = NOON): Promise<DecisionItem> => {
  await put(test.table, budgetItem([]))
  await jimAsks(test.table)
  await planAll(deps, test, now)
  return only()
}

const only = (): Promise<DecisionItem> => onlyDecision(test.table)

describe('a sweep', () => {
  it('finds nothing to do in an empty table', async () => {
    expect(await run(planning(test.table), NOON)).toEqual({})
  })

  it('leaves alone what waits for later, and does it when its time has come', async () => {
    const deps = planning(test.table)
    const night = '2026-06-10T22:00:00.000Z'
    expect(await planned(deps, night)).toMatchObject({ state: 'waiting', reason: 'waiting_quiet_hours' })
    expect(await run(deps, '2026-06-11T06:59:00.000Z')).toEqual({})
    expect(await run(deps, '2026-06-11T07:00:00.000Z')).toEqual({ queued: 1 })
    expect(deps.queued).toHaveLength(1)
  })

  it('holds what was answered meanwhile', async () => {
    const deps = planning(test.table, {
      recipes: [recipeNow({ after: '24h', unless: ['thread.answered', 'thread.solved'] })],
    })
    await planned(deps, '2026-06-09T12:00:00.000Z')
    await put(test.table, {
      ...question({ id: 'r1', kind: 'reply', iid: 'forum:2', intents: [] }),
      th: 'T#forum#t1',
    })
    expect(await run(deps, NOON)).toEqual({ held: 1 })
    expect(await only()).toMatchObject({ reason: 'resolved', detail: 'thread.answered' })
  })

  it('does not take the asker’s own reply for an answer, nor a bot’s', async () => {
    const deps = planning(test.table, { recipes: [recipeNow({ after: '24h' })] })
    await planned(deps, '2026-06-09T12:00:00.000Z')
    const bot = { ...question({ id: 'r2', kind: 'reply', iid: 'forum:bot', intents: [] }), th: 'T#forum#t1' }
    await put(
      test.table,
      { ...question({ id: 'r1', kind: 'reply', intents: [] }), th: 'T#forum#t1' },
      { ...bot, deleted: true, id: 'r3' },
      { pk: 'I#forum:bot', sk: 'A', type: 'identity', iid: 'forum:bot', profile: { role: { v: 'bot', at: NOON } } },
      bot,
    )
    expect(await run(deps, NOON)).toEqual({ queued: 1 })
  })

  it('queues again what was queued too long ago, and no sooner', async () => {
    const deps = planning(test.table)
    await planned(deps)
    expect(await run(deps, at(4 * MINUTE))).toEqual({})
    expect(await run(deps, at(5 * MINUTE))).toEqual({ queued: 1 })
    expect(await run(deps, at(6 * MINUTE))).toEqual({})
    expect(deps.queued).toHaveLength(2)
  })

  it('gives up what was queued until it expired', async () => {
    const deps = planning(test.table)
    const { expiresAt } = await planned(deps)
    expect(await run(deps, expiresAt)).toEqual({ held: 1 })
    expect(await only()).toMatchObject({ state: 'held', reason: 'expired' })
    expect(await only()).not.toHaveProperty('detail')
    expect(deps.queued).toHaveLength(1)
  })

  it('lists as unknown what has been sending for too long, and never touches it again', async () => {
    const deps = planning(test.table)
    const decision = await planned(deps)
    await transition(
      test.table,
      decision,
      { state: 'sending', reason: 'sending', sendingAt: at(MINUTE), updatedAt: at(MINUTE) },
      { from: ['queued'] },
    )
    expect(await run(deps, at(15 * MINUTE))).toEqual({})
    expect(await run(deps, at(16 * MINUTE))).toEqual({ unknown: 1 })
    expect(await only()).toMatchObject({ state: 'unknown', reason: 'unknown' })
    expect(await run(deps, at(HOUR))).toEqual({})
    expect(deps.queued).toHaveLength(1)
  })

  it('holds back while everything is paused and sends only what is still of use afterwards', async () => {
    const turn = (paused: boolean) => setPause(test.table, { paused, by: 'ann', at: NOON, why: 'wrong link' })
    await turn(true)
    const deps = planning(test.table)
    expect(await planned(deps)).toMatchObject({ state: 'waiting', reason: 'paused_all' })
    expect(await run(deps, at(HOUR))).toEqual({ waiting: 1 })
    await turn(false)
    expect(await run(deps, at(2 * HOUR))).toEqual({ queued: 1 })
  })

  it('sends nothing overdue after a pause of thirty days', async () => {
    await setPause(test.table, { paused: true, by: 'ann', at: NOON, why: '' })
    const deps = planning(test.table)
    await planned(deps)
    await setPause(test.table, { paused: false, by: 'ann', at: NOON, why: '' })
    expect(await run(deps, '2026-07-10T12:00:00.000Z')).toEqual({ held: 1 })
    expect(await only()).toMatchObject({ reason: 'expired' })
    expect(deps.queued).toEqual([])
  })

  it('decides the more important first', async () => {
    const recipes = ['a', 'b', 'c'].map((id, index) => recipeNow({ id, priority: [10, 90, 50][index], after: '24h' }))
    const order: string[] = []
    const deps = planning(test.table, {
      recipes,
      enqueue: async ({ id }) => {
        order.push(id)
      },
    })
    await putGuide(test.table, 'descaling-two')
    await putGuide(test.table, 'descaling-three')
    await jimAsks(test.table)
    await planAll(deps, test, '2026-06-09T12:00:00.000Z')
    const rows = new Map((await decisionsOf(test.table)).map(({ id, recipe }) => [id, recipe]))
    let taken = 0
    // Time for one decision at once: the sweep starts with the first of its order.
    await run(deps, NOON, () => taken++ < 2)
    expect(order.map((id) => rows.get(id))).toEqual(['b'])
  })

  it('stops when its time is up, and goes on in the next minute', async () => {
    const deps = planning(test.table, { recipes: [recipeNow({ after: '24h' })] })
    await planned(deps, '2026-06-09T12:00:00.000Z')
    expect(await run(deps, NOON, () => false)).toEqual({})
    expect(await run(deps, NOON)).toEqual({ queued: 1 })
  })

  it('puts a decision that cannot be worked on aside, so that others get their turn', async () => {
    const deps = planning(test.table, { recipes: [recipeNow({ after: '24h' })] })
    await planned(deps, '2026-06-09T12:00:00.000Z')
    const broken = { ...deps, settings: undefined as never }
    expect(await run(broken, NOON)).toEqual({ postponed: 1 })
    expect(await only()).toMatchObject({ state: 'waiting', reason: 'waiting_delay', qs: at(15 * MINUTE) })
    expect(await run(deps, at(15 * MINUTE))).toEqual({ queued: 1 })
  })

  it('puts a decision aside whose message cannot be queued', async () => {
    const deps = planning(test.table)
    await planned(deps)
    const broken = { ...deps, enqueue: () => Promise.reject(new Error('queue is gone')) }
    expect(await run(broken, at(5 * MINUTE))).toEqual({ postponed: 1 })
    expect(await run(deps, at(10 * MINUTE))).toEqual({ queued: 1 })
  })

  it('holds the decisions of a recipe that is gone', async () => {
    const deps = planning(test.table, { recipes: [recipeNow({ after: '24h' })] })
    await planned(deps, '2026-06-09T12:00:00.000Z')
    expect(await run({ ...deps, recipes: fixedRecipes([]) }, NOON)).toEqual({ held: 1 })
    expect(await only()).toMatchObject({ reason: 'paused_recipe', detail: 'gone' })
  })

  it('of two that work on one decision at once lets one move it on', async () => {
    const deps = planning(test.table, { recipes: [recipeNow({ after: '24h' })] })
    const decision = await planned(deps, '2026-06-09T12:00:00.000Z')
    const outcomes = await Promise.all([1, 2, 3].map(() => workOn(deps, decision, NOON)))
    expect(outcomes.filter(Boolean)).toHaveLength(1)
    expect(deps.queued).toEqual([{ iid: JIM, id: decision.id }])
  })

  it('keeps nothing of content that has gone while the decision was queued', async () => {
    const deps = planning(test.table)
    const decision = await planned(deps)
    expect(decision.content).toBeDefined()
    const waiting = { state: 'waiting', reason: 'waiting_delay', detail: 'content_gone', until: NOON } as const
    await transition(test.table, decision, { ...waiting, updatedAt: NOON }, { from: ['queued'] })
    await put(test.table, { ...keys.content('descaling'), type: 'content', id: 'descaling', deleted: true })
    expect(await run(deps, NOON)).toEqual({ held: 1 })
    const after = await only()
    expect(after).toMatchObject({ reason: 'no_content', candidates: [] })
    expect(after).not.toHaveProperty('content')
  })

  it('works on nothing that is finished', async () => {
    const deps = planning(test.table)
    const decision = await planned(deps)
    const sent = await transition(
      test.table,
      decision,
      { state: 'sent', reason: 'sent', sentAt: NOON, updatedAt: NOON },
      { from: ['queued'] },
    )
    expect(await workOn(deps, sent, at(HOUR))).toBeUndefined()
    expect(await run(deps, at(HOUR))).toEqual({})
  })
})
