import type { Ranks } from '../domain/score/boards.ts'
import type { OutsideRole } from '../domain/score/inputs.ts'
import type { KeptJourney } from '../domain/score/journey/reached.ts'
import type { Level } from '../domain/score/level.ts'
import type { Made } from '../domain/score/made.ts'
import type { NightlyInputs, ScoreName } from '../domain/score/scores.ts'
import type { Iso } from '../domain/time.ts'

/** The shapes of what is derived for scores. All of it can be computed again. */

/** Where an account stands among those who reply to each other, worked out every night and written when it changes. */
export type NetworkPlaceItem = {
  pk: string
  sk: 'R#rank'
  type: 'place'
  replies: number
  rank: number
  computedAt: Iso
}

/**
 * The scores of a person, as they were when something was last heard of it or last changed by itself. How each came about is
 * computed again when somebody asks, from the same facts.
 */
export type ScoresItem = {
  pk: string
  sk: 'SCORES'
  type: 'scores'
  personId: string
  /** Rises with every write: who read an earlier one writes nothing. */
  ver: number
  /** The person's version that they were computed from. */
  personVer: number
  computedAt: Iso
  /** The version of the settings that they were computed with. */
  settings: string
  /** The night whose results they were computed with. */
  night?: string
  values: { [Name in ScoreName]?: number }
  /** Interval of satisfaction. */
  interval?: readonly [number, number]
  /** What they were made of, for the nightly pass. */
  made: Made
  role?: OutsideRole
  level?: Level
  /** Since when love has been too low for the level. */
  lowSince?: Iso
  /** The stage of the journey, since when, and when another takes over by itself. Missing: not one of the community. */
  journey?: KeptJourney
  /** The ranks on the boards that the person is on. */
  boards: Ranks
  /** Index `rank`: the place on the board that people move on most, participation. The other boards have items of their own. */
  rk?: string
  rs?: number
  /** When it is looked at again, if nothing is heard until then. */
  due?: Iso
  /** The segments that the person is in, and since when. */
  segments?: Readonly<Record<string, Iso>>
  /** The revision of all segments that they were found by: who knows only an earlier one reads them again. */
  segmentsRev?: number
  /** Of the segments that this write entered or left, those whose definition is later than the one before: they are no news. */
  anew?: readonly string[]
  /** This write brought another stage or other segments: nudge-plan is woken by nothing else. Missing: it did not. */
  moved?: true
  /** Index `queue`: everybody who has scores. */
  q: string
  qs: string
}

/** A person's place on a board other than participation. */
export type BoardItem = {
  pk: string
  sk: string
  type: 'place-on-board'
  /** Index `rank`. */
  rk: string
  rs: number
}

/** Something about a person changes by itself. Index `queue`. */
export type DueItem = { pk: string; sk: 'DUE'; type: 'due'; q: string; qs: string }

/** What the last night found out about all people together. */
export type NightlyItem = NightlyInputs & {
  pk: string
  sk: 'RESULT'
  type: 'nightly'
  computedAt: Iso
  /** People who were looked at. */
  people: number
  nps?: { points: number; promoters: number; detractors: number; of: number }
}

/** How far a nightly pass is. */
export type RunItem = {
  pk: string
  sk: 'RUN'
  type: 'run'
  /** The day whose night it is, `2026-11-21`. */
  day: string
  startedAt: Iso
  /** Reading the table, telling what came of it, done. */
  phase: 'scan' | 'tell' | 'done'
  /** By part of the table: where the reading goes on (none: at the beginning), the chunks so far, and whether it is done. */
  segments: Record<string, { from?: Record<string, unknown>; chunks: number; done: boolean }>
  /** How many of the things to tell have been told. */
  told: number
  /** Until when somebody works on it. */
  lease: Iso
}

/** Some of what a nightly pass has read, packed. */
export type ChunkItem = { pk: string; sk: string; type: 'chunk'; packed: Uint8Array; expires: number }
