import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { search } from '../../../shared/domain/nudge/search.ts'
import { candidate, NOON } from './factories.ts'

const descaling = candidate({ id: 'descaling', title: 'Descaling light stays on', helpful: 12, votes: 14 })
const grinder = candidate({
  id: 'grinder',
  title: 'Grinder is too loud',
  text: 'Tighten the burrs.',
  topics: ['noise'],
})
const returns = candidate({
  ...{ id: 'returns', title: 'Returns and refunds', text: 'Send the grinder back.', topics: [], accepted: false },
  ...{ exclusive: false, traits: { service: true, own: false, site: 'Fix It' } },
})
const all = [descaling, grinder, returns]
const idsFor = (words: string) => search(words, all, NOON).map(({ piece }) => piece.id)

describe('a search in the catalogue', () => {
  it('finds what has a word of it, the best first, and says why', () => {
    expect(idsFor('loud grinder')).toEqual(['grinder', 'returns'])
    const [first, second] = search('refunds for a grinder', all, NOON)
    expect(first?.why).toEqual(['about “refunds”', 'a service article', 'on Fix It'])
    expect(second?.why).toContain('has an accepted answer')
    expect(search('the light', [candidate({ ...descaling, traits: { own: false } })], NOON)[0]?.why).toContain(
      'on another site',
    )
  })

  it('finds nothing for words that nobody wrote, or that say nothing', () => {
    expect(idsFor('bicycle')).toEqual([])
    expect(idsFor('the of and')).toEqual([])
    expect(search('descaling', [], NOON)).toEqual([])
  })

  it('has scores from 0 to 1 that fall, and is the same in any order of the catalogue', () => {
    const pieces = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        title: fc.constantFrom('Descaling light', 'Loud grinder', 'Milk foam', 'Light roast'),
        helpful: fc.nat(20),
      }),
      { selector: ({ id }) => id },
    )
    fc.assert(
      fc.property(pieces, fc.constantFrom('light', 'loud light', 'milk'), (made, words) => {
        const catalogue = made.map((one) => candidate({ ...one, votes: 20 }))
        const hits = search(words, catalogue, NOON)
        expect(hits).toEqual(search(words, [...catalogue].reverse(), NOON))
        const scores = hits.map(({ score }) => score)
        expect(scores).toEqual([...scores].sort((a, b) => b - a))
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true)
      }),
    )
  })
})
