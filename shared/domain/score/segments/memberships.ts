import { type Evaluated, evaluate, lookAt } from './evaluate.ts'
import type { Subject } from './moving.ts'
import type { Rule } from './rule.ts'

/** A segment as it is evaluated: which change of it this is, and its rule. */
export type Segment = { id: string; rev: number; rule: Rule }

/** What becomes of a person's memberships. */
export type Memberships = {
  /** Segments that the person is in now and was not before. */
  entered: string[]
  /** Segments that the person was in and is not any more, those that are no longer there among them. */
  left: string[]
  /** The earliest moment (milliseconds) at which a membership could change by itself; undefined for never. */
  nextChangeAt?: number
}

/**
 * Which segments a person enters and leaves. The same again, with what it said done, changes nothing.
 * @param before ids of the segments that the person is in so far
 * @param now milliseconds
 */
export const evaluateSegments = (
  subject: Subject,
  segments: readonly Segment[],
  before: Iterable<string>,
  now: number,
): Memberships => {
  const look = lookAt(subject, now)
  const results = new Map(segments.map(({ id, rule }): [string, Evaluated] => [id, evaluate(rule, look, now)]))
  const was = new Set(before)
  const isIn = (id: string): boolean => results.get(id)?.match === true
  const next = Math.min(...[...results.values()].map(({ nextChangeAt }) => nextChangeAt))
  return {
    entered: [...results.keys()].filter((id) => isIn(id) && !was.has(id)),
    left: [...was].filter((id) => !isIn(id)),
    ...(Number.isFinite(next) ? { nextChangeAt: next } : {}),
  }
}
