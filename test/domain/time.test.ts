import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isBelieved, isoOf, monthOf, monthStart, msOf } from '../../shared/domain/time.ts'

const moment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) })

describe('time', () => {
  it('goes from milliseconds to text and back without loss', () => {
    fc.assert(fc.property(moment, (ms) => msOf(isoOf(ms)) === ms))
  })

  it('sorts as text as it does as a number', () => {
    fc.assert(fc.property(moment, moment, (a, b) => isoOf(a) < isoOf(b) === a < b))
  })

  it('puts every moment into a month that begins at or before it, less than 31 days ago', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        const start = monthStart(monthOf(isoOf(ms)))
        expect(start).toBeLessThanOrEqual(ms)
        expect(ms - start).toBeLessThan(31 * 86_400_000)
      }),
    )
  })

  it('is believed for as long as it is young, and not before it was learned', () => {
    const believed = [-1, 0, 59_999, 60_000].map((age) => isBelieved(1_000_000 + 60_000, 60_000, 1_000_000 + age))
    expect(believed).toEqual([false, true, true, false])
  })
})
