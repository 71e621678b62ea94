import * as z from 'zod/mini'
import type { Segment } from './memberships.ts'
import { READY } from './ready.ts'

/** The id of a segment. */
export const segmentId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,40}$/, "expected a segment's id: lower-case letters, digits and dashes"))

/** How many segments a stage may have. */
export const MOST_SEGMENTS = 200

/** A segment as it stands: a ready-made one until somebody has changed it. */
export type Definition = Segment & {
  name: string
  description?: string
  /** It comes with Earshot, and nobody has changed it. */
  ready: boolean
  /** Who changed it last, and when. */
  by?: string
  at?: string
}

/** What somebody said of a segment; without a rule: that it is to go. */
export type Defined = Omit<Definition, 'ready' | 'rule'> & { rule?: Segment['rule'] }

/** Ready-made segments, unless somebody has said otherwise, and all others; in the order of their ids. */
export const definitionsOf = (defined: readonly Defined[], readyRev: number): Definition[] => {
  const said = new Set(defined.map(({ id }) => id))
  const ready = READY.filter(({ id }) => !said.has(id)).map((one) => ({ ...one, rev: readyRev, ready: true }))
  const own = defined.flatMap(({ rule, ...one }) => (rule === undefined ? [] : [{ ...one, rule, ready: false }]))
  return [...ready, ...own].sort((a, b) => (a.id < b.id ? -1 : 1))
}
