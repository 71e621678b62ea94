import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { mayMove } from '../../../shared/domain/nudge/may-move.ts'
import { type KeptScores, movesOf } from '../../../shared/domain/nudge/moved.ts'
import { STAGES } from '../../../shared/domain/nudge/stages.ts'
import { DAY, isoOf } from '../../../shared/domain/time.ts'
import { NOON } from './factories.ts'

const START = Date.parse('2026-06-01T00:00:00.000Z')
const day = fc.integer({ min: 0, max: 9 }).map((days) => START + days * DAY)
const iso = day.map(isoOf)

const scores: fc.Arbitrary<KeptScores> = fc.record(
  {
    computedAt: iso,
    segments: fc.dictionary(fc.constantFrom('loyal', 'quiet-60d', 'new'), iso),
    segmentsRev: fc.integer({ min: 1, max: 2 }),
    journey: fc.record({ stage: fc.constantFrom(...STAGES), since: iso }),
    made: fc.record({ last: day }),
  },
  { requiredKeys: ['computedAt'] },
)

describe('whether a change of scores is told to whom recipes begin with it', () => {
  it('is so wherever it is news to any recipe', () => {
    fc.assert(
      fc.property(fc.option(scores, { nil: undefined }), scores, (before, after) => {
        if (movesOf(before, after).length > 0) expect(mayMove(before, after)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  const in2 = { segments: { loyal: NOON }, segmentsRev: 2 }
  const use = { journey: { stage: 'use' as const, since: NOON } }

  it.each([
    ['the first scores of somebody who is nowhere', undefined, {}, false],
    ['the first scores of somebody in a segment', undefined, in2, true],
    ['the same again', { ...in2, ...use }, { segments: { loyal: 'later' }, segmentsRev: 2, ...use }, false],
    ['a segment that was left', in2, { segmentsRev: 2 }, true],
    ['a segment that was defined anew', { segmentsRev: 1 }, in2, false],
    ['another stage', use, { journey: { stage: 'renewal' as const, since: NOON } }, true],
    ['no stage any more', use, {}, false],
  ])('is: %s', (_, before, after, expected) => {
    expect(mayMove(before, after)).toBe(expected)
  })
})
