import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { liftOf, meanDifference, peopleNeeded } from '../../../shared/domain/measure/lift.ts'

describe('how many people it takes', () => {
  it('is what the formula gives by hand to tell 5 % from 6 %, a fifth of a percent from the design, which rounds quantiles', () => {
    // 2.801585² (.0475 + .0564 / 9) / .01² = 4,220.1, and with equal arms 2.801585² (.0475 + .0564) / .01² = 8,155.0.
    expect(peopleNeeded({ from: 0.05, to: 0.06, ratio: 9 })).toEqual({ holdout: 4_221, treated: 37_981 })
    expect(peopleNeeded({ from: 0.05, to: 0.06, ratio: 1 })).toEqual({ holdout: 8_155, treated: 8_155 })
  })

  it('is 3,250 in all to tell 20 % from 25 % at one in five', () => {
    const { treated, holdout } = peopleNeeded({ from: 0.2, to: 0.25, ratio: 4 })
    expect(Math.round((treated + holdout) / 50) * 50).toBe(3_250)
  })

  it('is fewer for a greater effect', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.4, noNaN: true }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (from, ratio) => {
          const small = peopleNeeded({ from, to: from * 1.25, ratio })
          const great = peopleNeeded({ from, to: from * 2, ratio })
          expect(great.holdout).toBeLessThanOrEqual(small.holdout)
        },
      ),
    )
  })
})

describe('a lift', () => {
  it('is told with Newcombe’s interval once there are enough people', () => {
    const lift = liftOf({ treated: { hits: 600, of: 2_700 }, holdout: { hits: 120, of: 700 }, share: 0.2, detect: 0.5 })
    expect(lift).toMatchObject({ enough: true, proven: true })
    if (!lift.enough) throw new Error('not enough')
    expect(lift.difference).toBeCloseTo(600 / 2_700 - 120 / 700, 12)
    expect(lift.extra).toBeCloseTo(2_700 * lift.difference, 9)
    expect(lift.extraInterval[0]).toBeCloseTo(2_700 * lift.interval[0], 9)
  })

  it('is not told of few, however great it looks', () => {
    const lift = liftOf({ treated: { hits: 20, of: 20 }, holdout: { hits: 0, of: 20 }, share: 0.5, detect: 0.25 })
    expect(lift).toMatchObject({ enough: false })
    expect(lift.needed.holdout).toBeGreaterThan(20)
    expect(liftOf({ treated: { hits: 0, of: 0 }, holdout: { hits: 0, of: 0 }, share: 0.1, detect: 0.25 }).enough).toBe(
      false,
    )
  })

  it('is proven only where the whole interval is above nothing', () => {
    const share = fc.integer({ min: 0, max: 3_000 }).chain((of) => fc.record({ of: fc.constant(of), hits: fc.nat(of) }))
    fc.assert(
      fc.property(share, share, fc.double({ min: 0.05, max: 10, noNaN: true }), (treated, holdout, detect) => {
        const lift = liftOf({ treated, holdout, share: 0.5, detect })
        expect(lift.baseline).toBeGreaterThan(0)
        expect(lift.baseline).toBeLessThan(1)
        expect(Number.isFinite(lift.needed.treated)).toBe(true)
        if (!lift.enough) return
        expect(lift.proven).toBe(lift.interval[0] > 0)
        expect(treated.of).toBeGreaterThanOrEqual(lift.needed.treated)
        expect(holdout.of).toBeGreaterThanOrEqual(lift.needed.holdout)
      }),
    )
  })
})

describe('a difference of means', () => {
  const sums = (values: number[]) => ({
    sum: values.reduce((a, b) => a + b, 0),
    squares: values.reduce((a, b) => a + b * b, 0),
    of: values.length,
  })

  it('has Welch’s interval: 1..5 against 2, 4, .., 10 by hand', () => {
    // Variances 2.5 and 10, over 5 each: 1.96 * sqrt(2.5) = 3.099.
    const { means, difference, interval } = meanDifference(sums([1, 2, 3, 4, 5]), sums([2, 4, 6, 8, 10]))
    expect(means).toEqual([3, 6])
    expect(difference).toBe(-3)
    expect(interval.map((end) => Math.round(end * 1_000) / 1_000)).toEqual([-6.099, 0.099])
  })

  it('is nothing for nobody', () =>
    expect(meanDifference(sums([]), sums([7]))).toEqual({ means: [0, 7], difference: -7, interval: [-7, -7] }))
})
