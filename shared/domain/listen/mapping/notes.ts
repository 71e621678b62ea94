import { describe, type Problem } from '../../respond/problems.ts'
import { LIMITS } from './mapping.ts'

/** Notes what is wrong at a place, and gives nothing back, so that a reader can end with it. */
export type Notes = {
  (at: string, came: unknown, expected: string): undefined
  /** Counts an expression; false when there are too many of them. */
  another: () => boolean
}

/** More problems than these nobody reads. */
const MOST = 100

/** Begins to take notes. */
export const notes = (): { note: Notes; problems: Problem[] } => {
  const problems: Problem[] = []
  let expressions = 0
  const note = (at: string, came: unknown, expected: string): undefined => {
    if (problems.length < MOST) problems.push({ at, came: describe(came), expected })
    return undefined
  }
  const another = (): boolean => {
    expressions += 1
    return expressions <= LIMITS.expressions
  }
  return { note: Object.assign(note, { another }), problems }
}
