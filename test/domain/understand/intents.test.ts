import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { intentScores } from '../../../bench/support/intent-scores.ts'
import { sentimentEngine } from '../../../shared/domain/understand/embedded/engine.ts'
import { findIntents } from '../../../shared/domain/understand/intents.ts'
import type { Sentiment, SentimentLabel } from '../../../shared/domain/understand/understanding.ts'
import { timeGrowsWithLength } from '../../support/linear.ts'
import { INTENT_POSTS } from './intent-posts.ts'

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
    expect(intents('It is broken again', 'NEUTRAL')).toEqual([])
    expect(intents('Nice, but it crashes', 'MIXED')).toEqual(['complaint', 'bug'])
    expect(intents('Nothing broken, no bugs at all', 'POSITIVE')).toEqual([])
  })

  it('may be several things at once, in a fixed order', () => {
    expect(intents('Thanks! Where can I buy another one?')).toEqual(['question', 'purchase', 'thanks'])
  })

  it('says which words showed it, each once and at most five', () => {
    expect(findIntents('Ah, thanks thanks THANKS', sentiment())).toEqual([
      { intent: 'thanks', words: [{ text: 'thanks', from: 4, to: 10 }] },
    ])
    const much = 'broken crash terrible awful worst useless hate'
    expect(findIntents(much, sentiment('NEGATIVE'))[0]?.words).toHaveLength(5)
  })

  it('is a complaint by its own words where nobody can tell the feeling', () => {
    expect(intents('It is broken again', 'NEUTRAL', 0.46)).toEqual(['complaint'])
  })

  it('counts the sentiment of word lists from .5 for praise', () => {
    const byList = { ...sentiment('POSITIVE', 0.55), engine: 'lists-00000000' }
    expect(findIntents('Großartig', byList, 'de').map(({ intent }) => intent)).toEqual(['praise'])
  })

  it.each([
    ['not broken', 'NEGATIVE'],
    ["It isn't a bug", 'NEGATIVE'],
    ['nicht wirklich kaputt', 'NEGATIVE'],
    ['I would not really recommend it', 'POSITIVE'],
    ['no thanks', 'NEUTRAL'],
    ['It would be great', 'POSITIVE'],
  ] as const)('is denied by a negation or a wish before it: %s', (text, label) => {
    expect(intents(text, label)).toEqual([])
  })

  it('reads the words of the language only, and those of all where the language is unknown', () => {
    const of = (language?: string) => findIntents('The bridge toll, no merci', sentiment('POSITIVE'), language)
    expect(of('en')).toEqual([])
    expect(of().map(({ intent }) => intent)).toEqual(['praise'])
    expect(findIntents('Vielen Dank', sentiment(), 'de').map(({ intent }) => intent)).toEqual(['thanks'])
    expect(findIntents('Tack så mycket', sentiment(), 'sv').map(({ intent }) => intent)).toEqual(['thanks'])
  })

  it('is spam only with two signs of it', () => {
    expect(intents('I won a prize at school')).toEqual([])
    expect(intents('Claim your prize, link in bio')).toEqual(['spam'])
  })

  const engine = sentimentEngine(
    readFileSync(new URL('../../../shared/domain/understand/embedded/sentiment.bin', import.meta.url)),
  )

  it.each(intentScores(INTENT_POSTS, engine.judge).map((score) => [score.intent, score] as const))(
    'is found in labelled posts with an F1 of at least .9: %s',
    (_, { posts, f1 }) => {
      expect(posts).toBeGreaterThanOrEqual(12)
      expect(f1).toBeGreaterThanOrEqual(0.9)
    },
  )

  it('names places in the text, in order, for any text', () => {
    const pieces = fc.constantFrom(
      'thanks',
      'How do I',
      '?',
      'crashes',
      'would be nice if',
      'broken',
      'love',
      ' ',
      '  ',
      '\n',
      '. ',
      'https://a.b/c?',
      '\ud83d',
      'merci',
    )
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((some) => some.join('')),
    )
    const labels = fc.constantFrom<SentimentLabel>('POSITIVE', 'NEGATIVE', 'NEUTRAL')
    fc.assert(
      fc.property(anything, labels, fc.constantFrom('en', 'de', 'und', 'ja'), (text, label, language) => {
        for (const { words } of findIntents(text, sentiment(label), language)) {
          expect(words.length).toBeGreaterThan(0)
          words.forEach(({ text: found, from, to }, at) => {
            expect(text.slice(from, to)).toBe(found)
            expect(from).toBeGreaterThanOrEqual(words[at - 1]?.from ?? 0)
          })
        }
      }),
    )
  })

  it.each(['an option to ', '. ', ' ', 'does not ', '¿', 'wondering ', 'not a ', '@a', 'stürzt '])(
    'takes time that grows with the length of the text only: %s',
    (piece) => {
      timeGrowsWithLength((text) => findIntents(text, sentiment('NEGATIVE')), piece)
    },
  )
})
