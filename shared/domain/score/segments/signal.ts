import { DAY } from '../../time.ts'
import { fallsTo, participationAt } from '../participation.ts'
import { FEELING_HALF_LIFE, PRIOR } from '../satisfaction.ts'

/** What a condition compares with. */
export type Value = string | number | boolean | readonly string[]

/** A count that changes at known moments only; `from` in milliseconds, the earliest first. */
export type Step = { from: number; value: number }

/**
 * How something known of a person goes on while nothing is heard of the person. Each kind says in closed form when it will
 * have reached a number, so that a person is looked at again only when something can have changed.
 * `until`: from then on (milliseconds) it goes on in another way.
 */
export type Signal = { until?: number } & (
  | /** Stays as it is; undefined is not known. */
  { kind: 'still'; value: Value | undefined }
  /** Days since a moment (milliseconds). */
  | { kind: 'age'; since: number }
  /** Participation, by the place that stands for it (`placeOf`). */
  | { kind: 'halving'; place: number }
  /** Satisfaction: sum and weight of the feelings at `at`, both of which halve every 60 days, shrunk towards 0. */
  | { kind: 'fading'; sum: number; weight: number; at: number }
  /** A count in a window of months. */
  | { kind: 'steps'; steps: readonly Step[] }
)

type Of<K extends Signal['kind']> = Extract<Signal, { kind: K }>

const lastStep = (steps: readonly Step[], at: number): number => {
  let value = 0
  for (const step of steps) {
    if (step.from > at) break
    value = step.value
  }
  return value
}

const satisfactionAt = ({ sum, weight, at }: Of<'fading'>, now: number): number => {
  const kept = 2 ** (-(now - at) / DAY / FEELING_HALF_LIFE)
  return (kept * sum) / (kept * weight + PRIOR)
}

/** What a signal is at a moment (milliseconds). */
export const valueAt = (signal: Signal, at: number): Value | undefined => {
  switch (signal.kind) {
    case 'still':
      return signal.value
    case 'age':
      return (at - signal.since) / DAY
    case 'halving':
      return participationAt(signal.place, at)
    case 'fading':
      return satisfactionAt(signal, at)
    case 'steps':
      return lastStep(signal.steps, at)
  }
}

/** When satisfaction will have come to `value`: d·sum / (d·weight + k) = v, solved for d and that for the time. */
const fadesTo = ({ sum, weight, at }: Of<'fading'>, value: number): number => {
  const kept = (PRIOR * value) / (sum - value * weight)
  return kept > 0 ? at - FEELING_HALF_LIFE * DAY * Math.log2(kept) : Number.NaN
}

/** About when the signal passes `value`; NaN for never. */
const passes = (signal: Of<'age' | 'halving' | 'fading'>, value: number): number => {
  switch (signal.kind) {
    case 'age':
      return signal.since + value * DAY
    case 'halving':
      return value > 0 ? fallsTo(value, signal.place) : Number.NaN
    case 'fading':
      return fadesTo(signal, value)
  }
}

/**
 * The first millisecond after `now` at which `holds` is another answer than it is now. The formula says about when; the
 * answer itself decides, so that no rounding makes it late.
 * @returns Infinity when it stays
 */
const firstOther = (holds: (at: number) => boolean, now: number, about: number): number => {
  const before = holds(now)
  if (!(about > now - 2)) return Number.POSITIVE_INFINITY
  let slack = 2
  let late = Math.ceil(about) + slack
  while (holds(late) === before && slack < DAY) {
    slack *= 8
    late = Math.ceil(about) + slack
  }
  if (holds(late) === before) return Number.POSITIVE_INFINITY
  let early = Math.max(now, Math.floor(about) - 2)
  if (holds(early) !== before) early = now
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (holds(middle) === before) early = middle
    else late = middle
  }
  return late
}

const byItself = (signal: Signal, holds: (at: number) => boolean, value: Value, now: number): number => {
  if (signal.kind === 'still' || typeof value !== 'number') return Number.POSITIVE_INFINITY
  if (signal.kind !== 'steps') return firstOther(holds, now, passes(signal, value))
  const before = holds(now)
  return signal.steps.find(({ from }) => from > now && holds(from) !== before)?.from ?? Number.POSITIVE_INFINITY
}

/**
 * The first millisecond after `now` at which comparing the signal with `value` gives another answer than it does now, if
 * nothing is heard of the person meanwhile. Never later than that; Infinity when the answer stays.
 */
export const changesAt = (signal: Signal, holds: (at: number) => boolean, value: Value, now: number): number =>
  Math.min(byItself(signal, holds, value, now), signal.until ?? Number.POSITIVE_INFINITY)
