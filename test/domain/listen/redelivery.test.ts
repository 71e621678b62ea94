import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Attempt,
  type HookMemory,
  MOST_TRIES,
  planRedelivery,
  rememberedOf,
  triedNow,
  WINDOW,
} from '../../../shared/domain/listen/redelivery.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/domain/time.ts'

const NOW = Date.parse('2026-11-21T20:00:00.000Z')
const FIRST: HookMemory = { since: NOW - WINDOW, tried: {} }
let ids = 100
const attempt = (guid: string, minutesAgo: number, over: Partial<Attempt> = {}): Attempt => ({
  ...{ id: String(ids++), guid, at: NOW - minutesAgo * MINUTE, delivered: false, again: false },
  ...over,
})
const fine = { delivered: true }
const asked = (attempts: readonly Attempt[], memory = FIRST, now = NOW) =>
  planRedelivery(attempts, memory, now).redeliver.map(({ guid }) => guid)

describe('what failed', () => {
  it('is asked for again, the oldest first, by its latest attempt; what got through once is not', () => {
    const latest = attempt('b', 30, { again: true })
    const attempts = [
      attempt('d', 1, fine),
      attempt('c', 20),
      latest,
      attempt('a', 40, fine),
      attempt('a', 50),
      attempt('b', 60),
    ]
    expect(planRedelivery(attempts, FIRST, NOW).redeliver).toEqual([
      { id: latest.id, guid: 'b' },
      { id: attempts[1]?.id, guid: 'c' },
    ])
  })

  it('is asked for carefully while nothing gets through, and all at once when something does', () => {
    const failed = Array.from({ length: 150 }, (_, n) => attempt(`g${n}`, 200 - n))
    expect(asked(failed)).toEqual(['g0', 'g1', 'g2'])
    expect(asked([...failed, attempt('ok', 1, fine)])).toHaveLength(100)
  })

  it('is named by the later of two attempts of the same moment', () => {
    const two = [attempt('a', 30, { id: '2' }), attempt('a', 30, { id: '1' }), attempt('a', 30, { id: '3' })]
    expect(planRedelivery(two, FIRST, NOW).redeliver).toEqual([{ id: '3', guid: 'a' }])
  })

  it('is tried by turns while nothing gets through', () => {
    const failed = ['a', 'b', 'c', 'd'].map((guid, n) => attempt(guid, 100 - n))
    const memory = ['a', 'b', 'c'].reduce((all, guid) => triedNow(all, guid, NOW - 20 * MINUTE), FIRST)
    expect(asked(failed, memory)[0]).toBe('d')
  })

  it('is left alone for longer each time, unless something else got through since', () => {
    const tries = (count: number, minutesAgo: number) => [
      attempt('a', 2_000),
      ...Array.from({ length: count }, (_, n) => attempt('a', minutesAgo + 10 * (count - 1 - n), { again: true })),
    ]
    for (const [count, minutes] of [
      [1, 15],
      [2, 75],
      [3, 375],
      [4, 1_875],
    ] as const) {
      expect(asked(tries(count, minutes - 1))).toEqual([])
      expect(asked(tries(count, minutes))).toEqual(['a'])
    }
    expect(asked([...tries(4, 10), attempt('b', 5, fine)])).toEqual(['a'])
    expect(asked([...tries(4, 10), attempt('b', 15, fine)])).toEqual([])
  })

  it('is given up after five tries or three days, which is told once', () => {
    const five = [
      attempt('a', 600),
      ...Array.from({ length: MOST_TRIES }, (_, n) => attempt('a', 500 - n, { again: true })),
    ]
    const open = attempt('b', 700)
    const first = planRedelivery([...five, open], FIRST, NOW)
    expect(first).toMatchObject({ givenUp: 1, redeliver: [{ guid: 'b' }] })
    expect(planRedelivery([...five, open], first.memory, NOW)).toMatchObject({ givenUp: 0 })
    expect(asked([...five, attempt('c', 1, fine)])).toEqual([])
    const old = planRedelivery([attempt('c', WINDOW / MINUTE)], { since: NOW - WINDOW - HOUR, tried: {} }, NOW)
    expect(old).toMatchObject({ givenUp: 1, redeliver: [] })
    expect(old.memory.since).toBe(NOW - 5 * MINUTE)
  })

  it('counts tries that the list does not show', () => {
    const failed = [attempt('a', 2_000)]
    const memory = Array.from({ length: MOST_TRIES }).reduce<HookMemory>(
      (all) => triedNow(all, 'a', NOW - 2 * DAY),
      FIRST,
    )
    expect(asked(failed, memory)).toEqual([])
    expect(planRedelivery(failed, memory, NOW).givenUp).toBe(1)
  })

  it('is looked for from the oldest that is still open, and never further back than before', () => {
    expect(planRedelivery([], FIRST, NOW).memory).toEqual({ since: NOW - 5 * MINUTE, tried: {} })
    const open = attempt('a', 90)
    expect(planRedelivery([open, attempt('b', 100, fine)], FIRST, NOW).memory.since).toBe(open.at)
    expect(planRedelivery([], { since: NOW - MINUTE, tried: {} }, NOW).memory.since).toBe(NOW - MINUTE)
  })

  it('is remembered within bounds, the latest', () => {
    const failed = Array.from({ length: 1_200 }, (_, n) => attempt(`g${n}`, 10 + n, { again: true }))
    const { tried } = planRedelivery(failed, FIRST, NOW).memory
    expect(Object.keys(tried)).toHaveLength(1_000)
    expect(tried).toHaveProperty('g0')
    expect(tried).not.toHaveProperty('g1199')
    expect(Object.keys(planRedelivery(failed, FIRST, NOW, 7).memory.tried)).toHaveLength(7)
  })

  it('fits into one item of the table, however many webhooks a source has', () => {
    for (let hooks = 1; hooks <= 20; hooks++) {
      // What is remembered, and what a look adds to that.
      const all = Array.from({ length: hooks * (rememberedOf(hooks) + 100) }, (_, n) => [
        `${String(n).padStart(8, '0')}-0000-0000-0000-000000000000`,
        { tries: MOST_TRIES, at: NOW },
      ])
      expect(JSON.stringify(Object.fromEntries(all)).length).toBeLessThan(390_000)
    }
    expect([rememberedOf(1), rememberedOf(20)]).toEqual([1_000, 150])
  })
})

const attempts = fc.array(
  fc.record({
    id: fc.nat(60).map(String),
    guid: fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor'),
    at: fc.integer({ min: NOW - WINDOW - DAY, max: NOW }),
    delivered: fc.boolean(),
    again: fc.boolean(),
  }),
)

describe('a plan', () => {
  it('is the same in any order of the attempts, and when some are listed twice', () => {
    fc.assert(
      fc.property(attempts, fc.array(fc.nat()), (given, picks) => {
        const all = [...new Map(given.map((one) => [one.id, one])).values()]
        const shuffled = [...all, ...picks.flatMap((at) => all[at % Math.max(1, all.length)] ?? [])]
          .map((one, n) => ({ one, by: (n * 7_919 + (picks[n] ?? 0)) % 101 }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one)
        const [plan, other] = [planRedelivery(all, FIRST, NOW), planRedelivery(shuffled, FIRST, NOW)]
        expect(new Set(other.redeliver.map(({ guid }) => guid))).toEqual(
          new Set(plan.redeliver.map(({ guid }) => guid)),
        )
        expect(other.givenUp).toBe(plan.givenUp)
        expect(other.memory).toEqual(plan.memory)
      }),
    )
  })

  it('asks for nothing that got through, nothing twice, and forgets nothing that is open', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const distinct = [...new Map(all.map((one) => [one.id, one])).values()]
        const { redeliver, memory } = planRedelivery(all, FIRST, NOW)
        const guids = redeliver.map(({ guid }) => guid)
        expect(new Set(guids).size).toBe(guids.length)
        for (const guid of guids) {
          const own = distinct.filter((one) => one.guid === guid)
          expect(own.some(({ delivered }) => delivered)).toBe(false)
          expect(memory.since).toBeLessThanOrEqual(Math.min(...own.map(({ at }) => at)))
        }
      }),
    )
  })
})
