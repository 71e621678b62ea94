import type { KeptScores } from './moved.ts'

const names = (scores: Pick<KeptScores, 'segments'> | undefined): string =>
  Object.keys(scores?.segments ?? {})
    .sort()
    .join(' ')

/**
 * Whether a change of a person's scores may be news to a recipe: another stage, or other segments by the same definitions. Most changes
 * are not, as the nightly pass writes many; whoever listens is told by `moved` on the item and never wakes up for the others.
 * @returns true wherever `movesOf` finds anything
 */
export const mayMove = (
  before: Pick<KeptScores, 'segments' | 'segmentsRev' | 'journey'> | undefined,
  after: Pick<KeptScores, 'segments' | 'segmentsRev' | 'journey'>,
): boolean => {
  if (after.journey !== undefined && before?.journey?.stage !== after.journey.stage) return true
  const anew = before !== undefined && before.segmentsRev !== after.segmentsRev
  return !anew && names(before) !== names(after)
}
