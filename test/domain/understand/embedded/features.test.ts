import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { BUCKETS, DENSE, featuresOf } from '../../../../shared/domain/understand/embedded/features.ts'

const LEXICON = new Map([
  ['good', 2],
  ['bad', -2],
])
const bucketsOf = (text: string): Set<number> => new Set(featuresOf(text, LEXICON).buckets)
const shared = (a: string, b: string): number => bucketsOf(a).intersection(bucketsOf(b)).size

describe('the features of a text', () => {
  it('are the same for the same text, and differ with case, negation, order and punctuation', () => {
    const texts = [
      'this is good',
      'this is GOOD',
      'this is not good',
      'good is this',
      'this is good!',
      'this is good?',
      'this is good ...',
    ]
    const found = texts.map((text) => JSON.stringify([...bucketsOf(text)].sort()))
    expect(new Set(found).size).toBe(texts.length)
    expect(bucketsOf('this is good')).toEqual(bucketsOf('this is good'))
  })

  it('count the longest of several exclamations', () => {
    const whole = (text: string): unknown => featuresOf(text, LEXICON).buckets.length
    expect(whole('so ! so !!! so !')).toBe(whole('so !!! so ! so !'))
  })

  it('of words alike have pieces in common', () => {
    expect(shared('disappointing', 'disappointed')).toBeGreaterThan(shared('disappointing', 'zoology') + 20)
  })

  it('take links and names for what they are, whichever they are', () => {
    expect(bucketsOf('@a see https://a.example')).toEqual(bucketsOf('@bcd see https://e.example/f'))
    expect(bucketsOf('see')).not.toEqual(bucketsOf('see https://a.example'))
  })

  it('tell one loud word from a text that is loud throughout', () => {
    expect(featuresOf('this is GOOD', LEXICON).dense[1]).toBeGreaterThan(
      featuresOf('THIS IS GOOD', LEXICON).dense[1] ?? 9,
    )
  })

  it('are distinct buckets in range and small numbers, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { buckets, dense } = featuresOf(text, LEXICON)
        expect(new Set(buckets).size).toBe(buckets.length)
        expect(buckets.length).toBeGreaterThan(0)
        expect(buckets.every((bucket) => bucket >= 0 && bucket < BUCKETS)).toBe(true)
        expect(dense).toHaveLength(DENSE)
        expect(dense.every((value) => Number.isFinite(value) && Math.abs(value) < 10)).toBe(true)
      }),
    )
  })

  it('grow with the text only: no more than a fixed number for each character', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'B', '!', '.', ' ', "'", ':', ')', '-', '@', '^', '_'),
          maxLength: 500,
        }),
        (text) => {
          expect(featuresOf(text, LEXICON).buckets.length).toBeLessThanOrEqual(8 * text.length + 20)
        },
      ),
    )
  })
})
