/**
 * Where a value is: names of fields and places in lists with dots between them, `review.lines.0.title`. In square
 * brackets behind a list, the entry that has a field with a value: `answers[field.ref=why].text`. A backslash takes the
 * meaning of `.`, `[`, `]`, `=`, `{`, `}`, `$` and `\` away. Names that begin with `$` are Earshot's own: see `ROOTS`.
 */
export type Path = { root: Root; steps: readonly Step[]; text: string }

/** A field or the place in a list, or the first entry of a list whose field has the value. */
type Step = { name: string } | { where: readonly string[]; is: string }

/** Where a path begins. */
type Root = 'thing' | '$body' | '$headers' | '$receivedAt'
/** The beginnings that have a name: the whole body, the headers that are kept, and when the door took the delivery. */
const ROOTS = ['$body', '$headers', '$receivedAt'] as const satisfies readonly Root[]

/** What a path is read from. */
export type Roots = { thing: unknown; body: unknown; headers: Readonly<Record<string, string>>; receivedAt: string }

/** Names that mean something to JavaScript; no body needs them. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** The characters of a path: which of them are special, a backslash taken away. */
type Char = { char: string; special: boolean }

const SPECIAL = new Set('.[]=')

const charsOf = (text: string): Char[] | undefined => {
  const chars: Char[] = []
  let escaped = false
  for (const char of text) {
    if (!escaped && char === '\\') {
      escaped = true
      continue
    }
    chars.push({ char, special: !escaped && SPECIAL.has(char) })
    escaped = false
  }
  return escaped ? undefined : chars
}

const plain = (chars: readonly Char[]): string => chars.map(({ char }) => char).join('')

const splitAt = (chars: readonly Char[], separator: string): Char[][] => {
  const parts: Char[][] = [[]]
  for (const one of chars) {
    if (one.special && one.char === separator) parts.push([])
    else parts.at(-1)?.push(one)
  }
  return parts
}

const isName = (name: string): boolean => name !== '' && !FORBIDDEN.has(name)

/** `field.ref=why` as what it picks; undefined when it is of another form. */
const pickOf = (chars: readonly Char[]): Step | undefined => {
  const [left, right, ...more] = splitAt(chars, '=')
  if (!left || !right || more.length > 0) return undefined
  const where = splitAt(left, '.').map(plain)
  return where.every(isName) && !right.some(({ special }) => special) ? { where, is: plain(right) } : undefined
}

/** Cuts `answers[a=b].text` into `answers`, `[a=b]` and `.text`. */
const pieces = (chars: readonly Char[]): Char[][] | undefined => {
  const found: Char[][] = [[]]
  let inside = false
  for (const one of chars) {
    if (one.special && one.char === (inside ? ']' : '[')) {
      inside = !inside
      found.push([])
    } else if (one.special && (one.char === '[' || one.char === ']')) return undefined
    else found.at(-1)?.push(one)
  }
  return inside ? undefined : found
}

const namesOf = (chars: readonly Char[], isFirst: boolean): string[] | undefined => {
  if (chars.length === 0) return isFirst ? undefined : []
  const parts = splitAt(chars, '.').map(plain)
  if (!isFirst && parts.shift() !== '') return undefined
  return parts.every(isName) ? parts : undefined
}

const stepsOf = (chars: readonly Char[]): Step[] | undefined => {
  const steps: Step[] = []
  for (const [at, piece] of (pieces(chars) ?? [[]]).entries()) {
    const isPick = at % 2 === 1
    const pick = isPick ? pickOf(piece) : undefined
    const names = isPick ? [] : namesOf(piece, at === 0)
    if (!names || (isPick && !pick)) return undefined
    steps.push(...(pick ? [pick] : names.map((name) => ({ name }))))
  }
  return steps
}

/** @returns undefined when `text` is no path */
export const parsePath = (text: string): Path | undefined => {
  const chars = charsOf(text)
  const steps = chars && stepsOf(chars)
  if (!steps) return undefined
  if (!text.startsWith('$')) return { root: 'thing', steps, text }
  const [first, ...rest] = steps
  const root = ROOTS.find((name) => first && 'name' in first && first.name === name)
  return root && !(root === '$receivedAt' && rest.length > 0) ? { root, steps: rest, text } : undefined
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** A text, number or truth value as text, as conditions compare them; undefined for anything else. */
export const textOf = (value: unknown): string | undefined => (isScalar(value) ? String(value) : undefined)

const PLACE = /^\d{1,7}$/

const field = (value: unknown, name: string): unknown => {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return PLACE.test(name) ? (value as unknown[])[Number(name)] : undefined
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

/**
 * @param work told how many entries are about to be searched; it may throw
 * @returns the value at a path; undefined when there is none, or it is null
 */
export const valueAt = ({ root, steps }: Path, roots: Roots, work: (entries: number) => void): unknown => {
  const beginnings: Record<Root, unknown> = {
    thing: roots.thing,
    $body: roots.body,
    $headers: roots.headers,
    $receivedAt: roots.receivedAt,
  }
  let value = beginnings[root]
  for (const step of steps) {
    if ('name' in step) value = field(value, step.name)
    else if (!Array.isArray(value)) return undefined
    else {
      work(value.length)
      value = (value as unknown[]).find((entry) => textOf(step.where.reduce(field, entry)) === step.is)
    }
  }
  return value ?? undefined
}
