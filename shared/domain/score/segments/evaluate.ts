import { FIELDS, type FieldName } from './fields.ts'
import type { Subject, Window } from './moving.ts'
import type { Condition, Operator, Rule } from './rule.ts'
import { changesAt, type Signal, type Value, valueAt } from './signal.ts'

/** Whether a rule holds, and when (milliseconds) that can change by itself; Infinity for never. */
export type Evaluated = { match: boolean; nextChangeAt: number }

/** What is known of a person, field by field. */
export type Look = (field: FieldName, window: Window | undefined) => Signal

const number = (compare: (a: number, b: number) => boolean) => (value: Value, with_: Value) =>
  typeof value === 'number' && typeof with_ === 'number' && compare(value, with_)

const COMPARE: Record<Exclude<Operator, 'known'>, (value: Value, with_: Value) => boolean> = {
  '>=': number((a, b) => a >= b),
  '>': number((a, b) => a > b),
  '<=': number((a, b) => a <= b),
  '<': number((a, b) => a < b),
  is: (value, with_) => value === with_,
  in: (value, with_) => typeof value === 'string' && typeof with_ === 'object' && with_.includes(value),
  has: (value, with_) => typeof value === 'object' && typeof with_ === 'string' && value.includes(with_),
}

/** What is not known passes no comparison. */
const compare = (op: Operator, value: Value | undefined, with_: Value): boolean => {
  if (op === 'known') return (value !== undefined) === with_
  return value !== undefined && COMPARE[op](value, with_)
}

const windowOf = ({ months, days }: Condition): Window | undefined => {
  if (months !== undefined) return { months }
  return days === undefined ? undefined : { days }
}

const ofCondition = (condition: Condition, look: Look, now: number): Evaluated => {
  const { f, op, v } = condition
  const signal = look(f, windowOf(condition))
  const holds = (at: number): boolean => compare(op, valueAt(signal, at), v)
  return { match: holds(now), nextChangeAt: changesAt(signal, holds, v, now) }
}

/**
 * `all` that holds changes as soon as one part does; one that does not hold cannot before each part that does not hold has
 * changed. `any` is the same the other way round: `settled` is the answer that one part alone can give.
 */
const ofGroup = (rules: readonly Rule[], settled: boolean, look: Look, now: number): Evaluated => {
  let [first, last, found] = [Number.POSITIVE_INFINITY, now, false]
  for (const rule of rules) {
    const { match, nextChangeAt } = evaluate(rule, look, now)
    first = Math.min(first, nextChangeAt)
    if (match === settled) [last, found] = [Math.max(last, nextChangeAt), true]
  }
  return found ? { match: settled, nextChangeAt: last } : { match: !settled, nextChangeAt: first }
}

/**
 * Whether a rule holds for a person at a moment, and the earliest moment at which that could change without anything being
 * heard of the person: never later than it does, sometimes earlier.
 */
export const evaluate = (rule: Rule, look: Look, now: number): Evaluated => {
  if ('f' in rule) return ofCondition(rule, look, now)
  if ('all' in rule) return ofGroup(rule.all, false, look, now)
  if ('any' in rule) return ofGroup(rule.any, true, look, now)
  const { match, nextChangeAt } = evaluate(rule.not, look, now)
  return { match: !match, nextChangeAt }
}

/** Looks at a person's fields as they stand at a moment, at each but once however many rules ask. */
export const lookAt = (subject: Subject, now: number): Look => {
  const seen = new Map<string, Signal>()
  return (field, window) => {
    const key = window === undefined ? field : `${field} ${'days' in window ? `d${window.days}` : `m${window.months}`}`
    const known = seen.get(key)
    if (known) return known
    const signal = FIELDS[field].read(subject, now, window)
    seen.set(key, signal)
    return signal
  }
}
