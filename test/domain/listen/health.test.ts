import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  dayOf,
  endsSoon,
  firstEnd,
  heard,
  isBehind,
  NO_RHYTHM,
  type Rhythm,
  silenceLimit,
  silentSince,
  usualGap,
  withCounts,
} from '../../../shared/domain/listen/health.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'

const START = Date.parse('2026-06-01T00:00:00.000Z')

/** Minutes from a beginning on: `every` minutes, for so many milliseconds. */
const steady = (from: number, length: number, every: number): number[] =>
  Array.from({ length: Math.floor(length / (every * MINUTE)) }, (_, at) => from + at * every * MINUTE)

/** Busy from eight to six, on so many days from a Monday on. */
const office = (weeks: number, every = 5): number[] =>
  Array.from({ length: weeks * 7 }, (_, day) => day)
    .filter((day) => day % 7 < 5)
    .flatMap((day) => steady(START + day * DAY + 8 * HOUR, 10 * HOUR, every))

const rhythmOf = (minutes: readonly number[]): Rhythm => heard(NO_RHYTHM, minutes)
const last = (minutes: readonly number[]): number => minutes.at(-1) ?? 0

describe('the usual gap of a source', () => {
  it('comes to be the gap, where the gap is always the same', () => {
    for (const every of [10, 60, 600]) {
      const gap = usualGap(rhythmOf(steady(START, 120 * DAY, every)))
      expect(gap).toBeGreaterThanOrEqual(every * MINUTE)
      expect(gap).toBeLessThan((every + 10) * MINUTE)
    }
  })

  it('begins as a day, so that a new source is not silent in its first night', () => {
    expect(usualGap(NO_RHYTHM)).toBe(DAY)
    const first = steady(START + 8 * HOUR, 10 * HOUR, 1)
    expect(silentSince(rhythmOf(first), {}, last(first) + 14 * HOUR)).toBeUndefined()
  })

  it('does not take nights and weekends for silence, and notices a week without anything', () => {
    for (const weeks of [1, 2, 4, 12]) {
      const minutes = office(weeks)
      const rhythm = rhythmOf(minutes)
      // From Friday evening to Monday morning.
      expect(silentSince(rhythm, {}, last(minutes) + 62 * HOUR)).toBeUndefined()
      expect(silentSince(rhythm, {}, last(minutes) + 8 * DAY)).toBe(isoOf(last(minutes)))
    }
  })

  it('notices within hours what is never quiet', () => {
    const minutes = steady(START, 90 * DAY, 5)
    const rhythm = rhythmOf(minutes)
    expect(silenceLimit(rhythm)).toBe(2 * HOUR)
    expect(silentSince(rhythm, {}, last(minutes) + 2 * HOUR)).toBeUndefined()
    expect(silentSince(rhythm, {}, last(minutes) + 2 * HOUR + 1)).toBe(isoOf(last(minutes)))
  })

  it('does not learn from an outage that outages are usual', () => {
    const before = steady(START, 60 * DAY, 5)
    const again = steady(last(before) + 10 * DAY, HOUR, 5)
    expect(silenceLimit(rhythmOf([...before, ...again]))).toBeLessThan(4 * HOUR)
  })

  it('gets used to a source that has become slower', () => {
    const before = steady(START, 60 * DAY, 5)
    const slower = steady(last(before) + 12 * HOUR, 60 * DAY, 12 * 60)
    expect(silentSince(rhythmOf([...before, ...slower]), {}, last(slower) + 13 * HOUR)).toBeUndefined()
  })
})

describe('what is learnt', () => {
  const minute = fc.integer({ min: 0, max: 20_000 }).map((at) => START + at * MINUTE)
  const minutes = fc.array(minute, { minLength: 1, maxLength: 60 })

  it('is the same in any order, however often it is told and at whatever second', () => {
    fc.assert(
      fc.property(minutes, fc.infiniteStream(fc.integer({ min: 0, max: MINUTE - 1 })), (told, seconds) => {
        const again = [...told.toReversed(), ...told].map((at) => at + (seconds.next().value ?? 0))
        expect(rhythmOf(again)).toEqual(rhythmOf(told))
        expect(heard(rhythmOf(told), told)).toEqual(rhythmOf(told))
      }),
    )
  })

  it('is the same in one look as in several, each of which looks back over the one before', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 20_000 }), (told, cut) => {
        const split = START + cut * MINUTE
        const first = told.filter((at) => at < split)
        expect(heard(rhythmOf(first), told)).toEqual(rhythmOf(told))
      }),
    )
  })

  it('never comes to less than the shortest gap or more than the longest, the day that it begins with included', () => {
    fc.assert(
      fc.property(minutes, (told) => {
        const gap = usualGap(rhythmOf(told))
        expect(gap).toBeGreaterThanOrEqual(MINUTE)
        expect(gap).toBeLessThanOrEqual(14 * DAY)
        expect(Number.isFinite(gap)).toBe(true)
      }),
    )
  })

  it('is moved by a burst no more than by the time that the burst takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), (length) => {
        const before = steady(START, 60 * DAY, 60)
        const burst = steady(last(before) + 60 * MINUTE, length * MINUTE, 1)
        const quiet = [last(before) + 60 * MINUTE]
        const [with_, without] = [usualGap(rhythmOf([...before, ...burst])), usualGap(rhythmOf([...before, ...quiet]))]
        expect(with_).toBeLessThanOrEqual(without)
        // Two hours of 20 days are not a hundredth.
        expect(with_).toBeGreaterThan(without * 0.99)
      }),
    )
  })
})

describe('a source', () => {
  const minutes = steady(START, 90 * DAY, 5)

  it('is never silent before it was heard of in ten minutes', () => {
    const few = steady(START, 9 * MINUTE, 1)
    expect(silentSince(rhythmOf(few), {}, START + 1_000 * DAY)).toBeUndefined()
    const ten = steady(START, 10 * MINUTE, 1)
    expect(silentSince(rhythmOf(ten), {}, START + 1_000 * DAY)).toBe(isoOf(last(ten)))
    expect(silentSince(NO_RHYTHM, {}, START)).toBeUndefined()
  })

  it('is silent as its settings say', () => {
    const at = last(minutes)
    const rhythm = rhythmOf(minutes)
    expect(silentSince(rhythm, { silence: false }, at + 1_000 * DAY)).toBeUndefined()
    expect(silentSince(rhythm, { leastHours: 24 }, at + 23 * HOUR)).toBeUndefined()
    expect(silentSince(rhythm, { leastHours: 0.25 }, at + 2 * HOUR)).toBe(isoOf(at))
    expect(silenceLimit(NO_RHYTHM, { multiple: 2 })).toBe(2 * DAY)
  })
})

describe('counts by the day', () => {
  const counts = (accepted: number) => ({ accepted, rejected: 0, duplicates: 0, ignored: 0 })

  it('only grow, whatever a later answer lacks', () => {
    const days = withCounts({ '2026-06-01': counts(5) }, { '2026-06-01': counts(3), '2026-06-02': counts(1) })
    expect(days).toEqual({ '2026-06-02': counts(1), '2026-06-01': counts(5) })
    expect(withCounts(days, { '2026-06-02': counts(9) })['2026-06-02']).toEqual(counts(9))
  })

  it('of nothing are not kept, nor more than fourteen days', () => {
    expect(withCounts({}, { '2026-06-01': counts(0) })).toEqual({})
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, day) => [dayOf(START + day * DAY), counts(1)]))
    const kept = Object.keys(withCounts({}, many))
    expect(kept).toHaveLength(14)
    expect(kept[0]).toBe('2026-06-20')
  })
})

describe('leases and cursors', () => {
  it('end soon when twelve hours are left', () => {
    expect(firstEnd({ a: isoOf(START + DAY), b: isoOf(START) })).toBe(isoOf(START))
    expect(firstEnd()).toBeUndefined()
    expect(endsSoon(isoOf(START), START - 12 * HOUR)).toBe(false)
    expect(endsSoon(isoOf(START), START - 12 * HOUR + 1)).toBe(true)
    expect(endsSoon(isoOf(START), START + DAY)).toBe(true)
    expect(endsSoon(undefined, START)).toBe(false)
  })

  it('are far behind after a day', () => {
    expect(isBehind(START, START + DAY)).toBe(false)
    expect(isBehind(START, START + DAY + 1)).toBe(true)
    expect(isBehind(undefined, START)).toBe(false)
  })
})
