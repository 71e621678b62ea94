import { DAY, isoOf, monthOf, monthStart } from '../../time.ts'
import { activeDays, type MonthFacts, orderDays, type PersonFacts } from '../facts.ts'
import { feelingsAt } from '../inputs.ts'
import { HALF_LIFE, placeOf } from '../participation.ts'
import { saysEnough } from '../satisfaction.ts'
import type { Scores } from '../scores.ts'
import type { Signal, Step } from './signal.ts'

/** What segments are asked about: what is known of a person, and the scores that were made of it. */
export type Subject = {
  facts: PersonFacts
  scores: Scores
  /** The currency that spending is counted in, `EUR`. */
  currency: string
}

/** The latest so many calendar months or days (UTC), the current one included. */
export type Window = { months: number } | { days: number }

/** What counts without a window: rollups are kept so long. */
const ALL: Window = { months: 36 }

/** When something counted on a day or in a month (`from`, its start) is no longer in a window. */
const leaves = (from: number, window: Window): number => {
  if ('days' in window) return from + window.days * DAY
  const date = new Date(from)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + window.months, 1)
}

/** Each count comes with its day or month and goes with its window. */
const stepsOf = (counts: readonly { at: number; count: number }[], window: Window = ALL): Signal => {
  const changes = counts
    .filter(({ count }) => count !== 0)
    .flatMap(({ at, count }) => [
      { from: at, by: count },
      { from: leaves(at, window), by: -count },
    ])
    .sort((a, b) => a.from - b.from)
  const steps: Step[] = []
  let value = 0
  for (const { from, by } of changes) {
    value += by
    if (steps.at(-1)?.from === from) steps.pop()
    steps.push({ from, value })
  }
  return { kind: 'steps', steps }
}

/** Works something out of a person's months once, however many rules ask for it. */
const once = <T>(make: (months: readonly MonthFacts[]) => T): ((months: readonly MonthFacts[]) => T) => {
  const made = new WeakMap<readonly MonthFacts[], { value: T }>()
  return (months) => {
    const known = made.get(months) ?? { value: make(months) }
    made.set(months, known)
    return known.value
  }
}

const byMonth = once((months) => months.map((month) => ({ at: monthStart(month.month), month })))
const daysBy = { days: once(activeDays), orderDays: once(orderDays) }

/** What is counted by the month. */
export const counted = (
  months: readonly MonthFacts[],
  of: (month: MonthFacts) => number,
  window: Window | undefined,
): Signal =>
  stepsOf(
    byMonth(months).map(({ at, month }) => ({ at, count: of(month) })),
    window,
  )

/** What is counted by the day: everything done, or orders. */
export const countedByDay = (
  months: readonly MonthFacts[],
  which: 'days' | 'orderDays',
  window: Window | undefined,
): Signal => stepsOf(daysBy[which](months), window)

/** The last day (its start) on which anything was done, or ordered. */
export const lastDay = (months: readonly MonthFacts[], which: 'days' | 'orderDays'): number | undefined =>
  daysBy[which](months).at(-1)?.at

/** Months that have begun, and when the next of those that have not does: what is dated ahead counts from then on. */
const begun = ({ facts }: Subject, now: number): { months: readonly MonthFacts[]; until?: number } => {
  const current = monthOf(isoOf(now))
  const ahead = facts.months.find(({ month }) => month > current)
  if (!ahead) return { months: facts.months }
  return { months: facts.months.filter(({ month }) => month <= current), until: monthStart(ahead.month) }
}

/** What was written fades alike, month by month, so that one place stands for all of it. */
export const readParticipation = (subject: Subject, now: number): Signal => {
  const { months, ...until } = begun(subject, now)
  let value = 0
  for (const { month, wf = 0 } of months) value += (wf / 1_000) * 2 ** (-(now - monthStart(month)) / DAY / HALF_LIFE)
  // Nobody ever falls to nothing; somebody of whom nothing is known takes part with 0.
  return { kind: 'halving', place: placeOf(value, now) ?? Number.NEGATIVE_INFINITY, ...until }
}

/** Feelings at a moment: not known while too little was said, which no passing of time changes. */
export const readSatisfaction = (subject: Subject, now: number): Signal => {
  const { months, ...until } = begun(subject, now)
  const { weight, weight2, sum } = feelingsAt(months, now)
  if (!saysEnough({ weight, weight2 })) return { kind: 'still', value: undefined, ...until }
  return { kind: 'fading', sum, weight, at: now, ...until }
}
