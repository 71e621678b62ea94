import { MappingError } from './error.ts'
import { type FieldName, fieldOf, GROUPS } from './fields.ts'
import { type Condition, LIMITS, type Mapping, type Rule } from './mapping.ts'
import { type Roots, textOf, valueAt } from './path.ts'
import { shaped } from './shape.ts'
import { type Converters, made, type Reading } from './value.ts'

/** An activity as a mapping makes it: the fields that docs/activity.md describes, and where in mapping and body it is from. */
type Made = { given: Record<string, unknown>; at: string }

/** What a mapping makes of a body. `ignored`: why nothing, when there is nothing. */
export type Evaluated = { made: Made[]; ignored?: string }

const holds = (condition: Condition, reading: Reading): boolean => {
  const value = valueAt(condition.path, reading.roots, reading.work)
  if ('exists' in condition) return (value !== undefined) === condition.exists
  const text = textOf(value)
  if (text !== undefined) reading.work(text.length)
  return (text !== undefined && condition.oneOf.includes(text)) !== condition.not
}

type Making = Extract<Rule, { kind: unknown }>

/** `author.id` into `{author: {id}}`. Names come from our own table, never from a body. */
const place = (given: Record<string, unknown>, name: string, value: unknown): void => {
  const [head = '', ...rest] = name.split('.')
  if (rest.length === 0) given[head] = value
  else {
    const inner = (given[head] ?? {}) as Record<string, unknown>
    given[head] = inner
    place(inner, rest.join('.'), value)
  }
}

const make = ({ kind, make: fields }: Making, at: string, reading: Reading): Made => {
  const values = new Map<FieldName, unknown>()
  for (const [name, expression] of fields) {
    const here = `${at}.${name}`
    const field = fieldOf(kind, name)
    const value = field && shaped(field.type, made(expression, reading, here), here)
    if (value !== undefined) values.set(name, value)
    else if (field?.needed) throw new MappingError(here, `came nothing, expected a value: ${kind} needs this field`)
  }
  const given: Record<string, unknown> = { kind }
  for (const [name, value] of values) {
    const group = GROUPS.find((one) => name.startsWith(`${one}.`))
    if (!group || values.has(`${group}.id` as FieldName)) place(given, name, value)
  }
  return { given, at }
}

const thingsOf = ({ each }: Mapping, body: unknown, reading: Reading): { thing: unknown; at: string }[] => {
  if (!each) return [{ thing: body, at: '' }]
  const things = valueAt(each, reading.roots, reading.work)
  if (!Array.isArray(things))
    throw new MappingError(
      'each',
      `came ${things === undefined ? 'nothing' : 'no list'} at ${each.text}, expected a list`,
    )
  if (things.length > LIMITS.things)
    throw new MappingError('each', `came ${things.length} things, expected at most ${LIMITS.things}`)
  return things.map((thing: unknown, index) => ({ thing, at: `${each.text}[${index}] ` }))
}

/** The rules in order: each that fits makes an activity; one that ignores ends it. */
const applyRules = (rules: readonly Rule[], at: string, reading: Reading): Evaluated => {
  const done: Made[] = []
  for (const [index, rule] of rules.entries()) {
    if (!rule.when.every((condition) => holds(condition, reading))) continue
    if ('ignore' in rule) return done.length > 0 ? { made: done } : { made: done, ignored: rule.ignore }
    done.push(make(rule, `${at}rules[${index}].make`, reading))
  }
  if (done.length === 0)
    throw new MappingError(at.trim(), 'no rule of the mapping fits; one with ignore says what means nothing')
  return { made: done }
}

/**
 * Carries a mapping out. Pure: the same body always makes the same. Reads at most `LIMITS.work` characters and entries, so it
 * takes no longer than a few times reading the body.
 * @param input.headers those that the source keeps, lower-case
 * @param input.receivedAt when the door took the delivery, ISO 8601
 * @param converters what makes text of markup
 * @throws MappingError when the body does not fit: no rule fits, a value is of the wrong type, or there is too much of it
 */
export const evaluate = (
  mapping: Mapping,
  input: { body: unknown; headers: Roots['headers']; receivedAt: string },
  converters: Converters,
): Evaluated => {
  let left: number = LIMITS.work
  const work = (units: number): void => {
    left -= units + 1
    if (left < 0)
      throw new MappingError('', `the mapping reads more than ${LIMITS.work} characters and entries of this delivery`)
  }
  const reading = (thing: unknown): Reading => ({ roots: { thing, ...input }, work, converters })
  const done: Made[] = []
  let ignored: string | undefined
  for (const { thing, at } of thingsOf(mapping, input.body, reading(input.body))) {
    const one = applyRules(mapping.rules, at, reading(thing))
    done.push(...one.made)
    ignored ??= one.ignored
    if (done.length > LIMITS.activities)
      throw new MappingError(at.trim(), `the delivery makes more than ${LIMITS.activities} activities`)
  }
  return done.length > 0 ? { made: done } : { made: done, ignored: ignored ?? 'no things in the list' }
}
