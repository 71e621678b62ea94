import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { forwardWeight } from '../../../shared/domain/connect/contribution.ts'
import { fallsTo, participation, participationAt, placeOf } from '../../../shared/domain/score/participation.ts'
import { DAY, isoOf, monthOf, msOf } from '../../../shared/domain/time.ts'

const NOW = msOf('2026-11-21T00:00:00.000Z')
/** Moments of up to a year before now, to the second. */
const moments = fc.array(
  fc.integer({ min: 0, max: 365 * 86_400 }).map((ago) => NOW - ago * 1_000),
  { maxLength: 60 },
)

const rollups = (times: readonly number[]) => {
  const months = new Map<string, number>()
  for (const time of times) {
    const iso = isoOf(time)
    months.set(monthOf(iso), (months.get(monthOf(iso)) ?? 0) + forwardWeight(iso))
  }
  return [...months].map(([month, wf]) => ({ month, wf }))
}

describe('participation', () => {
  it('is what a recount from every mention gives, to the rounding of a thousandth each', () => {
    fc.assert(
      fc.property(moments, (times) => {
        const recount = times.reduce((sum, time) => sum + 2 ** (-(NOW - time) / (30 * DAY)), 0)
        expect(Math.abs(participation(rollups(times), NOW).value - recount)).toBeLessThanOrEqual(
          0.0005 * times.length + 1e-9,
        )
      }),
    )
  })

  it('says for each month what it gives', () => {
    const months = [
      { month: '2026-11', wf: 2_000 },
      { month: '2026-10', wf: 1_000 },
      { month: '2026-09' },
      { month: '2027-01', wf: 5 },
    ]
    const { value, lines } = participation(months, msOf('2026-12-01T00:00:00.000Z'))
    expect(lines).toEqual([
      { what: 'written in 2026-11', input: 2, weight: 0.5, gives: 1 },
      { what: 'written in 2026-10', input: 1, weight: 0.2443, gives: 0.2443 },
    ])
    expect(value).toBeCloseTo(1.2443, 4)
  })
})

describe('a place on the board', () => {
  it('stays the same while nobody does anything', () => {
    fc.assert(
      fc.property(
        moments.filter((times) => times.length > 0),
        fc.integer({ min: 0, max: 300 }),
        (times, days) => {
          const later = NOW + days * DAY
          const [now, then] = [participation(rollups(times), NOW).value, participation(rollups(times), later).value]
          expect(placeOf(then, later)).toBeCloseTo(placeOf(now, NOW) ?? Number.NaN, 6)
          expect(participationAt(placeOf(now, NOW) ?? Number.NaN, later)).toBeCloseTo(then, 6)
        },
      ),
    )
  })

  it('tells when participation will have fallen so far', () => {
    const place = placeOf(4, NOW) ?? Number.NaN
    expect(fallsTo(1, place)).toBeCloseTo(NOW + 60 * DAY, -1)
  })

  it('is none without participation', () => expect(placeOf(0, NOW)).toBeUndefined())
})
