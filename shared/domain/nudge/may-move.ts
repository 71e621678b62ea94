import type { KeptScores } from './moved.ts'

const names = (segments: KeptScores['segments'] = {}, anew: KeptScores['anew'] = []): string =>
  Object.keys(segments)
    .filter((segment) => !anew.includes(segment))
    .sort()
    .join(' ')

/**
 * Whether a change of a person's scores may be news to a recipe: another stage, or other segments by the same definitions. Most changes
 * are not, as the nightly pass writes many; whoever listens is told by `moved` on the item and never wakes up for the others.
 * @returns true wherever `movesOf` finds anything
 */
export const mayMove = (
  before: Pick<KeptScores, 'segments' | 'journey'> | undefined,
  after: Pick<KeptScores, 'segments' | 'anew' | 'journey'>,
): boolean => {
  if (after.journey !== undefined && before?.journey?.stage !== after.journey.stage) return true
  return names(before?.segments, after.anew) !== names(after.segments, after.anew)
}
