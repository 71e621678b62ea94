import { describe, expect, it, jest } from '@jest/globals'
import { isUnsure, type Standing, wantsComprehend } from '../../../shared/domain/understand/engines.ts'
import { NO_SENTIMENT, type Sentiment, shortScore } from '../../../shared/domain/understand/understanding.ts'

const own = (confidence: number): Sentiment => ({ ...NO_SENTIMENT, confidence, engine: 'embedded-1' })
const nobody: Standing = {}

const inCascade = (found: Sentiment | undefined, author = nobody, language = 'en') =>
  wantsComprehend('cascade', { language, author, own: () => found })

describe('whether Comprehend is asked', () => {
  it('is yes in its own mode for the languages that it knows, and nobody else is asked first', () => {
    const first = jest.fn(() => own(1))
    expect(wantsComprehend('comprehend', { language: 'ja', author: nobody, own: first })).toBe(true)
    expect(wantsComprehend('comprehend', { language: 'sv', author: nobody, own: first })).toBe(false)
    expect(first).not.toHaveBeenCalled()
  })

  it('is never in the embedded mode', () => {
    expect(
      wantsComprehend('embedded', { language: 'en', author: { known: true, followers: 1e9 }, own: () => undefined }),
    ).toBe(false)
  })

  it('depends, in a cascade, on how sure the embedded engine is', () => {
    expect(inCascade(own(0.69))).toBe(true)
    expect(inCascade(own(0.7))).toBe(false)
    expect(isUnsure({ confidence: 0.6999 })).toBe(true)
  })

  it('is yes in a cascade for authors that matter', () => {
    expect(inCascade(own(0.99), { known: true })).toBe(true)
    expect(inCascade(own(0.99), { followers: 10_000 })).toBe(true)
    expect(inCascade(own(0.99), { followers: 9_999, known: false })).toBe(false)
  })

  it('is yes in a cascade for a language that only Comprehend knows, no for one that it does not', () => {
    expect(inCascade(undefined, nobody, 'ja')).toBe(true)
    expect(inCascade(undefined, { known: true }, 'sv')).toBe(false)
  })
})

describe('a score', () => {
  it('has four decimals', () => {
    expect(shortScore(0.123456)).toBe(0.1235)
  })
})
