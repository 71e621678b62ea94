import { DAY, monthStart } from '../time.ts'
import { type Explained, type Line, short } from './explained.ts'

/** What one month's rollup says of participation. `wf`: see {@link participation}; `w`: weights times 100. */
export type MonthOfMentions = { month: string; wf?: number; w?: number }

/** Days in which participation halves. */
export const HALF_LIFE = 30

/**
 * How much somebody takes part at a moment: every mention counts 1 when it is written and half as much 30 days later.
 * Computed from monthly sums by forward decay (Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009): `wf` is the sum of
 * `round(1000 * 2^((t - start of the month) / 30 days))`, so participation is the sum over months of
 * `wf / 1000 * 2^(-(at - start of the month) / 30 days)`.
 * @param at milliseconds since the epoch; months that begin later count as nothing
 */
export const participation = (months: readonly MonthOfMentions[], at: number): Explained => {
  const lines = months.flatMap(({ month, wf = 0 }): Line[] => {
    const age = (at - monthStart(month)) / DAY
    if (wf === 0 || age < 0) return []
    const weight = 2 ** (-age / HALF_LIFE)
    return [{ what: `written in ${month}`, input: wf / 1_000, weight: short(weight), gives: (wf / 1_000) * weight }]
  })
  const value = lines.reduce((sum, { gives }) => sum + gives, 0)
  return { value, lines: lines.map((line) => ({ ...line, gives: short(line.gives) })) }
}

/**
 * A place on a board that stays right while nobody does anything: `log2(participation) + days / 30`. All participations
 * halve alike, so the order of two idle people never changes and their places need no rewriting.
 * @returns undefined for no participation, which has no place
 */
export const placeOf = (value: number, at: number): number | undefined =>
  value > 0 ? Math.log2(value) + at / DAY / HALF_LIFE : undefined

/** The participation that a place stands for at a moment: the inverse of {@link placeOf}. */
export const participationAt = (place: number, at: number): number => 2 ** (place - at / DAY / HALF_LIFE)

/** When participation will have fallen to `threshold`, in milliseconds since the epoch, if nothing more is written. */
export const fallsTo = (threshold: number, place: number): number => (place - Math.log2(threshold)) * HALF_LIFE * DAY
