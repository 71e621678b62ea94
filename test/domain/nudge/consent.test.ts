import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  ALL_TOPICS,
  type ConsentWord,
  consentFor,
  mergeConsent,
  type TopicWord,
} from '../../../shared/domain/nudge/consent.ts'

const word = (over: Partial<ConsentWord> = {}): ConsentWord => ({
  topics: ['answers'],
  granted: true,
  basis: 'consent',
  wording: 'w1',
  source: 'discourse',
  at: '2026-01-01T00:00:00.000Z',
  ...over,
})

const merged = (words: readonly ConsentWord[]): Readonly<Record<string, TopicWord>> =>
  words.reduce<Readonly<Record<string, TopicWord>>>(mergeConsent, {})

const anyWord: fc.Arbitrary<ConsentWord> = fc.record({
  topics: fc.uniqueArray(fc.constantFrom('answers', 'advocates', ALL_TOPICS, '__proto__'), { minLength: 1 }),
  granted: fc.boolean(),
  basis: fc.constantFrom('consent' as const, 'soft-opt-in' as const, 'contract' as const),
  wording: fc.constantFrom('w1', 'w2'),
  source: fc.constantFrom('discourse', 'unsubscribe'),
  at: fc.integer({ min: 1, max: 4 }).map((day) => `2026-01-0${day}T00:00:00.000Z`),
})

describe('merging consent', () => {
  it('ends alike in any order and with any repetition', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (words, random) => {
        const shuffled = [...words, ...words].map((value) => ({ value, by: random.next().value ?? 0 }))
        shuffled.sort((a, b) => a.by - b.by)
        const sorted = (topics: Readonly<Record<string, TopicWord>>) =>
          Object.entries(topics).sort(([a], [b]) => (a < b ? -1 : 1))
        expect(sorted(merged(shuffled.map(({ value }) => value)))).toEqual(sorted(merged(words)))
      }),
    )
  })

  it('keeps the same object when nothing changes', () => {
    const topics = merged([word()])
    expect(mergeConsent(topics, word())).toBe(topics)
    expect(mergeConsent(topics, word({ at: '2025-01-01T00:00:00.000Z', granted: false }))).toBe(topics)
  })

  it('lets the newest word win and a withdrawal of the same moment', () => {
    const later = '2026-02-01T00:00:00.000Z'
    expect(merged([word(), word({ granted: false, at: later })]).answers?.granted).toBe(false)
    expect(merged([word({ granted: false }), word({ at: later })]).answers?.granted).toBe(true)
    expect(merged([word(), word({ granted: false })]).answers?.granted).toBe(false)
    expect(merged([word({ granted: false }), word()]).answers?.granted).toBe(false)
  })
})

describe('asking for consent', () => {
  const later = '2026-02-01T00:00:00.000Z'

  it('finds none where nothing was said', () => {
    expect(consentFor({}, 'answers')).toEqual({ allowed: false, reason: 'no_consent' })
    expect(consentFor(merged([word()]), 'advocates')).toEqual({ allowed: false, reason: 'no_consent' })
    expect(consentFor({}, '__proto__')).toEqual({ allowed: false, reason: 'no_consent' })
  })

  it('answers with the word that allows', () => {
    const answer = consentFor(merged([word()]), 'answers')
    expect(answer).toMatchObject({ allowed: true, word: { basis: 'consent', wording: 'w1' } })
  })

  it('says whether one topic or all are off', () => {
    expect(consentFor(merged([word({ granted: false })]), 'answers')).toMatchObject({ reason: 'topic_off' })
    const all = merged([word(), word({ topics: [ALL_TOPICS], granted: false, at: later })])
    expect(consentFor(all, 'answers')).toMatchObject({ reason: 'all_off' })
    expect(consentFor(all, 'advocates')).toMatchObject({ reason: 'all_off' })
  })

  it('lets a newer word on the topic win over an older one on all, and the other way round', () => {
    const again = merged([word({ topics: [ALL_TOPICS], granted: false }), word({ at: later })])
    expect(consentFor(again, 'answers').allowed).toBe(true)
    expect(consentFor(again, 'advocates').allowed).toBe(false)
    const off = merged([word({ topics: [ALL_TOPICS] }), word({ granted: false, at: later })])
    expect(consentFor(off, 'answers')).toMatchObject({ reason: 'topic_off' })
    expect(consentFor(off, 'advocates').allowed).toBe(true)
  })
})
