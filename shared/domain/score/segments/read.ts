import * as z from 'zod/mini'
import { isObject } from '../../is-object.ts'
import { type Notes, notes } from '../../listen/mapping/notes.ts'
import type { Problem } from '../../respond/problems.ts'
import { FIELDS, type FieldName, type FieldType } from './fields.ts'
import { type Condition, conditionsOf, LIMITS, type Operator, type Rule } from './rule.ts'

const text = z.string().check(z.minLength(1), z.maxLength(LIMITS.text))
const KNOWN = { schema: z.boolean(), expected: 'true or false' }
const NUMBER = { schema: z.number().check(z.gte(-1e12), z.lte(1e12)), expected: 'a number' }
const TEXT = { schema: text, expected: `a text of 1 to ${LIMITS.text} characters` }
const TEXTS = {
  schema: z.array(text).check(z.minLength(1), z.maxLength(LIMITS.entries)),
  expected: `a list of 1 to ${LIMITS.entries} texts`,
}

type Compared = { schema: z.ZodMiniType; expected: string }

/** How a field of each type may be compared, and with what. What moves by itself never equals a number for long. */
const COMPARISONS: Record<FieldType, Partial<Record<Operator, Compared>>> = {
  number: { '>=': NUMBER, '>': NUMBER, '<=': NUMBER, '<': NUMBER, known: KNOWN },
  count: { '>=': NUMBER, '>': NUMBER, '<=': NUMBER, '<': NUMBER },
  text: { is: TEXT, in: TEXTS, known: KNOWN },
  list: { has: TEXT },
  flag: { is: KNOWN },
}

/** Whether a value has a text that the field can never be. */
const hasStranger = (field: FieldName, value: unknown): boolean => {
  const { words } = FIELDS[field]
  if (!words) return false
  return (Array.isArray(value) ? value : [value]).some((one) => typeof one === 'string' && !words.includes(one))
}

const under = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`)

const WINDOWS = ['months', 'days'] as const

/** What a window should be; undefined when it is right. */
const wrongWindow = (name: (typeof WINDOWS)[number], value: unknown, field: FieldName): string | undefined => {
  const { type, daily } = FIELDS[field]
  if (type !== 'count') return `nothing: ${field} is not a count`
  if (name === 'days' && !daily) return `nothing: ${field} is counted by the month`
  const right = z.safeParse(z.int().check(z.gte(1), z.lte(LIMITS[name])), value).success
  return right ? undefined : `a whole number from 1 to ${LIMITS[name]}`
}

const readWindow = (value: Record<string, unknown>, field: FieldName, at: string, note: Notes): Partial<Condition> => {
  const [name, other] = WINDOWS.filter((one) => value[one] !== undefined)
  if (name === undefined) return {}
  const expected = wrongWindow(name, value[name], field)
  if (expected !== undefined) note(under(at, name), value[name], expected)
  if (other !== undefined) note(under(at, other), value[other], `nothing beside ${name}`)
  return { [name]: value[name] }
}

const CONDITION = ['f', 'op', 'v', 'months', 'days']

const readCondition = (value: Record<string, unknown>, at: string, note: Notes): Condition | undefined => {
  for (const name of Object.keys(value).filter((key) => !CONDITION.includes(key)))
    note(under(at, name), value[name], `only ${CONDITION.join(', ')}`)
  const { f, op, v } = value
  if (typeof f !== 'string' || !Object.hasOwn(FIELDS, f))
    return note(under(at, 'f'), f, `one of ${Object.keys(FIELDS).join(', ')}`)
  const field = f as FieldName
  const { type, words } = FIELDS[field]
  const comparisons = COMPARISONS[type]
  const compared = typeof op === 'string' && Object.hasOwn(comparisons, op) ? comparisons[op as Operator] : undefined
  const window = readWindow(value, field, at, note)
  if (!compared) return note(under(at, 'op'), op, `one of ${Object.keys(comparisons).join(' ')} for ${field}`)
  const read = z.safeParse(compared.schema, v)
  if (!read.success) return note(under(at, 'v'), v, compared.expected)
  if (hasStranger(field, v)) return note(under(at, 'v'), v, `${compared.expected}: ${words?.join(', ')}`)
  return { f: field, op: op as Operator, v: v as Condition['v'], ...window }
}

const GROUPS = ['all', 'any'] as const

const readGroup = (name: 'all' | 'any', value: unknown, at: string, depth: number, note: Notes): Rule | undefined => {
  const given = Array.isArray(value) ? (value as unknown[]) : []
  if (given.length === 0 || given.length > LIMITS.entries)
    return note(at, value, `a list of 1 to ${LIMITS.entries} rules`)
  const rules = given.flatMap((rule, index) => readAt(rule, `${at}[${index}]`, depth + 1, note) ?? [])
  return name === 'all' ? { all: rules } : { any: rules }
}

const FORMS = 'a rule: {"f", "op", "v"}, {"all": […]}, {"any": […]} or {"not": …}'

const readAt = (value: unknown, at: string, depth: number, note: Notes): Rule | undefined => {
  if (!isObject(value)) return note(at, value, FORMS)
  if (depth > LIMITS.depth) return note(at, value, `at most ${LIMITS.depth} groups within each other`)
  const form = [...GROUPS, 'not' as const].find((name) => Object.hasOwn(value, name))
  if (!form) return Object.hasOwn(value, 'f') ? readCondition(value, at, note) : note(at, value, FORMS)
  const strange = Object.keys(value).find((name) => name !== form)
  if (strange !== undefined) return note(under(at, strange), value[strange], `nothing beside ${form}`)
  if (form !== 'not') return readGroup(form, value[form], under(at, form), depth, note)
  const not = readAt(value.not, under(at, 'not'), depth + 1, note)
  return not && { not }
}

const sizeOf = (value: unknown): number => {
  try {
    return JSON.stringify(value)?.length ?? 0
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/**
 * Reads a segment's rule as somebody wrote it (JSON, docs/segments.md).
 * @returns the rule, or everything that is wrong with it: where, what came, what was expected
 */
export const readRule = (value: unknown): { rule: Rule } | { problems: Problem[] } => {
  const size = sizeOf(value)
  if (size > LIMITS.size)
    return { problems: [{ at: '', came: `${size} characters of JSON`, expected: `at most ${LIMITS.size}` }] }
  const { note, problems } = notes()
  const rule = readAt(value, '', 1, note)
  if (!rule || problems.length > 0) return { problems }
  const conditions = conditionsOf(rule).length
  if (conditions > LIMITS.conditions)
    return { problems: [{ at: '', came: `${conditions} conditions`, expected: `at most ${LIMITS.conditions}` }] }
  return { rule }
}
