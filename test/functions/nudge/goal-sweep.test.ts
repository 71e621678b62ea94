import { describe, expect, it } from '@jest/globals'
import { sweepGoals } from '../../../functions/nudge/goal-sweep.ts'
import { goalOf } from '../../../shared/domain/measure/goals.ts'
import type { Recipe } from '../../../shared/domain/nudge/recipe.ts'
import { DAY, HOUR, isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { transition } from '../../../shared/store/decisions.ts'
import { settleGoal } from '../../../shared/store/goals.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { DecisionItem } from '../../../shared/store/nudge-records.ts'
import type { Table } from '../../../shared/store/table.ts'
import { readTallies } from '../../../shared/store/tallies.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { activityItem } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'
import { budgetItem, decisionsOf, JIM, jimAsks, MAIL, planAll, planning, put, question, recipeNow } from './world.ts'

const test = tablePerTest()

const at = (ms: number): string => isoOf(msOf(NOON) + ms)
/** When a goal of seven days is looked for. */
const DUE = at(7 * DAY + HOUR)
const always = () => true

/** Next to nobody is left without, or next to everybody: so it is known which arm Jim is given. */
const recipeOf = (arm: 'treated' | 'holdout'): Recipe =>
  recipeNow({
    holdout: arm === 'treated' ? 1e-9 : 1 - 1e-9,
    goal: { event: 'mention.created', or: ['thread.solved'], within: '7d' },
  })

const planJim = async (recipe: Recipe, now = NOON): Promise<DecisionItem> => {
  const deps = planning(test.table, { recipes: [recipe] })
  await put(test.table, budgetItem([]))
  await jimAsks(test.table)
  await planAll(deps, test, now)
  const [decision] = await decisionsOf(test.table)
  if (!decision) throw new Error('there is no decision')
  return decision
}

const did = (id: string, ms: number, over: object = {}) =>
  activityItem({ id, platform: 'forum', iid: JIM, createdAt: at(ms), au: indexKeys.author(JIM), ...over })

const tallies = (recipe: Recipe, table: Table = test.table) =>
  readTallies(table, recipe.id, goalOf(recipe, recipe.holdout, NOON))

const sweepAt = (now: string) => sweepGoals(test.table, { now, hasTime: always })

describe('a goal', () => {
  it('is opened with the first arm that somebody is given, in both arms', async () => {
    const recipe = recipeOf('holdout')
    expect(await planJim(recipe)).toMatchObject({
      state: 'held',
      reason: 'holdout',
      goal: { from: NOON, until: at(7 * DAY), events: ['mention.created', 'thread.solved'] },
      qs: DUE,
    })
    await put(test.table, question({ id: 'p2', threadId: 't2' }))
    const deps = planning(test.table, { recipes: [recipe] })
    await planAll(deps, test, at(DAY))
    const goals = (await decisionsOf(test.table)).map(({ arm, goal }) => ({ arm, measured: goal !== undefined }))
    expect(goals.sort((a, b) => Number(b.measured) - Number(a.measured))).toEqual([
      { arm: 'holdout', measured: true },
      { arm: 'holdout', measured: false },
    ])
    expect((await tallies(recipe)).holdout).toMatchObject({ assigned: 1, counted: 0, since: NOON })
  })

  it('is not opened by a rehearsal, nor where nobody is left without', async () => {
    expect(await planJim(recipeNow({ holdout: 0.5, status: 'dry-run' }))).not.toHaveProperty('goal')
    expect(await planJim(recipeNow({ id: 'other', holdout: 0 }))).not.toHaveProperty('goal')
  })

  it('is looked for once when its time is over, however often the sweep comes, and two at a time', async () => {
    const recipe = recipeOf('treated')
    const decision = await planJim(recipe)
    const sentAt = at(MINUTE)
    const sent = { state: 'sent', reason: 'sent', sentAt, clickedAt: at(DAY), updatedAt: sentAt } as const
    await transition(test.table, decision, sent, { from: ['queued'] })
    const order = { order: { amount: 500, currency: 'EUR' } }
    await put(test.table, did('a', DAY), did('b', 8 * DAY), did('o', 2 * DAY, { kind: 'order', ...order }))

    expect(await sweepAt(at(7 * DAY + 59 * MINUTE))).toEqual({ settled: 0, postponed: 0 })
    const both = await Promise.all([settleGoal(test.table, decision, DUE), sweepAt(DUE)])
    expect(both.filter((one) => one && ('id' in one || one.settled === 1))).toHaveLength(1)
    const expected = {
      assigned: 1,
      counted: 1,
      sent: 1,
      clicked: 1,
      reached: 1,
      participated: 1,
      ordered: 1,
      orders: 1,
    }
    const after = (await tallies(recipe)).treated
    expect(after).toMatchObject({ ...expected, revenue: { EUR: { sum: 500, squares: 250_000 } } })
    const [row] = await decisionsOf(test.table)
    expect(row).toMatchObject({
      state: 'sent',
      updatedAt: sentAt,
      goal: { settledAt: DUE, outcome: { reached: true } },
    })
    expect(row).not.toHaveProperty('q')

    for (const later of [DUE, at(8 * DAY), at(90 * DAY)])
      expect(await sweepAt(later)).toEqual({ settled: 0, postponed: 0 })
    expect((await tallies(recipe)).treated).toEqual(after)
    expect((await tallies(recipe)).holdout.assigned).toBe(0)
  })

  it('takes a solved thread, and neither what called for the email nor what was deleted', async () => {
    const recipe = recipeOf('holdout')
    await planJim(recipe, question().createdAt)
    const from = msOf(question().createdAt) - msOf(NOON)
    await put(
      test.table,
      did('p1', from + 1),
      did('o', from + DAY, { kind: 'order', deleted: true, order: { amount: 5, currency: 'EUR' } }),
      { ...keys.thread('forum', 't1'), type: 'thread', platform: 'forum', id: 't1', solvedAt: at(from + DAY) },
    )
    expect(await sweepAt(DUE)).toEqual({ settled: 1, postponed: 0 })
    const { holdout } = await tallies(recipe)
    expect(holdout).toMatchObject({
      counted: 1,
      reached: 1,
      solved: 1,
      participated: 0,
      orders: 0,
      sent: 0,
      revenue: {},
    })
  })

  it('counts what is spent in a currency of large figures, whose squares are more than a number can hold exactly', async () => {
    const recipe = recipeOf('holdout')
    await planJim(recipe)
    // Two million rupiah, in sen.
    const total = { amount: 200_000_000, currency: 'IDR' }
    await put(test.table, did('o', DAY, { kind: 'order', order: total }))
    expect(await sweepAt(DUE)).toEqual({ settled: 1, postponed: 0 })
    expect((await tallies(recipe)).holdout).toMatchObject({
      counted: 1,
      orders: 1,
      revenue: { IDR: { sum: 200_000_000, squares: 4e16 } },
    })
  })

  it('leaves out whom a link has mixed, and counts them', async () => {
    const recipe = recipeOf('treated')
    await planJim(recipe)
    await put(test.table, {
      ...keys.arm(MAIL, recipe.id),
      type: 'arm',
      recipe: recipe.id,
      arm: 'holdout',
      decision: 'D0',
      at: NOON,
    })
    const [decision] = await decisionsOf(test.table)
    if (!decision) throw new Error('there is no decision')
    await transition(
      test.table,
      decision,
      { state: 'held', reason: 'mixed_arms', updatedAt: NOON },
      { from: ['queued'] },
    )
    expect(await sweepAt(DUE)).toEqual({ settled: 1, postponed: 0 })
    expect((await tallies(recipe)).treated).toMatchObject({ assigned: 1, counted: 0, mixed: 1, reached: 0 })
    expect((await decisionsOf(test.table))[0]?.goal).toMatchObject({ leftOut: 'mixed', settledAt: DUE })
  })

  it('that cannot be looked for is put aside, and looked for later', async () => {
    const recipe = recipeOf('holdout')
    await planJim(recipe)
    const broken: Table = {
      name: test.table.name,
      client: {
        send: (command: { input: { IndexName?: string } }) =>
          command.input.IndexName === 'byAuthor'
            ? Promise.reject(new Error('away'))
            : test.table.client.send(command as never),
      } as never,
    }
    expect(await sweepGoals(broken, { now: DUE, hasTime: always })).toEqual({ settled: 0, postponed: 1 })
    expect(await sweepAt(DUE)).toEqual({ settled: 0, postponed: 0 })
    const later = isoOf(msOf(DUE) + 15 * MINUTE)
    expect(await sweepGoals(test.table, { now: later, hasTime: () => false })).toEqual({ settled: 0, postponed: 0 })
    expect(await sweepAt(later)).toEqual({ settled: 1, postponed: 0 })
    expect((await decisionsOf(test.table))[0]?.goal).not.toHaveProperty('again')
    expect((await tallies(recipe)).holdout).toMatchObject({ assigned: 1, counted: 1 })
  })
})
