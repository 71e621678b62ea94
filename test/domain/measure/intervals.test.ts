import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { newcombe, wilsonInterval } from '../../../shared/domain/measure/intervals.ts'

const round = (value: number) => Math.round(value * 10_000) / 10_000

describe('Wilson’s interval', () => {
  it('is the published one for 81 of 263', () => {
    expect(wilsonInterval(81, 263).map(round)).toEqual([0.2553, 0.3662])
  })

  it('says nothing of nobody', () => expect(wilsonInterval(0, 0)).toEqual([0, 1]))

  it('holds the share, within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(10_000), (of, some) => {
        const hits = some % (of + 1)
        const [low, high] = wilsonInterval(hits, of)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low - 1e-12).toBeLessThanOrEqual(hits / of)
        expect(high + 1e-12).toBeGreaterThanOrEqual(hits / of)
      }),
    )
  })
})

describe('Newcombe’s interval', () => {
  it('is the published one for 56 of 70 against 48 of 80', () => {
    const { difference, interval } = newcombe({ hits: 56, of: 70 }, { hits: 48, of: 80 })
    expect(round(difference)).toBe(0.2)
    expect(interval.map(round)).toEqual([0.0524, 0.3339])
  })

  it('is everything for nobody', () => {
    expect(newcombe({ hits: 0, of: 0 }, { hits: 0, of: 0 })).toEqual({ difference: 0, interval: [-1, 1] })
  })

  it('turns around when the two change places', () => {
    const share = fc.integer({ min: 1, max: 500 }).chain((of) => fc.record({ of: fc.constant(of), hits: fc.nat(of) }))
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [there, back] = [newcombe(one, other), newcombe(other, one)]
        expect(back.difference).toBeCloseTo(-there.difference, 12)
        expect(back.interval[0]).toBeCloseTo(-there.interval[1], 12)
      }),
    )
  })
})
