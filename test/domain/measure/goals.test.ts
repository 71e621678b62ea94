import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Done,
  experimentOf,
  type Goal,
  goalOf,
  leftOut,
  outcomeOf,
  settlesAt,
} from '../../../shared/domain/measure/goals.ts'
import { additionsOf, sumTallies, TALLY_COUNTS } from '../../../shared/domain/measure/tally.ts'
import { DAY, isoOf, msOf } from '../../../shared/domain/time.ts'
import { NOON, recipe } from '../nudge/factories.ts'

const WITHIN = { goal: { event: 'thread.solved', or: ['nudge.clicked', 'mention.created'], within: '7d' } }
const goal = goalOf(recipe(WITHIN), 0.5, NOON)
const daysOn = (days: number): string => isoOf(msOf(NOON) + days * DAY)

describe('a goal', () => {
  it('is as the recipe said when the arm was given, and looked for an hour after its time', () => {
    expect(goal).toEqual({
      from: NOON,
      until: daysOn(7),
      events: ['mention.created', 'nudge.clicked', 'thread.solved'],
      share: 0.5,
    })
    expect(settlesAt(goal)).toBe('2026-06-17T13:00:00.000Z')
    expect(goalOf(recipe(), 0.1, NOON).events).toEqual(['nudge.clicked'])
  })

  it('makes one comparison with those of the same goal, time and share, whenever they came', () => {
    expect(experimentOf(goalOf(recipe(WITHIN), 0.5, daysOn(30)))).toBe(experimentOf(goal))
    expect(experimentOf(goalOf(recipe(WITHIN), 0.1, NOON))).not.toBe(experimentOf(goal))
    expect(experimentOf(goalOf(recipe(), 0.5, NOON))).not.toBe(experimentOf(goal))
  })
})

describe('what became of somebody', () => {
  const nothing = { sent: false, clicked: false, reached: false, events: [], orders: 0, revenue: {} }

  it('is nothing where nothing happened', () => expect(outcomeOf(goal, { done: [] })).toEqual(nothing))

  it('counts what happened after the arm was given and until the end, both arms by the same clock', () => {
    const at = (moment: string): Done[] => [{ kind: 'reply', at: moment }]
    expect(outcomeOf(goal, { done: at(NOON) }).reached).toBe(false)
    expect(outcomeOf(goal, { done: at(isoOf(msOf(NOON) + 1)) }).reached).toBe(true)
    expect(outcomeOf(goal, { done: at(daysOn(7)) }).reached).toBe(true)
    expect(outcomeOf(goal, { done: at(isoOf(msOf(daysOn(7)) + 1)) }).reached).toBe(false)
  })

  it('does not take a click for the goal, as nobody can click without an email', () => {
    expect(outcomeOf(goal, { done: [], sentAt: NOON, clickedAt: daysOn(1) })).toEqual({
      ...nothing,
      sent: true,
      clicked: true,
    })
    expect(outcomeOf(goal, { done: [], clickedAt: daysOn(8) })).toEqual(nothing)
  })

  it('sums orders by currency, whether they are the goal or not', () => {
    const order = (amount: number, currency: string): Done => ({
      kind: 'order',
      at: daysOn(1),
      order: { amount, currency },
    })
    const done = [order(500, 'EUR'), order(250, 'EUR'), order(100, 'USD'), { kind: 'order', at: daysOn(2) }]
    expect(outcomeOf(goal, { done })).toEqual({
      ...nothing,
      events: ['order.placed'],
      orders: 4,
      revenue: { EUR: 750, USD: 100 },
    })
  })

  it('knows that the thread was solved', () => {
    expect(outcomeOf(goal, { done: [], solvedAt: daysOn(3) })).toMatchObject({
      reached: true,
      events: ['thread.solved'],
    })
    expect(outcomeOf(goal, { done: [], solvedAt: NOON })).toEqual(nothing)
  })

  it('is the same in any order of what was done', () => {
    const done = fc.array(
      fc.record({
        kind: fc.constantFrom('post', 'reply', 'order', 'reaction'),
        at: fc.integer({ min: -2, max: 9 }).map(daysOn),
        order: fc.option(fc.record({ amount: fc.nat(10_000), currency: fc.constantFrom('EUR', 'USD') }), {
          nil: undefined,
        }),
      }),
    )
    fc.assert(
      fc.property(done, (all) => {
        const one = outcomeOf(goal, { done: all })
        expect(outcomeOf(goal, { done: all.toReversed() })).toEqual(one)
        if (one.reached) expect(one.events.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('who is left out', () => {
  const arm = (name: 'treated' | 'holdout', decision: string, at = NOON) => ({ arm: name, decision, at })

  it('is whoever has both arms after a link', () =>
    expect(leftOut('D1', [arm('treated', 'D1'), arm('holdout', 'D2')])).toBe('mixed'))

  it('is the later of two who became one, and never both', () => {
    const arms = [arm('treated', 'D1'), arm('treated', 'D2', daysOn(1)), arm('treated', 'D1')]
    expect(leftOut('D1', arms)).toBeUndefined()
    expect(leftOut('D2', arms)).toBe('joined')
    const together = [arm('holdout', 'D2'), arm('holdout', 'D1')]
    expect(['D1', 'D2'].map((id) => leftOut(id, together))).toEqual([undefined, 'joined'])
  })

  it('is nobody who has one', () => {
    expect(leftOut('D1', [arm('holdout', 'D1')])).toBeUndefined()
    expect(leftOut('D1', [])).toBeUndefined()
  })
})

describe('the numbers of an arm', () => {
  const outcome = {
    sent: true,
    clicked: false,
    reached: true,
    events: ['order.placed' as const],
    orders: 2,
    revenue: { EUR: 300 },
  }

  it('get one person’s outcome, with the square of the revenue', () =>
    expect(additionsOf(outcome)).toEqual({
      counted: 1,
      sent: 1,
      reached: 1,
      ordered: 1,
      orders: 2,
      revenue_EUR: 300,
      squares_EUR: 90_000,
    }))

  it('add up in any order of the parts', () => {
    const parts = fc.array(
      fc.record({
        counted: fc.nat(50),
        revenue_EUR: fc.nat(500),
        squares_EUR: fc.nat(900),
        since: fc.constantFrom(NOON, daysOn(1)),
      }),
    )
    fc.assert(
      fc.property(parts, (all) => {
        const sum = sumTallies(all)
        expect(sumTallies(all.toReversed())).toEqual(sum)
        expect(sum.counted).toBe(all.reduce((total, { counted }) => total + counted, 0))
      }),
    )
    expect(Object.keys(sumTallies([])).sort()).toEqual([...TALLY_COUNTS, 'revenue'].sort())
    expect(
      sumTallies([
        { since: daysOn(1), squares_USD: 4 },
        { since: NOON, revenue_USD: 2 },
      ]),
    ).toMatchObject({
      since: NOON,
      revenue: { USD: { sum: 2, squares: 4 } },
    })
  })
})

it('a goal without events of its own compares nothing', () => {
  const clicks: Goal = goalOf(recipe(), 0.5, NOON)
  expect(outcomeOf(clicks, { done: [{ kind: 'post', at: daysOn(1) }] }).reached).toBe(false)
})
