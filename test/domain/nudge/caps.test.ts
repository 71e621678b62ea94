import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Caps, freeSlot } from '../../../shared/domain/nudge/caps.ts'
import { DAY, HOUR, isoOf, msOf } from '../../../shared/domain/time.ts'

const NOW = '2026-06-10T12:00:00.000Z'

const keeps = (times: readonly number[], at: number, { minGapHours, per7Days, per30Days }: Caps): boolean => {
  const within = (length: number): number => times.filter((time) => time > at - length && time <= at).length
  return within(minGapHours * HOUR) < 1 && within(7 * DAY) < per7Days && within(30 * DAY) < per30Days
}

const caps = fc.record({
  minGapHours: fc.integer({ min: 0, max: 48 }),
  per7Days: fc.integer({ min: 1, max: 4 }),
  per30Days: fc.integer({ min: 1, max: 8 }),
})
const hoursAgo = fc.array(fc.integer({ min: 0, max: 40 * 24 }), { maxLength: 12 })

describe('the free slot', () => {
  it('is the first hour that keeps every cap, and so is every hour after it', () => {
    fc.assert(
      fc.property(caps, hoursAgo, (limits, ago) => {
        const times = ago.map((hours) => msOf(NOW) - hours * HOUR)
        const slot = msOf(freeSlot(NOW, times.map(isoOf), limits))
        let first = msOf(NOW)
        while (!keeps(times, first, limits)) first += HOUR
        expect(slot).toBe(first)
        expect(keeps(times, slot + 13 * HOUR, limits)).toBe(true)
      }),
    )
  })

  it('never lets more through than the caps, whatever is asked when', () => {
    fc.assert(
      fc.property(caps, fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), (limits, waits) => {
        const sent: string[] = []
        let now = msOf(NOW)
        for (const wait of waits) {
          now += wait * HOUR
          if (msOf(freeSlot(isoOf(now), sent, limits)) === now) sent.push(isoOf(now))
        }
        for (const [at, time] of sent.entries()) {
          expect(keeps(sent.slice(0, at).map(msOf), msOf(time), limits)).toBe(true)
        }
      }),
    )
  })

  it('is now for somebody who was never sent anything', () => {
    expect(freeSlot(NOW, [], { minGapHours: 20, per7Days: 2, per30Days: 5 })).toBe(NOW)
  })
})
