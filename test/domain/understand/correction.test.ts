import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { addVerdict, type Correction, PERSON, withCorrection } from '../../../shared/domain/understand/correction.ts'
import {
  INTENTS,
  NO_SENTIMENT,
  SENTIMENT_LABELS,
  type Understanding,
} from '../../../shared/domain/understand/understanding.ts'

const by = { by: 'ada@brand.example', at: '2026-11-21T10:00:00.000Z', words: 'these' }
const found: Understanding = {
  language: 'en',
  sentiment: { ...NO_SENTIMENT, engine: 'comprehend', confidence: 0.7 },
  intents: ['question'],
}

describe('a verdict', () => {
  it('is kept with who gave it, when, and of which words', () => {
    expect(addVerdict(undefined, { label: 'NEGATIVE' }, by)).toEqual({ label: 'NEGATIVE', ...by })
  })

  it('leaves standing what was said before of the same words', () => {
    const before = addVerdict(undefined, { label: 'NEGATIVE', intents: ['idea'] }, by)
    const ben = { ...by, by: 'ben@brand.example', at: '2026-11-22T10:00:00.000Z' }
    expect(addVerdict(before, { intents: ['thanks', 'complaint', 'thanks'] }, ben)).toEqual({
      label: 'NEGATIVE',
      intents: ['complaint', 'thanks'],
      ...ben,
    })
    expect(addVerdict(before, { label: 'MIXED' }, ben)).toEqual({ label: 'MIXED', intents: ['idea'], ...ben })
  })

  it('forgets what was said of other words', () => {
    const before = addVerdict(undefined, { label: 'NEGATIVE' }, by)
    expect(addVerdict(before, { intents: [] }, { ...by, words: 'others' })).toEqual({
      ...by,
      words: 'others',
      intents: [],
    })
  })

  it('says nothing when it was said before, in whatever order', () => {
    const verdict = fc.record(
      { label: fc.constantFrom(...SENTIMENT_LABELS), intents: fc.array(fc.constantFrom(...INTENTS)) },
      { requiredKeys: ['label'] },
    )
    fc.assert(
      fc.property(verdict, (said) => {
        const before = addVerdict(undefined, said, by)
        const again = { ...said, ...(said.intents ? { intents: said.intents.toReversed() } : {}) }
        expect(before).toBeDefined()
        expect(addVerdict(before, again, { ...by, by: 'ben@brand.example' })).toBeUndefined()
      }),
    )
  })
})

describe('what was understood', () => {
  it.each(SENTIMENT_LABELS)('is %s beyond doubt when a person says so', (label) => {
    const { sentiment, ...rest } = withCorrection(found, { label, ...by }, 'these')
    const { positive, negative, neutral, mixed } = sentiment.scores
    expect(sentiment).toMatchObject({ label, confidence: 1, engine: PERSON })
    expect({ POSITIVE: positive, NEGATIVE: negative, NEUTRAL: neutral, MIXED: mixed }).toEqual({
      POSITIVE: 0,
      NEGATIVE: 0,
      NEUTRAL: 0,
      MIXED: 0,
      [label]: 1,
    })
    expect(rest).toEqual({ language: 'en', intents: ['question'] })
  })

  it('leaves the intents to a better engine that is still to be asked', () => {
    const provisional = { ...found, sentiment: { ...found.sentiment, provisional: true as const } }
    const { sentiment } = withCorrection(provisional, { label: 'NEGATIVE', ...by }, 'these')
    expect(sentiment).toMatchObject({ label: 'NEGATIVE', engine: 'person', provisional: true })
  })

  it('waits for nobody once a person has said both', () => {
    const provisional = { ...found, sentiment: { ...found.sentiment, provisional: true as const } }
    const { sentiment } = withCorrection(provisional, { label: 'NEGATIVE', intents: ['bug'], ...by }, 'these')
    expect(sentiment).not.toHaveProperty('provisional')
  })

  it('has the intents that a person says, none too', () => {
    expect(withCorrection(found, { intents: [], ...by }, 'these')).toEqual({ ...found, intents: [] })
  })

  it("is the engine's where nobody has said anything, or of other words", () => {
    const correction: Correction = { label: 'NEGATIVE', ...by }
    expect(withCorrection(found, undefined, 'these')).toBe(found)
    expect(withCorrection(found, correction, 'others')).toBe(found)
  })
})
