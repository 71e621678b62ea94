import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isoOf, monthOf, monthStart, msOf } from '../../shared/domain/time.ts'

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
})
