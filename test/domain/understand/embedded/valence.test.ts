import { describe, expect, it } from '@jest/globals'
import { tokensOf } from '../../../../shared/domain/understand/embedded/tokens.ts'
import { type Valence, valenceOf } from '../../../../shared/domain/understand/embedded/valence.ts'

const LEXICON = new Map([
  ['good', 2],
  ['bad', -2],
  ['no', -1],
])
const of = (text: string, shouted = false): Valence => valenceOf(tokensOf(text), LEXICON, shouted)

describe('what the words of a text say', () => {
  it('is summed for good and bad apart, with the extremes and the ends', () => {
    expect(of('good and bad but good')).toMatchObject({
      positive: 4,
      negative: -2,
      positives: 2,
      negatives: 1,
      highest: 2,
      lowest: -2,
      first: 2,
      last: 2,
    })
  })

  it('is more with a word that strengthens, less with one that weakens, from up to two words before', () => {
    expect(of('very good').positive).toBeCloseTo(2.293, 5)
    expect(of('slightly bad').negative).toBeCloseTo(-1.707, 5)
    expect(of('very very good').positive).toBeCloseTo(2 + 0.293 * 1.95, 5)
    expect(of('very much a good').positive).toBeCloseTo(2 + 0.293 * 0.95, 5)
  })

  it('is more for one word in capitals, but not when all are', () => {
    expect(of('a GOOD day').positive).toBeCloseTo(2.733, 5)
    expect(of('a GOOD day', true).positive).toBe(2)
  })

  it('is turned by a negation within three words, up to a stop', () => {
    expect(of('not good').negative).toBeCloseTo(-1.48, 5)
    expect(of("isn't that bad").positive).toBeCloseTo(1.48, 5)
    expect(of('not a one is good').positive).toBe(2)
    expect(of('not, good').positive).toBe(2)
    expect([...of('never ever good').negated]).toEqual([0, 1, 1])
  })

  it('is not counted for the negation itself', () => {
    expect(of('no').negative).toBe(0)
  })

  it('is kept apart after the last contrast word', () => {
    expect(of('good but bad').turned).toBe(-2)
    expect(of('good but bad though good').turned).toBe(2)
    expect(of('good and bad').turned).toBe(0)
  })
})
