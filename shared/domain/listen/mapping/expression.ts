import { isObject } from '../../is-object.ts'
import { type Expression, LIMITS, type Literal, TIME_UNITS, type TimeUnit } from './mapping.ts'
import type { Notes } from './notes.ts'
import { type Path, parsePath } from './path.ts'

/**
 * Reads expressions. A text is itself, with `{path}` holes in it; numbers, true, false and null are themselves; a list is
 * the list of what its entries make; everything else is an object of one of the forms in {@link FORMS}.
 */

type Part = string | Path

/** Cuts `a {b} c` into its parts; `{{` and `}}` are braces. Undefined when a brace is alone, or a hole holds no path. */
const partsOf = (text: string): Part[] | undefined => {
  const parts: Part[] = []
  let words = ''
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char !== '{' && char !== '}') words += char
    else if (text.charAt(at + 1) === char) {
      words += char
      at += 1
    } else {
      const end = text.indexOf('}', at)
      const hole = char === '{' && end > 0 ? text.slice(at + 1, end) : ''
      const path = hole.length <= LIMITS.path ? parsePath(hole) : undefined
      if (!path || path.steps.length > LIMITS.steps) return undefined
      if (words !== '') parts.push(words)
      parts.push(path)
      words = ''
      at = end
    }
  }
  return words === '' ? parts : [...parts, words]
}

const readText = (text: string, at: string, note: Notes): Expression | undefined => {
  const parts = text.length <= LIMITS.text ? partsOf(text) : undefined
  if (!parts || parts.filter((part) => typeof part !== 'string').length > LIMITS.holes)
    return note(
      at,
      text,
      `text of at most ${LIMITS.text} characters with at most ${LIMITS.holes} holes such as {review.title}, braces themselves as {{ and }}`,
    )
  const [first, ...more] = parts
  if (first === undefined || (typeof first === 'string' && more.length === 0))
    return { form: 'literal', value: first ?? '' }
  return typeof first !== 'string' && more.length === 0 ? { form: 'path', path: first } : { form: 'text', parts }
}

const readAll = (values: unknown, at: string, note: Notes, depth: number): Expression[] | undefined => {
  const given = Array.isArray(values) ? (values as unknown[]) : []
  if (given.length === 0 || given.length > LIMITS.entries)
    return note(at, values, `a list of 1 to ${LIMITS.entries} expressions`)
  const read = given.flatMap((value, place) => readExpression(value, `${at}[${place}]`, note, depth) ?? [])
  return read.length === given.length ? read : undefined
}

const isLiteral = (value: unknown): value is Literal =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const readTable = (value: unknown, at: string, note: Notes): Map<string, Literal> | undefined => {
  const entries = isObject(value) ? Object.entries(value) : []
  if (entries.length === 0 || entries.length > LIMITS.table)
    return note(at, value, `an object of 1 to ${LIMITS.table} entries, what comes to what it becomes`)
  for (const [name, literal] of entries)
    if (!isLiteral(literal) || (typeof literal === 'string' && literal.length > LIMITS.text))
      note(`${at}.${name}`, literal, `a text of at most ${LIMITS.text} characters, a number, true, false or null`)
  return new Map(entries.filter((entry): entry is [string, Literal] => isLiteral(entry[1])))
}

type Given = Record<string, unknown>
type Reader = (given: Given, at: string, note: Notes, depth: number) => Expression | undefined

const converter =
  (form: 'html' | 'markdown'): Reader =>
  (given, at, note, depth) => {
    const of = readExpression(given[form], `${at}.${form}`, note, depth)
    return of && { form, of }
  }

const lookup: Reader = (given, at, note, depth) => {
  const of = readExpression(given.lookup, `${at}.lookup`, note, depth)
  const table = readTable(given.in, `${at}.in`, note)
  if (given.else === undefined) return of && table && { form: 'lookup', of, table }
  const otherwise = readExpression(given.else, `${at}.else`, note, depth)
  return of && table && otherwise && { form: 'lookup', of, table, otherwise }
}

const time: Reader = (given, at, note, depth) => {
  const of = readExpression(given.time, `${at}.time`, note, depth)
  const unit = TIME_UNITS.find((one) => one === given.in)
  if (!unit) note(`${at}.in`, given.in, `one of ${TIME_UNITS.join(', ')}`)
  return of && unit && { form: 'time', of, unit: unit satisfies TimeUnit }
}

const join: Reader = (given, at, note, depth) => {
  const of = readAll(given.join, `${at}.join`, note, depth)
  const separator = given.with ?? ' '
  if (typeof separator === 'string' && separator.length <= 20) return of && { form: 'join', of, separator }
  return note(`${at}.with`, separator, 'text of at most 20 characters')
}

const first: Reader = (given, at, note, depth) => {
  const of = readAll(given.first, `${at}.first`, note, depth)
  return of && { form: 'first', of }
}

/** The forms that are objects: by the name that each begins with, how it is read and what else may stand in it. */
const FORMS: Record<string, { read: Reader; also: readonly string[] }> = {
  first: { read: first, also: [] },
  lookup: { read: lookup, also: ['in', 'else'] },
  time: { read: time, also: ['in'] },
  join: { read: join, also: ['with'] },
  html: { read: converter('html'), also: [] },
  markdown: { read: converter('markdown'), also: [] },
}

const readForm = (given: Given, at: string, note: Notes, depth: number): Expression | undefined => {
  const names = Object.keys(given)
  const [form, ...others] = Object.keys(FORMS).filter((name) => names.includes(name))
  const known = form === undefined ? undefined : FORMS[form]
  if (!form || !known || others.length > 0)
    return note(at, given, `an object with exactly one of ${Object.keys(FORMS).join(', ')}`)
  for (const name of names.filter((one) => one !== form && !known.also.includes(one)))
    note(`${at}.${name}`, given[name], `only ${[form, ...known.also].join(', ')}`)
  return known.read(given, at, note, depth + 1)
}

/**
 * @param depth how deep this expression stands in others, from 1 on
 * @returns undefined when it is wrong, which is noted
 */
export const readExpression = (given: unknown, at: string, note: Notes, depth: number): Expression | undefined => {
  if (depth > LIMITS.depth) return note(at, given, `expressions at most ${LIMITS.depth} deep`)
  if (!note.another()) return note(at, given, `at most ${LIMITS.expressions} expressions in all`)
  if (typeof given === 'string') return readText(given, at, note)
  if (isLiteral(given)) return { form: 'literal', value: given }
  if (Array.isArray(given)) {
    const entries = readAll(given, at, note, depth + 1)
    return entries && { form: 'list', entries }
  }
  return isObject(given)
    ? readForm(given, at, note, depth)
    : note(at, given, 'a text with holes, a number, true, false, null, a list, or an object of one of the forms')
}
