import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { advocate, priorFrom, reachOf, START_PRIOR, shrunk } from '../../../shared/domain/score/advocate.ts'
import { estimatedNps } from '../../../shared/domain/score/estimated-nps.ts'
import { type Feelings, satisfaction } from '../../../shared/domain/score/satisfaction.ts'

/** Mentions of weight `v` and feeling `s`. */
const feelings = (mentions: readonly (readonly [v: number, s: number])[]): Feelings => ({
  weight: mentions.reduce((sum, [v]) => sum + v, 0),
  weight2: mentions.reduce((sum, [v]) => sum + v * v, 0),
  sum: mentions.reduce((sum, [v, s]) => sum + v * s, 0),
  sum2: mentions.reduce((sum, [v, s]) => sum + v * s * s, 0),
})
const feeling = fc.double({ min: -1, max: 1, noNaN: true })

describe('satisfaction', () => {
  it('is shrunk towards what is usual, by five mentions’ worth', () => {
    const four = feelings([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ])
    expect(satisfaction(four)?.value).toBeCloseTo(4 / 9, 4)
    expect(satisfaction(four, 0.2)?.value).toBeCloseTo(5 / 9, 4)
  })

  it('is not shown for fewer than three mentions’ worth, nor for none', () => {
    expect(
      satisfaction(
        feelings([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toBeUndefined()
    expect(
      satisfaction(
        feelings([
          [1, 1],
          [0.01, 1],
          [0.01, -1],
        ]),
      ),
    ).toBeUndefined()
    expect(satisfaction(feelings([]))).toBeUndefined()
  })

  it('lies within -1 and 1 and within its interval, which narrows with what was said', () => {
    fc.assert(
      fc.property(fc.array(feeling, { minLength: 3, maxLength: 30 }), (said) => {
        const once = satisfaction(feelings(said.map((s) => [1, s] as const)))
        const thrice = satisfaction(feelings([...said, ...said, ...said].map((s) => [1, s] as const)))
        const [low = Number.NaN, high = Number.NaN] = once?.interval ?? []
        expect(once?.value).toBeGreaterThanOrEqual(low)
        expect(once?.value).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(-1)
        expect(high).toBeLessThanOrEqual(1)
        const [lower = Number.NaN, upper = Number.NaN] = thrice?.interval ?? []
        expect(upper - lower).toBeLessThanOrEqual(high - low + 1e-3)
      }),
    )
  })

  it('says what it was made of', () => {
    expect(
      satisfaction(
        feelings([
          [1, 1],
          [1, 1],
          [1, -1],
        ]),
      )?.lines,
    ).toEqual([
      { what: 'feeling of what was written, newer counts more', input: 0.3333, weight: 3, gives: 1 },
      { what: 'what is usual, for as long as little was said', input: 0, weight: 5, gives: 0 },
    ])
  })
})

describe('an advocate', () => {
  it.each([
    [
      '15 of 20 favourable, 8 of 10 answers accepted, 800 followers',
      { favourable: 15, mentions: 20, accepted: 8, answers: 10, followers: 800 },
      58,
    ],
    [
      'one glowing post to a million followers',
      { favourable: 1, mentions: 1, accepted: 0, answers: 0, followers: 1e6 },
      10,
    ],
    ['nobody follows', { favourable: 15, mentions: 20, accepted: 8, answers: 10, followers: 0 }, 0],
  ])('with %s', (_, of, value) => expect(Math.round(advocate(of).value)).toBe(value))

  it('is shrunk as published: one of one is .42, eighty of a hundred .77', () => {
    expect(shrunk(1, 1, START_PRIOR)).toBeCloseTo(0.42, 2)
    expect(shrunk(80, 100, START_PRIOR)).toBeCloseTo(0.77, 2)
  })

  it('is worth 0 to 100, more with every favourable mention, whatever comes in', () => {
    const some = fc.nat(500)
    fc.assert(
      fc.property(some, some, some, some, fc.nat(5_000_000), (favourable, mentions, accepted, answers, followers) => {
        const of = { favourable, mentions, accepted, answers, followers }
        const { value } = advocate(of)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(100)
        const more = { ...of, favourable: favourable + 1, mentions: mentions + 1 }
        if (favourable <= mentions) expect(advocate(more).value).toBeGreaterThanOrEqual(value)
      }),
    )
  })

  it('reaches nobody with a negative number of followers, and everybody with a million', () => {
    expect(reachOf(-3)).toBe(0)
    expect(reachOf(1e9)).toBe(1)
  })

  it('takes the community’s own shares for a prior once there are thirty', () => {
    const spread = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 0.4 : 0.6))
    expect(priorFrom(spread)).toEqual({ mean: expect.closeTo(0.5, 9), weight: expect.closeTo(24, 9) })
    expect(priorFrom(spread.slice(0, 29))).toEqual(START_PRIOR)
    expect(priorFrom(spread.map(() => 0.5))).toEqual(START_PRIOR)
    expect(priorFrom(spread.map((_, at) => at % 2))).toEqual(START_PRIOR)
  })

  it('takes nobody’s own prior for more than a hundred observations', () => {
    const narrow = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 0.499 : 0.501))
    expect(priorFrom(narrow).weight).toBe(100)
  })
})

describe('the estimated net promoter score', () => {
  it('is promoters less detractors, in points', () => {
    const people = [
      { satisfaction: 0.6, advocate: 45 },
      { satisfaction: 0.6, advocate: 39 },
      { satisfaction: -0.3, advocate: 90 },
      { satisfaction: 0.5, advocate: 40 },
    ]
    expect(estimatedNps(people)).toEqual({ points: 25, promoters: 2, detractors: 1, of: 4 })
  })

  it('is none without people', () => expect(estimatedNps([])).toBeUndefined())
})
