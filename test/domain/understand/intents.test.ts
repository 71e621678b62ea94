import { describe, expect, it } from '@jest/globals'
import { findIntents } from '../../../shared/domain/understand/intents.ts'
import type { Sentiment, SentimentLabel } from '../../../shared/domain/understand/understanding.ts'

const sentiment = (label: SentimentLabel = 'NEUTRAL', confidence = 0.9): Sentiment => ({
  label,
  scores: { positive: 0, negative: 0, neutral: 0, mixed: 0 },
  confidence,
  engine: 'test',
})
const intents = (text: string, label?: SentimentLabel, confidence?: number) =>
  findIntents(text, sentiment(label, confidence)).map(({ intent }) => intent)

describe('what a text wants', () => {
  it.each([
    ['Is this normal?', ['question']],
    ['How do I reset the filter', ['question']],
    ['Hello.\nHow  do\u00a0I reset the filter', ['question']],
    ['It would  be\tgreat if it had a dark mode', ['idea']],
    ['Hello all. Does anyone know why it blinks', ['question']],
    ['これは普通ですか？', ['question']],
    ['Wo kann ich das einstellen', ['question']],
    ['It would be great if it had a dark mode', ['idea']],
    ['Feature request: export to CSV', ['idea']],
    ['I want to buy the big one', ['purchase']],
    ['Just ordered mine', ['purchase']],
    ['Thanks, all good now', ['thanks']],
    ['本当にありがとうございました', ['thanks']],
    ['We met at the fair yesterday.', []],
    ['See https://example.com/?a=1&b=2 for more', []],
    ['What a day', []],
  ])('%s: %s', (text, expected) => {
    expect(intents(text)).toEqual(expected)
  })

  it('is praise only when the feeling is good', () => {
    expect(intents('I love this, best router ever', 'POSITIVE')).toEqual(['praise'])
    expect(intents('I love this, best router ever', 'POSITIVE', 0.5)).toEqual([])
    expect(intents('I would love an answer, best wishes', 'NEGATIVE')).toEqual([])
  })

  it('is a complaint only when the feeling is bad or mixed', () => {
    expect(intents('It is broken again', 'NEGATIVE')).toEqual(['complaint'])
    expect(intents('Nice, but it crashes', 'MIXED')).toEqual(['complaint'])
    expect(intents('Nothing broken, no bugs at all', 'POSITIVE')).toEqual([])
  })

  it('may be several things at once, in a fixed order', () => {
    expect(intents('Thanks! Where can I buy another one?')).toEqual(['question', 'purchase', 'thanks'])
  })

  it('says which words showed it, each once and at most five', () => {
    expect(findIntents('Thanks thanks THANKS', sentiment())).toEqual([{ intent: 'thanks', words: ['thanks'] }])
    const much = 'broken crash terrible awful worst useless hate'
    expect(findIntents(much, sentiment('NEGATIVE'))[0]?.words).toHaveLength(5)
  })

  it('reads a very long text in a moment', () => {
    const began = performance.now()
    for (const text of ['an option to ', '. ', ' ', 'does not ', '¿', 'wondering '])
      findIntents(text.repeat(100_000 / text.length), sentiment('NEGATIVE'))
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
