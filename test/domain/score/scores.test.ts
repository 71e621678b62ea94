import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { boardRanks, leastRank, valueAt } from '../../../shared/domain/score/boards.ts'
import {
  activeDays,
  type IdentityFacts,
  monthFactsOf,
  monthsTogether,
  orderDays,
  type PersonFacts,
  sumOf,
} from '../../../shared/domain/score/facts.ts'
import {
  customOf,
  followersOf,
  outsideRole,
  placeInNetwork,
  purchasesOf,
  weighed,
} from '../../../shared/domain/score/inputs.ts'
import { madeOf } from '../../../shared/domain/score/made.ts'
import { customAt, type NightPerson, reckonNight } from '../../../shared/domain/score/night.ts'
import { scoresOf } from '../../../shared/domain/score/scores.ts'
import { DEFAULT_SCORE_SETTINGS as SETTINGS } from '../../../shared/domain/score/settings.ts'
import { DAY, isoOf } from '../../../shared/domain/time.ts'

const AT = Date.parse('2026-11-21T12:00:00.000Z')

const identity = (over: Partial<IdentityFacts> = {}): IdentityFacts => ({
  iid: 'forum:1',
  platform: 'forum',
  known: false,
  gone: false,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  months: [],
  ...over,
})

const person = (identities: readonly IdentityFacts[]): PersonFacts => ({
  personId: 'P',
  ver: 1,
  identities,
  months: monthsTogether(identities.map(({ months }) => months)),
  customer: false,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
})

const november = { n: 4, w: 400, wf: 5_000, favourable: 3, d02: 1, d20: 3, type: 'rollup', expires: 5 }
const bought = { orders: 2, o03: 1, o13: 1, d03: 1, d13: 1, spend_EUR: 3_000, spend_USD: 7 }

describe('the facts of a month', () => {
  it('are the counts of a rollup, its days and its spending, and nothing else of it', () => {
    expect(monthFactsOf('2026-11', { ...november, ...bought, pos: 0 })).toEqual({
      ...{ month: '2026-11', n: 4, w: 400, wf: 5_000, favourable: 3, orders: 2 },
      spend: { EUR: 3_000, USD: 7 },
      days: { 2: 1, 20: 3, 3: 1, 13: 1 },
      orderDays: { 3: 1, 13: 1 },
    })
  })

  it('of several accounts add up, whatever the order', () => {
    const counts = fc.record({ n: fc.nat(9), d01: fc.nat(3), o01: fc.nat(3), spend_EUR: fc.nat(99) })
    const rollups = fc.array(fc.tuple(fc.constantFrom('2026-10', '2026-11'), counts), { maxLength: 6 })
    fc.assert(
      fc.property(rollups, (all) => {
        const months = all.map(([month, one]) => monthFactsOf(month, one))
        const together = monthsTogether(months.map((one) => [one]))
        expect(together).toEqual(monthsTogether([...months].reverse().map((one) => [one])))
        expect(sumOf(together, 'n')).toBe(all.reduce((sum, [, { n }]) => sum + n, 0))
        expect(sumOf(together, 'n', '2026-11')).toBe(
          all.reduce((sum, [month, { n }]) => sum + (month === '2026-11' ? n : 0), 0),
        )
      }),
    )
  })

  it('know their days in order, without those that came to nothing', () => {
    const months = [
      monthFactsOf('2026-11', { d20: 3, d02: 1, o02: 1 }),
      { ...monthFactsOf('2026-12', {}), days: { 1: 0 } },
    ]
    expect(activeDays(months)).toEqual([
      { at: Date.parse('2026-11-02'), count: 1 },
      { at: Date.parse('2026-11-20'), count: 3 },
    ])
    expect(orderDays(months)).toEqual([{ at: Date.parse('2026-11-02'), count: 1 }])
  })
})

describe('what goes into scores', () => {
  it('counts the most followers of each platform once', () => {
    const many = [
      identity({ followers: 10 }),
      identity({ followers: 30 }),
      identity({ platform: 'x', followers: 5 }),
      identity(),
    ]
    expect(followersOf(person(many))).toBe(35)
  })

  it('knows who is not of the community, by the platform or by the settings', () => {
    expect(outsideRole(person([identity(), identity({ role: 'bot' })]), SETTINGS)).toBe('bot')
    expect(outsideRole(person([identity({ role: 'member' })]), SETTINGS)).toBeUndefined()
    const accounts = { ...SETTINGS.accounts, staff: ['forum:1'] }
    expect(outsideRole(person([identity()]), { accounts })).toBe('staff')
  })

  it('weighs what was done', () => {
    const weights = { mention: 1, reply: 0.5, accepted: 2, reaction: 0.25, order: 3 }
    const month = monthFactsOf('2026-11', { n: 4, replies: 2, accepted: 1, reactions: 2, orders: 1 })
    expect(weighed([month, monthFactsOf('2026-10', {})], weights)).toEqual([
      { month: '2026-11', w: 1_050 },
      { month: '2026-10', w: 0 },
    ])
  })

  it('adds up places in the network, to no more than all of it', () => {
    const place = (replies: number, rank: number) => identity({ place: { replies, rank } })
    expect(placeInNetwork(person([place(3, 0.7), place(4, 0.6), identity()]))).toEqual({ replies: 7, rank: 1 })
  })

  it('sees recency, frequency and money of a year', () => {
    const months = [
      monthFactsOf('2026-11', { ...november, ...bought }),
      monthFactsOf('2025-01', { d01: 9, spend_EUR: 9_999 }),
    ]
    expect(customOf({ months }, 'EUR', AT)).toEqual({ recency: 1, frequency: 6, money: 3_000 })
    expect(customOf({ months: months.slice(1) }, 'EUR', AT)).toBeUndefined()
  })

  it('sees the same year in what scores were made of, so that no night has news of somebody idle', () => {
    const facts = person([identity({ months: [monthFactsOf('2025-11', { d20: 7, d30: 2, spend_EUR: 500 })] })])
    for (let day = 0; day <= 400; day++) {
      const at = Date.parse('2025-12-01T12:00:00.000Z') + day * DAY
      expect(customAt(madeOf(facts, SETTINGS, at), at)).toEqual(customOf(facts, 'EUR', at))
    }
  })

  it('takes a day with orders for a purchase', () => {
    const months = [monthFactsOf('2026-11', bought)]
    expect(purchasesOf({ months }, 'EUR', AT)).toEqual({
      ...{ first: Date.parse('2026-11-03'), repeats: 1, last: 10, watched: 18.5, orders: 2, mean: 1_500 },
    })
    expect(purchasesOf({ months: [] }, 'EUR', AT)).toBeUndefined()
  })
})

describe('the scores of a person', () => {
  const facts = person([identity({ followers: 999, months: [monthFactsOf('2026-11', { ...november, ...bought })] })])

  it('are computed from what is there, without quintiles no RFM', () => {
    const { scores, standing, changesAt } = scoresOf(facts, { settings: SETTINGS, nightly: {} }, AT)
    expect(Object.keys(scores).sort()).toEqual(['advocate', 'influence', 'love', 'participation', 'value'])
    expect([scores.love?.value, standing, isoOf(changesAt ?? 0).slice(0, 10)]).toEqual([
      6,
      { level: 'participating' },
      '2027-08-08',
    ])
  })

  it('use what the night has found out', () => {
    const cuts = [1, 2, 3, 4] as const
    const nightly = {
      quintiles: { recency: cuts, frequency: cuts, money: cuts },
      favour: { mean: 1, weight: 1_000 },
      help: { mean: 1, weight: 1_000 },
      mostReplies: 3,
      models: { orders: { r: 0.24, alpha: 4.41, a: 0.79, b: 2.43 }, value: { p: 6, q: 4, v: 1_500 } },
    }
    const before = scoresOf(facts, { settings: SETTINGS, nightly: {} }, AT).scores
    const { scores } = scoresOf(facts, { settings: SETTINGS, nightly }, AT)
    expect(scores.rfm?.value).toBe(555)
    expect(scores.advocate?.value).toBeGreaterThan(before.advocate?.value ?? 0)
    expect(scores.value?.lines[0]?.what).toContain('still buys')
  })
})

describe('places on boards', () => {
  const scored = (participation: number, more = {}) => ({
    scores: { participation: { value: participation, lines: [] } },
    ...more,
  })

  it('are none below the cut, and none for who is not of the community', () => {
    expect(boardRanks(scored(0.01), SETTINGS.boards, 0, AT)).toEqual({})
    expect(boardRanks(scored(0), { ...SETTINGS.boards, participation: 0 }, 0, AT)).toEqual({})
    expect(boardRanks(scored(5, { role: 'staff' as const }), SETTINGS.boards, 0, AT)).toEqual({})
  })

  it('are none for nothing, also where there is no cut', () => {
    expect(boardRanks({ scores: {} }, { participation: 0, influence: 0, advocate: 0, value: 0 }, 0, AT)).toEqual({})
  })

  it('stay while nothing happens, in the order of what people have done, and end when the cut is reached', () => {
    const score = fc.double({ min: 0.1, max: 1_000, noNaN: true })
    fc.assert(
      fc.property(
        score,
        score,
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (a, b, days, own) => {
          const [one, other] = [a, b].map((value) => boardRanks(scored(value), SETTINGS.boards, own, AT).participation)
          const rank = one ?? 0
          if (a > 1.1 * b) expect(rank).toBeGreaterThan(other ?? 0)
          expect(valueAt('participation', rank, AT) / a).toBeGreaterThan(0.95)
          expect(valueAt('participation', rank, AT) / a).toBeLessThan(1.08)
          const later = AT + days * DAY
          const left = a * 2 ** (-days / 30)
          const isOn = rank >= (leastRank('participation', SETTINGS.boards, later) ?? 0)
          if (left > 1.1 * SETTINGS.boards.participation) expect(isOn).toBe(true)
          if (left < 0.89 * SETTINGS.boards.participation) expect(isOn).toBe(false)
        },
      ),
    )
  })

  it('are what they were on boards that nobody falls off, with no least rank where everybody is on', () => {
    const value = { scores: { value: { value: 1_000, lines: [] }, advocate: { value: 40.2, lines: [] } } }
    expect(boardRanks(value, SETTINGS.boards, 0, AT)).toEqual({ advocate: 40, value: 10 })
    expect(valueAt('value', 10, AT)).toBe(1_024)
    expect(valueAt('advocate', 10, AT)).toBe(10)
    expect(leastRank('advocate', SETTINGS.boards, AT)).toBe(5)
    expect(leastRank('advocate', { ...SETTINGS.boards, advocate: 0 }, AT)).toBeUndefined()
  })
})

describe('a night', () => {
  const buyer = (n: number, orders: number): NightPerson => {
    const days = Object.fromEntries(
      Array.from({ length: orders }, (_, day) => [`o${String(1 + 5 * day).padStart(2, '0')}`, 1]),
    )
    const active = Object.fromEntries(Object.keys(days).map((day) => [day.replace('o', 'd'), 1]))
    const facts = person([
      identity({
        months: [monthFactsOf('2026-08', { ...days, ...active, orders, spend_EUR: orders * (1_000 + (n % 50) * 20) })],
      }),
    ])
    const { scores } = scoresOf(facts, { settings: SETTINGS, nightly: {} }, AT)
    const values = Object.fromEntries(Object.entries(scores).map(([name, { value }]) => [name, value]))
    return {
      personId: `p${n}`,
      iids: [`forum:${n}`],
      scores: { settings: 'v', outside: false, values, made: madeOf(facts, SETTINGS, AT) },
    }
  }
  const found = (people: readonly NightPerson[]) => ({ people, edges: [], places: new Map() })
  const how = { settings: SETTINGS, version: 'v' }

  it('fits models of buyers from a thousand on', () => {
    const people = Array.from({ length: 1_000 }, (_, n) => buyer(n, 1 + (n % 4 === 0 ? n % 5 : 0)))
    const { inputs, changed } = reckonNight(found(people), how, AT)
    expect(inputs.models?.orders.r).toBeGreaterThan(0)
    expect(changed.length).toBeGreaterThan(900)
    expect(reckonNight(found(people.slice(1)), how, AT).inputs.models).toBeUndefined()
  }, 60_000)

  it('does without models where buyers are so alike that no table could keep what fits them', () => {
    // One price, and from one order to five: a subscription.
    const people = Array.from({ length: 1_000 }, (_, n): NightPerson => {
      const one = buyer(n, 1)
      if (!one.scores) return one
      const repeats = n % 5
      const bought = { first: AT - 200 * DAY, repeats, last: 30 * repeats, orders: 1 + repeats, mean: 2_900 }
      return { ...one, scores: { ...one.scores, made: { ...one.scores.made, bought } } }
    })
    expect(reckonNight(found(people), how, AT).inputs).not.toHaveProperty('models')
  }, 60_000)

  it('says of an empty community that there is nothing to say', () => {
    expect(reckonNight(found([{ personId: 'p', iids: [] }]), how, AT)).toMatchObject({
      inputs: { day: '2026-11-21', mostReplies: 0 },
      ...{ nps: undefined, places: [], changed: ['p'] },
    })
  })

  it('takes back places in the network that are no more', () => {
    const places = new Map([['forum:1', { replies: 9, rank: 1 }]])
    expect(reckonNight({ people: [buyer(1, 1)], edges: [], places }, how, AT).places).toEqual([
      { iid: 'forum:1', replies: 0, rank: 0 },
    ])
  })

  it('sees nothing of who has done nothing for a year', () => {
    const { scores } = buyer(1, 1)
    expect(scores && customAt(scores.made, AT + 400 * DAY)).toBeUndefined()
    expect(customAt({ ...madeOf(person([]), SETTINGS, AT) }, AT)).toBeUndefined()
    expect(reckonNight(found([buyer(1, 1)]), how, AT + 400 * DAY).inputs.quintiles).toBeUndefined()
  })
})
