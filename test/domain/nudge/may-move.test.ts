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
    anew: fc.subarray(['loyal', 'quiet-60d', 'new']),
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

  const loyal = { segments: { loyal: NOON } }
  const use = { journey: { stage: 'use' as const, since: NOON } }

  it.each([
    ['the first scores of somebody who is nowhere', undefined, {}, false],
    ['the first scores of somebody in a segment', undefined, loyal, true],
    ['the same again', { ...loyal, ...use }, { segments: { loyal: 'later' }, ...use }, false],
    ['a segment that was left', loyal, {}, true],
    ['a segment that was defined anew', {}, { ...loyal, anew: ['loyal'] }, false],
    ['a segment that was taken away', loyal, { anew: ['loyal'] }, false],
    ['a segment beside one that was defined anew', {}, { segments: { loyal: NOON, new: NOON }, anew: ['new'] }, true],
    ['another stage', use, { journey: { stage: 'renewal' as const, since: NOON } }, true],
    ['no stage any more', use, {}, false],
  ])('is: %s', (_, before, after, expected) => {
    expect(mayMove(before, after)).toBe(expected)
  })
})
