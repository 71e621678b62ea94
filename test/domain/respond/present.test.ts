import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { MentionAnswer } from '../../../shared/domain/respond/answers.ts'
import { groupsIn, presentMention, shownText } from '../../../shared/domain/respond/present.ts'

const mention = (over: Partial<MentionAnswer> = {}): MentionAnswer => ({
  id: 'forum:1',
  source: 'forum',
  kind: 'post',
  text: 'Thanks, write to jane@example.com. How do I reset it?',
  language: 'en',
  intents: ['question', 'thanks'],
  author: { identity: 'forum:9', personId: 'P' },
  createdAt: '2026-11-01T08:00:00.000Z',
  ...over,
})

const placesFit = (answer: MentionAnswer): void => {
  for (const { words } of answer.because ?? [])
    for (const { in: where, text, from, to } of words)
      expect((where === 'title' ? (answer.title ?? '') : answer.text).slice(from, to)).toBe(text)
}

describe('a mention as the API answers it', () => {
  it('says which words showed its intents, and where', () => {
    const { because } = presentMention(mention(), true)
    expect(because).toEqual([
      {
        intent: 'question',
        words: [
          { in: 'text', text: 'How do', from: 35, to: 41 },
          { in: 'text', text: '?', from: 52, to: 53 },
        ],
      },
      { intent: 'thanks', words: [{ in: 'text', text: 'Thanks', from: 0, to: 6 }] },
    ])
  })

  it('tells places in the title from places in the text', () => {
    const answer = presentMention(mention({ title: 'How do I reset it', text: 'Thanks' }), true)
    expect(answer.because?.map(({ words }) => words)).toEqual([
      [{ in: 'title', text: 'How do', from: 0, to: 6 }],
      [{ in: 'text', text: 'Thanks', from: 0, to: 6 }],
    ])
  })

  it('has no words for an intent that a person gave it, or for none', () => {
    expect(presentMention(mention({ intents: ['idea'] }), true)).not.toHaveProperty('because')
    expect(presentMention(mention({ intents: [] }), true)).not.toHaveProperty('because')
  })

  it('looks at the sentiment as the rules do', () => {
    const broken = { text: 'It is broken', intents: ['complaint' as const] }
    const scores = { positive: 0, negative: 1, neutral: 0, mixed: 0 }
    const sentiment = { label: 'NEGATIVE' as const, scores, confidence: 1, engine: 'test' }
    expect(presentMention(mention({ ...broken, sentiment }), true).because).toHaveLength(1)
    expect(presentMention(mention({ ...broken, sentiment: { ...sentiment, label: 'POSITIVE' } }), true).because).toBe(
      undefined,
    )
  })

  it('keeps what identifies people from those who may not see it, wherever it stands', () => {
    const full = mention({
      title: 'Call +49 171 1234567',
      thread: { id: 't', title: 'From jane@example.com' },
      phrases: ['Call +49 171 1234567', 'jane', '171 1234567', 'reset'],
    })
    const shown = presentMention(full, false)
    expect(shown).toMatchObject({
      title: 'Call [phone]',
      text: 'Thanks, write to [email]. How do I reset it?',
      thread: { id: 't', title: 'From [email]' },
      phrases: ['Call [phone]', 'reset'],
    })
    expect(presentMention(full, true)).toMatchObject({
      title: full.title,
      text: full.text,
      thread: full.thread,
      phrases: full.phrases,
    })
    placesFit(shown)
  })

  it('leaves what is not there away', () => {
    const shown = presentMention(mention({ thread: { id: 't' } }), false)
    expect(shown.thread).toEqual({ id: 't' })
    expect(shown).not.toHaveProperty('title')
    expect(shown).not.toHaveProperty('phrases')
  })

  it('names places that fit what is answered, for any words', () => {
    const words = fc
      .array(fc.constantFrom('thanks', 'How do I', '?', 'jane@example.com', '+49 171 1234567', '\n', '. ', ' ', '😀'))
      .map((some) => some.join(''))
    fc.assert(
      fc.property(fc.option(words, { nil: '' }), words, fc.boolean(), (title, text, seesPii) => {
        placesFit(presentMention(mention({ ...(title ? { title } : {}), text }), seesPii))
      }),
    )
  })
})

describe('who may see what', () => {
  it.each([
    ['[pii marketing]', ['pii', 'marketing']],
    ['pii', ['pii']],
    ['pii,marketing', ['pii', 'marketing']],
    [['pii'], ['pii']],
    ['[]', []],
    [undefined, []],
  ])('is told by the groups of the token: %j', (claim, groups) => {
    expect(groupsIn(claim)).toEqual(groups)
  })

  it('holds for any text', () => {
    expect(shownText('jane@example.com', true)).toBe('jane@example.com')
    expect(shownText('jane@example.com', false)).toBe('[email]')
  })
})
