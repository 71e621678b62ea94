import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { consentFor, mergeConsent, type TopicWord } from '../../../shared/domain/nudge/consent.ts'

const word = (over: Partial<TopicWord> = {}) => ({
  topics: ['tips'],
  granted: true,
  basis: 'soft-opt-in' as const,
  wording: 'v1',
  source: 'shop',
  at: '2026-01-01T00:00:00.000Z',
  ...over,
})
const signUp = (at: string) => word({ signUp: true, at })
const optOut = word({ granted: false, basis: 'consent', source: 'page', at: '2026-01-02T00:00:00.000Z' })

describe('the word that follows from a sign-up', () => {
  it('allows mail while the person has said nothing', () => {
    expect(consentFor(mergeConsent({}, signUp('2026-01-01T00:00:00.000Z')), 'tips')).toMatchObject({ allowed: true })
  })

  it('does not undo an opt-out, however much later the next purchase is', () => {
    const topics = [optOut, signUp('2026-03-01T00:00:00.000Z')].reduce(mergeConsent, {})
    expect(consentFor(topics, 'tips')).toEqual({ allowed: false, reason: 'topic_off' })
  })

  it('does not beat an opt-out from all topics either', () => {
    const all = { ...optOut, topics: ['*'] }
    const topics = [signUp('2026-03-01T00:00:00.000Z'), all].reduce(mergeConsent, {})
    expect(consentFor(topics, 'tips')).toEqual({ allowed: false, reason: 'all_off' })
  })

  it('keeps the first of several sign-ups and changes nothing for the same one', () => {
    const first = signUp('2026-01-01T00:00:00.000Z')
    const topics = mergeConsent({}, first)
    expect(mergeConsent(topics, first)).toBe(topics)
    expect(mergeConsent(topics, signUp('2026-02-01T00:00:00.000Z'))).toBe(topics)
    expect(mergeConsent(mergeConsent({}, signUp('2026-02-01T00:00:00.000Z')), first)).toEqual(topics)
  })

  it('ends the same in any order', () => {
    const days = ['01', '02', '03', '04']
    const words = fc.array(
      fc.record({ day: fc.constantFrom(...days), granted: fc.boolean(), signUp: fc.constantFrom(true, undefined) }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(words, fc.infiniteStream(fc.nat()), (list, order) => {
        const all = list.map(({ day, granted, signUp: isSignUp }) =>
          word({ at: `2026-01-${day}T00:00:00.000Z`, granted, ...(isSignUp ? { signUp: true, granted: true } : {}) }),
        )
        const ranks = new Map(all.map((one) => [one, order.next().value ?? 0]))
        const shuffled = all.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0))
        expect(shuffled.reduce(mergeConsent, {})).toEqual(all.reduce(mergeConsent, {}))
      }),
    )
  })
})
