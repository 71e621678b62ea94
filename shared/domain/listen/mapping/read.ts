import { isObject } from '../../is-object.ts'
import { describe, type Problem } from '../../respond/problems.ts'
import { ACTIVITY_KINDS, type ActivityKind } from '../activity.ts'
import { readExpression } from './expression.ts'
import { FIELDS, type FieldName, fieldOf, fieldsOf, GROUPS } from './fields.ts'
import { type Condition, type Expression, LIMITS, type Mapping, type Rule } from './mapping.ts'
import { type Notes, notes } from './notes.ts'
import { type Path, parsePath } from './path.ts'

const KINDS: readonly string[] = ACTIVITY_KINDS

const readPath = (value: unknown, at: string, note: Notes): Path | undefined => {
  const path = typeof value === 'string' && value.length <= LIMITS.path ? parsePath(value) : undefined
  if (path && path.steps.length <= LIMITS.steps) return path
  return note(
    at,
    value,
    `a path such as review.author.name, of at most ${LIMITS.path} characters and ${LIMITS.steps} steps`,
  )
}

const literalText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

const readOneOf = (value: unknown, at: string, note: Notes): string[] | undefined => {
  const values = Array.isArray(value) ? (value as unknown[]) : [value]
  const texts = values.map(literalText).filter((text) => text !== undefined)
  if (values.length > 0 && values.length <= LIMITS.entries && texts.length === values.length) return texts
  return note(
    at,
    value,
    `a text, number, true or false; a list of 1 to ${LIMITS.entries} of them; {"not": …}; {"exists": true} or {"exists": false}`,
  )
}

const readCondition = (name: string, value: unknown, at: string, note: Notes): Condition | undefined => {
  const path = readPath(name, at, note)
  if (!path) return undefined
  const [form, ...more] = isObject(value) ? Object.keys(value) : []
  if (isObject(value) && form === 'exists' && more.length === 0 && typeof value.exists === 'boolean')
    return { path, exists: value.exists }
  const not = isObject(value) && form === 'not' && more.length === 0
  const oneOf = readOneOf(not ? value.not : value, not ? `${at}.not` : at, note)
  return oneOf && { path, oneOf, not }
}

const readWhen = (value: unknown, at: string, note: Notes): Condition[] => {
  if (value === undefined) return []
  const entries = isObject(value) ? Object.entries(value) : undefined
  if (!entries || entries.length > LIMITS.conditions) {
    note(at, value, `an object of at most ${LIMITS.conditions} conditions, path to condition`)
    return []
  }
  return entries.flatMap(([name, condition]) => readCondition(name, condition, `${at}.${name}`, note) ?? [])
}

/** A field that is needed and nothing else could fill, or a pointer without the id that makes it one. */
const missing = (kind: ActivityKind, given: ReadonlySet<string>): string[] => [
  ...fieldsOf(kind).filter((name) => fieldOf(kind, name)?.needed && !given.has(name)),
  ...GROUPS.filter((group) => Object.hasOwn(FIELDS[kind], `${group}.id`) && !fieldOf(kind, `${group}.id`)?.needed)
    .filter((group) => [...given].some((name) => name.startsWith(`${group}.`)) && !given.has(`${group}.id`))
    .map((group) => `${group}.id`),
]

const readMake = (value: unknown, at: string, note: Notes): Extract<Rule, { kind: ActivityKind }> | undefined => {
  if (!isObject(value)) return note(at, value, 'an object with kind and the fields of the activity')
  const { kind: name, ...fields } = value
  const kind = typeof name === 'string' && KINDS.includes(name) ? (name as ActivityKind) : undefined
  if (!kind) return note(`${at}.kind`, name, `one of ${KINDS.join(', ')}`)
  const make = new Map<FieldName, Expression>()
  for (const [field, given] of Object.entries(fields)) {
    if (!fieldOf(kind, field)) note(`${at}.${field}`, given, `a field of ${kind}: ${fieldsOf(kind).join(', ')}`)
    else {
      const expression = readExpression(given, `${at}.${field}`, note, 1)
      if (expression) make.set(field as FieldName, expression)
    }
  }
  for (const field of missing(kind, new Set(Object.keys(fields))))
    note(`${at}.${field}`, undefined, `an expression: ${kind} needs this field`)
  return { when: [], kind, make }
}

const RULE = ['when', 'make', 'ignore']

const readRule = (value: unknown, at: string, note: Notes): Rule | undefined => {
  const rule = isObject(value) ? value : {}
  const strange = Object.keys(rule).find((name) => !RULE.includes(name))
  if (strange !== undefined) note(`${at}.${strange}`, rule[strange], `only ${RULE.join(', ')}`)
  if (!isObject(value) || (rule.make === undefined) === (rule.ignore === undefined))
    return note(at, value, 'an object with either make (the fields of an activity) or ignore (the reason), and when')
  const when = readWhen(rule.when, `${at}.when`, note)
  if (rule.ignore === undefined) {
    const make = readMake(rule.make, `${at}.make`, note)
    return make && { ...make, when }
  }
  const { ignore } = rule
  return typeof ignore === 'string' && /^[\w .,/-]{1,60}$/.test(ignore)
    ? { when, ignore }
    : note(`${at}.ignore`, ignore, 'the reason, 1 to 60 letters, digits, blanks and . , / - _')
}

/** What {@link readMapping} answers. */
export type ReadMapping = { mapping: Mapping } | { problems: Problem[] }

const sizeOf = (value: unknown): number => {
  try {
    return JSON.stringify(value)?.length ?? 0
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/**
 * Reads a mapping as somebody wrote it (JSON, docs/mapping.md).
 * @returns the mapping, or everything that is wrong with it: where, what came, what was expected
 */
export const readMapping = (value: unknown): ReadMapping => {
  const size = sizeOf(value)
  if (size > LIMITS.size)
    return { problems: [{ at: '', came: `${size} characters of JSON`, expected: `at most ${LIMITS.size}` }] }
  if (!isObject(value))
    return { problems: [{ at: '', came: describe(value), expected: 'a mapping: an object with rules' }] }
  const { note, problems } = notes()
  for (const name of Object.keys(value).filter((key) => key !== 'each' && key !== 'rules'))
    note(name, value[name], 'only each, rules')
  const each = value.each === undefined ? undefined : readPath(value.each, 'each', note)
  const given = Array.isArray(value.rules) ? (value.rules as unknown[]) : []
  if (given.length === 0 || given.length > LIMITS.rules)
    note('rules', value.rules, `a list of 1 to ${LIMITS.rules} rules`)
  const rules = given.slice(0, LIMITS.rules).flatMap((rule, at) => readRule(rule, `rules[${at}]`, note) ?? [])
  return problems.length > 0 ? { problems } : { mapping: { ...(each ? { each } : {}), rules } }
}
