import type { ActivityKind } from '../activity.ts'
import type { FieldName } from './fields.ts'
import type { Path } from './path.ts'

/**
 * A mapping says how a delivery's body becomes activities. It is data: read and checked by `read.ts`, carried out by
 * `evaluate.ts`, described in docs/mapping.md. What stands here is the form that a checked mapping has.
 */

/** What a mapping may be and do at most; all of them are in docs/mapping.md. */
export const LIMITS = {
  /** Characters of a mapping as JSON. */
  size: 32_768,
  rules: 50,
  /** Conditions of one rule. */
  conditions: 20,
  /** Expressions in all. */
  expressions: 500,
  /** How deep expressions may stand in one another. */
  depth: 6,
  /** Entries of a list, of `first`, of `join`, of "one of". */
  entries: 50,
  /** Entries of a lookup table. */
  table: 200,
  /** Characters of a text in a mapping. */
  text: 2_000,
  /** Holes in a text. */
  holes: 20,
  /** Characters and steps of a path. */
  path: 200,
  steps: 16,
  /** Things in one delivery. */
  things: 1_000,
  /** Activities out of one delivery. */
  activities: 100,
  /** Characters of a text that is made; what is longer is cut. */
  made: 100_000,
  /** Characters read and entries searched for one delivery. */
  work: 10_000_000,
} as const

/** What stands for itself; null is nothing. */
export type Literal = string | number | boolean | null

/** How a value is made. This is all there is: no form runs code, and none goes through more than its own input. */
export type Expression =
  | { form: 'literal'; value: Literal }
  | { form: 'path'; path: Path }
  | { form: 'text'; parts: readonly (string | Path)[] }
  | { form: 'list'; entries: readonly Expression[] }
  | { form: 'first'; of: readonly Expression[] }
  | { form: 'lookup'; of: Expression; table: ReadonlyMap<string, Literal>; otherwise?: Expression }
  | { form: 'time'; of: Expression; unit: TimeUnit }
  | { form: 'html' | 'markdown'; of: Expression }
  | { form: 'join'; of: readonly Expression[]; separator: string }

/** How a platform writes a time: text of ISO 8601 (UTC when it has no offset), or a number since the epoch. */
export const TIME_UNITS = ['iso', 'seconds', 'milliseconds'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]

/** What has to be so for a rule to fit. Values are compared as text; null and nothing at all are the same. */
export type Condition = { path: Path; exists: boolean } | { path: Path; oneOf: readonly string[]; not: boolean }

/** A rule makes one activity, or says that a thing means nothing to us, and why. */
export type Rule = { when: readonly Condition[] } & (
  | { kind: ActivityKind; make: ReadonlyMap<FieldName, Expression> }
  | { ignore: string }
)

/** A mapping that was checked. `each`: where the list of things is; without it the body is the only thing. */
export type Mapping = { each?: Path; rules: readonly Rule[] }
