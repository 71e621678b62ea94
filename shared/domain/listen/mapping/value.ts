import { MappingError } from './error.ts'
import { type Expression, LIMITS } from './mapping.ts'
import { momentOf } from './moment.ts'
import { type Path, type Roots, textOf, valueAt } from './path.ts'

/** What makes plain text of markup, in time linear in its length. */
export type Converters = { html: (text: string) => string; markdown: (text: string) => string }

/** What expressions are carried out with. `work` is told of everything that is read, and throws when it is too much. */
export type Reading = { roots: Roots; work: (units: number) => void; converters: Converters }

/** What came, without a word of it; there is something. */
export const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Cuts, never in the middle of a character. */
const cut = (text: string): string => {
  if (text.length <= LIMITS.made) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(LIMITS.made - 1)) ? LIMITS.made - 1 : LIMITS.made
  return text.slice(0, end)
}

/** A value as text; nothing stays nothing. */
const scalar = (value: unknown, at: string, { work }: Reading): string | undefined => {
  if (value === undefined || value === null) return undefined
  const text = textOf(value)
  if (text === undefined) throw new MappingError(at, `came ${kindOf(value)}, expected text, a number, true or false`)
  work(text.length)
  return text
}

const atPath = (path: Path, { roots, work }: Reading): unknown => valueAt(path, roots, work)

/** A text one of whose holes has nothing is nothing: half a sentence says something else. */
const filled = (parts: readonly (string | Path)[], reading: Reading, at: string): string | undefined => {
  const texts = parts.map((part) => (typeof part === 'string' ? part : scalar(atPath(part, reading), at, reading)))
  return texts.includes(undefined) ? undefined : cut(texts.map((text) => text && cut(text)).join(''))
}

/** What the expressions make, lists opened up, without what is nothing. */
const flat = (of: readonly Expression[], reading: Reading, at: string): unknown[] =>
  of
    .flatMap((expression) => {
      const value = made(expression, reading, at)
      if (Array.isArray(value)) reading.work(value.length)
      return value as unknown
    })
    .filter((value) => value !== undefined && value !== null)

const joined = (of: readonly Expression[], separator: string, reading: Reading, at: string): string | undefined => {
  const texts = flat(of, reading, at).map((value) => scalar(value, at, reading))
  const there = texts.filter((text) => text !== undefined && text.trim() !== '')
  return there.length > 0 ? cut(there.join(separator)) : undefined
}

const FORMS: {
  [F in Expression['form']]: (of: Extract<Expression, { form: F }>, reading: Reading, at: string) => unknown
} = {
  literal: ({ value }) => value ?? undefined,
  path: ({ path }, reading) => atPath(path, reading),
  text: ({ parts }, reading, at) => filled(parts, reading, at),
  list: ({ entries }, reading, at) => flat(entries, reading, at),
  first: ({ of }, reading, at) => {
    for (const expression of of) {
      const value = made(expression, reading, at)
      if (value !== undefined && value !== '') return value
    }
    return undefined
  },
  lookup: ({ of, table, otherwise }, reading, at) => {
    const key = scalar(made(of, reading, at), at, reading)
    if (key !== undefined && table.has(key)) return table.get(key) ?? undefined
    return otherwise && made(otherwise, reading, at)
  },
  time: ({ of, unit }, reading, at) => momentOf(made(of, reading, at), unit, at),
  html: ({ of }, reading, at) => converted('html', of, reading, at),
  markdown: ({ of }, reading, at) => converted('markdown', of, reading, at),
  join: ({ of, separator }, reading, at) => joined(of, separator, reading, at),
}

const converted = (form: 'html' | 'markdown', of: Expression, reading: Reading, at: string): string | undefined => {
  const text = scalar(made(of, reading, at), at, reading)
  return text === undefined ? undefined : cut(reading.converters[form](text))
}

/**
 * What an expression makes; undefined is nothing.
 * @param at the place in the mapping, for messages
 * @throws MappingError
 */
export const made = (expression: Expression, reading: Reading, at: string): unknown => {
  const form = FORMS[expression.form] as (of: Expression, reading: Reading, at: string) => unknown
  return form(expression, reading, at)
}
