import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { negativeBinomial, outcomeOf, workload } from '../../../../bench/support/topics-workload.ts'
import { expected, sizeFor, sizeOf, tail } from '../../../../shared/domain/score/topics/baseline.ts'
import { curveOf, scoreLines } from '../../../../shared/domain/score/topics/explain.ts'
import { heatAfter, type Judged, judge } from '../../../../shared/domain/score/topics/heat.ts'
import {
  hourIso,
  hourOf,
  hourText,
  packHours,
  unpackHours,
  withHour,
} from '../../../../shared/domain/score/topics/hours.ts'

const known = { since: 0, floors: new Map<number, number>() }
const steady = (perHour: number, hours: number) => new Map(Array.from({ length: hours }, (_, hour) => [hour, perHour]))

describe('hours', () => {
  it('have names that sort', () => {
    const hour = hourOf(Date.parse('2026-11-21T20:47:57Z'))
    expect(hourText(hour)).toBe('2026-11-21T20')
    expect(hourIso(hour)).toBe('2026-11-21T20:00:00.000Z')
  })

  it('come back as they were packed, in about two bytes each', () => {
    const counts = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.nat(100_000)), {
      selector: ([hour]) => hour,
    })
    fc.assert(
      fc.property(counts, (pairs) => {
        expect([...unpackHours(packHours(new Map(pairs)))]).toEqual(pairs.toSorted(([a], [b]) => a - b))
      }),
    )
    expect(packHours(steady(3, 336)).length).toBeLessThan(700)
  })

  it('are set again without a trace, and forgotten after fourteen days', () => {
    const once = withHour(steady(1, 10), 10, 7)
    expect(withHour(once, 10, 7)).toEqual(once)
    expect(withHour(once, 10, 0)).toEqual(steady(1, 10))
    expect(withHour(once, 400, 1)).toEqual(new Map([[400, 1]]))
  })
})

describe('what an hour should have', () => {
  it('is what every hour had', () => {
    expect(expected(steady(6, 336), 336, known)).toBeCloseTo((14 * 6 + 4 * (6 + 0.5 / 168)) / 18, 10)
  })

  it('follows the time of day, shrunk towards the week', () => {
    const noons = new Map(Array.from({ length: 14 }, (_, day) => [day * 24 + 12, 24]))
    const [noon, night] = [expected(noons, 14 * 24 + 12, known), expected(noons, 14 * 24, known)]
    // Half of each noon and a share of the week's mean of one an hour.
    expect(noon).toBeCloseTo((14 * 12 + 4 * 1) / 18, 1)
    expect(night).toBeCloseTo(4 / 18, 1)
  })

  it('is reckoned from as many days as there are, and is never nothing', () => {
    expect(expected(steady(6, 30), 30, known)).toBeCloseTo((6 + 4 * (6 + 0.5 / 30)) / 5, 10)
    expect(expected(new Map(), 0, known)).toBe(0.5)
    expect(expected(new Map(), 500, known)).toBeGreaterThan(0)
  })

  it('counts what was left out of an hour as the most that it can have been', () => {
    const floors = new Map(Array.from({ length: 336 }, (_, hour) => [hour, 4]))
    expect(expected(new Map(), 336, { since: 0, floors })).toBeCloseTo(4, 1)
    expect(expected(steady(9, 336), 336, { since: 0, floors })).toBeCloseTo(9, 1)
  })
})

describe('the negative binomial test', () => {
  it('agrees with a direct sum', () => {
    const pmf = (k: number, mu: number, r: number): number => {
      let value = (r / (r + mu)) ** r
      for (let at = 0; at < k; at++) value *= ((at + r) / (at + 1)) * (mu / (mu + r))
      return value
    }
    for (const [x, mu, r] of [
      [3, 1, 2],
      [10, 4, 5],
      [1, 0.2, 1],
      [30, 20, 50],
    ] as const) {
      const below = Array.from({ length: x }, (_, k) => pmf(k, mu, r)).reduce((sum, one) => sum + one, 0)
      expect(tail(x, mu, r)).toBeCloseTo(1 - below, 10)
    }
    expect(tail(0, 5, 5)).toBe(1)
  })

  it('falls with the count, rises with what is expected, and keeps its digits far out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.05, max: 50, noNaN: true }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (x, mu, r) => {
          expect(tail(x + 1, mu, r)).toBeLessThanOrEqual(tail(x, mu, r))
          expect(tail(x, mu * 1.5, r)).toBeGreaterThanOrEqual(tail(x, mu, r) * (1 - 1e-9))
          expect(tail(x, mu, r)).toBeLessThanOrEqual(1)
        },
      ),
    )
    expect(tail(500, 2, 5)).toBeGreaterThan(0)
    expect(tail(500, 2, 5)).toBeLessThan(1e-50)
  })

  it('learns its size from how unevenly topics come, and is careful until then', () => {
    expect(sizeOf([])).toBe(2)
    expect(sizeOf([{ square: 1_000, over: 250 }])).toBe(4)
    expect(sizeOf([{ square: 1_000, over: -5 }])).toBe(50)
    expect(sizeOf([{ square: 1_000, over: 1 }])).toBe(50)
    expect(sizeOf([{ square: 1_000, over: 5_000 }])).toBe(1)
    expect(sizeFor(0.1, 5, 336, known)).toBeLessThan(sizeFor(10, 5, 336, known))
    expect(sizeFor(10, 5, 336, known)).toBeLessThan(5)
    expect(sizeFor(10, 5, 0, known)).toBeLessThan(sizeFor(10, 5, 336, known))
  })
})

const hour = (over: Partial<Judged> = {}) => judge({ count: 40, authors: 20, expected: 4, size: 4, ...over })

describe('a hot topic', () => {
  it('is surprising, large, and of several authors', () => {
    expect(hour()).toMatchObject({ hot: true })
    expect(hour({ authors: 2 }).hot).toBe(false)
    expect(hour({ count: 4, expected: 0.01 }).hot).toBe(false)
    expect(hour({ count: 400, expected: 300, size: 50 }).hot).toBe(false)
    expect(hour({ count: 10 }).hot).toBe(false)
    expect(hour({ count: 4, expected: 0.01 }).score).toBe(0)
    expect(hour({ count: 100 }).score).toBeGreaterThan(hour().score)
  })

  it('opens once and closes after two cool hours', () => {
    const open = heatAfter(undefined, 100, hour())
    expect(open).toEqual({ since: 100, last: 100 })
    expect(heatAfter(undefined, 100, hour({ count: 5 }))).toBeUndefined()
    const warm = heatAfter(open, 101, hour({ count: 6 }))
    expect(warm).toEqual({ since: 100, last: 101 })
    expect(heatAfter(warm, 102, hour({ count: 5 }))).toEqual(warm)
    expect(heatAfter(warm, 103, hour({ count: 0, expected: 0.1 }))).toBeUndefined()
  })

  it('does not change when an hour is looked at again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 20 }), fc.nat(19), (counts, again) => {
        let heat: ReturnType<typeof heatAfter>
        for (const [at, count] of counts.entries()) {
          heat = heatAfter(heat, at, hour({ count }))
          if (at === again) expect(heatAfter(heat, at, hour({ count }))).toEqual(heat)
        }
      }),
    )
  })

  it('explains its score, and shows its curve', () => {
    const judged = hour()
    const lines = scoreLines(judged)
    const last = lines.at(-1)
    expect(last?.gives).toBeCloseTo((last?.input ?? 0) * (last?.weight ?? 0), 2)
    const curve = curveOf(steady(3, 400), 399, known)
    expect(curve).toHaveLength(72)
    expect(curve.at(-1)).toEqual({ hour: hourIso(399), count: 3, expected: 3 })
    expect(curveOf(new Map(), 5, { ...known, since: 4 })).toHaveLength(2)
    expect(curveOf(new Map(), 3, { ...known, since: 4 })).toEqual([])
  })
})

describe('on invented traffic', () => {
  it('few alarms are false, and most bursts are seen within two hours', () => {
    const found = outcomeOf(workload(2, { topics: 120, bursts: 80 }), negativeBinomial)
    expect(found.falsePerThousandTopicDays).toBeLessThan(6)
    expect(found.recall).toBeGreaterThan(0.6)
    expect(found.delay).toBeLessThan(1.6)
  })
})
