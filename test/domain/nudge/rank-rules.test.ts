import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { OtherDecision } from '../../../shared/domain/nudge/context.ts'
import { decide } from '../../../shared/domain/nudge/decide.ts'
import { type Candidate, type ContentAsk, choose } from '../../../shared/domain/nudge/rank.ts'
import { candidate, decideInput, NOON, other, recipe } from './factories.ts'

const content = (changes: Record<string, unknown> = {}) =>
  recipe({ content: { pick: 'stage', stages: ['use'], minScore: 0, ...changes } })
const ask = (changes: Partial<ContentAsk> = {}): ContentAsk => ({
  ...{ now: NOON, recipe: content(), hosts: ['community.example'], subject: { title: 'Descaling light' } },
  ...{ identities: ['forum:1'], seen: new Set(), languages: [['en']] },
  ...changes,
})
const chosenId = (pieces: readonly Candidate[], of: ContentAsk = ask()) => choose(pieces, of).chosen?.id

describe('what may be chosen at all', () => {
  const service = content({ service: true })

  it('is out already', () => {
    expect(chosenId([candidate({ publishedAt: NOON })])).toBe('descaling')
    expect(chosenId([candidate({ publishedAt: '2027-01-01T00:00:00.000Z' })])).toBeUndefined()
  })

  it('is not negative, except to help with what went wrong', () => {
    const sour = candidate({ traits: { negative: true } })
    expect(chosenId([sour])).toBeUndefined()
    const help = candidate({ traits: { negative: true, service: true } })
    expect(chosenId([help], ask({ recipe: service }))).toBe('descaling')
  })

  it('is a service article where the recipe asks for one', () => {
    expect(chosenId([candidate()], ask({ recipe: service }))).toBeUndefined()
    expect(chosenId([candidate({ traits: { service: true } })], ask({ recipe: service }))).toBe('descaling')
    expect(chosenId([candidate({ traits: { service: true } })])).toBe('descaling')
  })

  it.each([
    [0, 3, true],
    [0, 4, false],
    [10, 20, true],
    [1, 20, false],
  ])('is of use to somebody: %s of %s found it helpful', (helpful, votes, chosen) => {
    expect(chosenId([candidate({ helpful, votes })]) === 'descaling').toBe(chosen)
    expect(chosenId([candidate({ helpful, votes, staffPick: true })])).toBe('descaling')
  })

  it('is at an address that the person was not sent to, whatever it is called', () => {
    const seen = new Set(['https://community.example/t/1'])
    expect(choose([candidate({ id: 'same', url: 'https://community.example/t/1' })], ask({ seen }))).toMatchObject({
      reason: 'seen_all',
    })
  })
})

describe('the same author twice in a row', () => {
  const best = candidate({ id: 'a', authors: ['forum:7', 'forum:8'], staffPick: true })
  const second = candidate({ id: 'b', authors: ['forum:9'] })

  it('gives way to the next best of somebody else', () => {
    expect(chosenId([best, second])).toBe('a')
    expect(chosenId([best, second], ask({ lastAuthors: ['forum:8'] }))).toBe('b')
  })

  it('is better than nothing', () => {
    expect(chosenId([best], ask({ lastAuthors: ['forum:8'] }))).toBe('a')
  })

  it('is whoever wrote what the latest email pointed to', () => {
    const sent = (day: number, author: string): OtherDecision =>
      other({
        ...{ id: `d${day}`, state: 'sent', sentAt: `2026-0${day}-01T00:00:00.000Z`, recipe: 'low' },
        ...{ contentId: `c${day}`, contentUrl: `https://community.example/c${day}`, contentAuthors: [author] },
      })
    const last = (others: OtherDecision[]) => {
      const decided = decide(decideInput({ recipe: content(), candidates: [best, second], others }))
      return 'content' in decided ? decided.content : undefined
    }
    expect(last([sent(3, 'forum:7'), sent(2, 'forum:9')])).toMatchObject({ id: 'b', authors: ['forum:9'] })
    expect(last([sent(2, 'forum:7'), sent(3, 'forum:9')])).toMatchObject({ id: 'a' })
  })
})

describe('over a life with many accounts', () => {
  it('nobody is ever pointed to the same piece, or the same place, twice', () => {
    const pieces = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        place: fc.constantFrom('1', '2', '3', '4'),
        author: fc.constantFrom('forum:1', 'forum:2', 'github:3'),
      }),
      { minLength: 1, maxLength: 8 },
    )
    const step = fc.record({
      pieces,
      outcome: fc.constantFrom('queued', 'sending', 'sent', 'unknown', 'held'),
      by: fc.constantFrom('forum:1', 'forum:2', 'email:a'),
      visited: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 2 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const others: OtherDecision[] = []
        const pointed: { id: string; url: string }[] = []
        for (const [at, { pieces: found, outcome, visited, by }] of steps.entries()) {
          const candidates = found.map(({ id, place, author }) =>
            candidate({ id, url: `https://community.example/${place}`, authors: [author] }),
          )
          const input = decideInput({ recipe: content(), candidates, identities: [by, 'forum:2'] })
          const decided = decide({ ...input, others, visited: new Set(visited) })
          const chosen = 'content' in decided ? decided.content : undefined
          if (!chosen) continue
          expect(visited).not.toContain(chosen.id)
          expect(chosen.authors).not.toContain('forum:2')
          expect(pointed.map(({ id }) => id)).not.toContain(chosen.id)
          expect(pointed.map(({ url }) => url)).not.toContain(chosen.url)
          if (outcome !== 'held') pointed.push(chosen)
          // Long ago, so that no cap and no cooldown is what keeps it from being sent.
          others.push(
            other({
              ...{ id: `n${at}`, recipe: 'low', state: outcome, sentAt: `2025-01-${10 + at}T00:00:00.000Z` },
              ...{ contentId: chosen.id, contentUrl: chosen.url, contentAuthors: chosen.authors ?? [] },
              subject: { platform: 'forum', id: `s${at}`, kind: 'post', at: '2025-01-01T00:00:00.000Z' },
            }),
          )
        }
      }),
    )
  })
})
