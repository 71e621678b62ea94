import { DAY, isoOf } from '../time.ts'
import { type Explained, type Line, short } from './explained.ts'
import type { MonthOfMentions } from './participation.ts'

/** The levels of the Orbit model, the innermost first. */
export const LEVELS = ['leading', 'contributing', 'participating', 'exploring'] as const
export type Level = (typeof LEVELS)[number]

/** The love from which on somebody is on each level but the outermost. */
export type Thresholds = { leading: number; contributing: number; participating: number }

/** What an activity loses of its worth in a month. */
const KEPT_PER_MONTH = 0.9
/** Below this share of a level's threshold for a week, and the level is lost. */
const HOLDS_AT = 0.8
const HOLDS_FOR = 7 * DAY

const monthsBetween = (from: string, to: string): number => {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number)
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number)
  return (toYear - fromYear) * 12 + toMonth - fromMonth
}

/**
 * Love as the Orbit model (github.com/orbit-love/orbit-model) has it: every activity's weight, times 0.9 for each month since.
 * @param now the month that it is, `2026-11`; later months count as nothing
 */
export const love = (months: readonly MonthOfMentions[], now: string): Explained => {
  const lines = months.flatMap(({ month, w = 0 }): Line[] => {
    const age = monthsBetween(month, now)
    if (w === 0 || age < 0) return []
    const weight = KEPT_PER_MONTH ** age
    return [{ what: `done in ${month}`, input: w / 100, weight: short(weight), gives: short((w / 100) * weight) }]
  })
  return { value: short(lines.reduce((sum, { gives }) => sum + gives, 0)), lines }
}

/** A level, and since when (milliseconds) love has been too low for it, if it is. */
export type Standing = { level: Level; lowSince?: number }

const reached = (value: number, thresholds: Thresholds, factor: number): Level => {
  for (const level of ['leading', 'contributing', 'participating'] as const)
    if (value >= thresholds[level] * factor) return level
  return 'exploring'
}

const isAtLeast = (level: Level, than: Level): boolean => LEVELS.indexOf(level) <= LEVELS.indexOf(than)

/**
 * The level that love gives, without flicker: up at once; down only after a week below 0.8 of the level's threshold.
 * @param before the standing so far; undefined for somebody new
 * @param at milliseconds since the epoch
 * @returns the standing, and when it falls by itself if love stays as it is
 */
export const standing = (
  value: number,
  thresholds: Thresholds,
  before: Standing | undefined,
  at: number,
): Standing & { fallsAt?: number } => {
  const up = reached(value, thresholds, 1)
  if (before === undefined || isAtLeast(up, before.level)) return { level: up }
  const supported = reached(value, thresholds, HOLDS_AT)
  if (isAtLeast(supported, before.level)) return { level: before.level }
  const lowSince = before.lowSince ?? at
  if (at - lowSince >= HOLDS_FOR) return { level: supported }
  return { level: before.level, lowSince, fallsAt: lowSince + HOLDS_FOR }
}

/** Months after which nothing is left of any love worth a level. */
const FAR_AHEAD = 240

const startAfter = (month: string, ahead: number): number => {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return Date.UTC(year, number - 1 + ahead, 1)
}

/** When love will have been too low for a level for a week, if nothing more is done. */
const fallsAfter = (value: number, least: number, month: string): number | undefined => {
  for (let ahead = 1; ahead <= FAR_AHEAD; ahead++)
    if (short(value * KEPT_PER_MONTH ** ahead) < least) return startAfter(month, ahead) + HOLDS_FOR
  return undefined
}

/**
 * The level at a moment, by going through the months from the first one: what was done in a month counts from its beginning. So a
 * level depends on nothing but what was done: counted again it is the same, and who is parted again from another account has the
 * level from before.
 * @param at milliseconds since the epoch; later months count as nothing
 * @returns the standing, and when it falls by itself if nothing more is done
 */
export const levelAt = (
  months: readonly MonthOfMentions[],
  thresholds: Thresholds,
  at: number,
): Standing & { changesAt?: number } => {
  const now = isoOf(at).slice(0, 7)
  const done = new Map(months.map(({ month, w = 0 }) => [month, w / 100]))
  const first = [...done.keys()].sort()[0] ?? now
  let [value, standingSoFar]: [number, Standing & { fallsAt?: number }] = [0, { level: 'exploring' }]
  for (let ahead = 0; startAfter(first, ahead) <= at; ahead++) {
    const start = startAfter(first, ahead)
    value = value * KEPT_PER_MONTH + (done.get(isoOf(start).slice(0, 7)) ?? 0)
    const held = standing(short(value), thresholds, standingSoFar, start)
    standingSoFar = standing(short(value), thresholds, held, Math.min(at, startAfter(first, ahead + 1) - 1))
  }
  const { level, lowSince, fallsAt } = standingSoFar
  const least = level === 'exploring' ? 0 : thresholds[level] * HOLDS_AT
  const changesAt = fallsAt ?? fallsAfter(value, least, now)
  return { level, ...(lowSince === undefined ? {} : { lowSince }), ...(changesAt === undefined ? {} : { changesAt }) }
}
