import type { FieldName } from './fields.ts'

/** How a condition compares. */
const OPERATORS = ['>=', '>', '<=', '<', 'is', 'in', 'has', 'known'] as const
export type Operator = (typeof OPERATORS)[number]

/** One comparison: a field, how it is compared, and with what. */
export type Condition = {
  f: FieldName
  op: Operator
  v: string | number | boolean | readonly string[]
  /** Only the latest so many calendar months (UTC), this one included. For fields that count. */
  months?: number
  /** Only the latest so many days (UTC), today included. For fields that count by the day; not beside `months`. */
  days?: number
}

/** Who belongs to a segment: a closed tree, the language of docs/segments.md. */
export type Rule = Condition | { all: readonly Rule[] } | { any: readonly Rule[] } | { not: Rule }

/** How large a rule may be. */
export const LIMITS = {
  /** Characters of JSON. */
  size: 8_000,
  /** Groups within groups. */
  depth: 6,
  /** Conditions altogether. */
  conditions: 40,
  /** Rules of one group. */
  entries: 40,
  /** Characters of a text that is compared with. */
  text: 100,
  /** The widest windows. */
  months: 36,
  days: 1_000,
} as const

/** The conditions of a rule, in the order in which they are written. */
export const conditionsOf = (rule: Rule): readonly Condition[] => {
  if ('f' in rule) return [rule]
  if ('not' in rule) return conditionsOf(rule.not)
  return ('all' in rule ? rule.all : rule.any).flatMap(conditionsOf)
}

/** The fields that a rule asks for: what of a person has to change before it need be asked again. */
export const fieldsIn = (rule: Rule): ReadonlySet<FieldName> => new Set(conditionsOf(rule).map(({ f }) => f))
