import type { BodyMutation } from './mutate-body.ts'
import type { Random } from './random.ts'

/** Changes of a body that know it is JSON. What is no JSON stays as it is. */

type Change = (value: unknown, random: Random, other: unknown) => unknown

const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 0.1, -0, 1e308, 2 ** 53, -(2 ** 53), 1e21, 5e-324],
  ...['', ' ', '0', 'null', '__proto__', 'constructor', '\u0000', '\ud800', '\u202e', '😀', 'javascript:alert(1)'],
  ...['2026-02-30T99:00:00Z', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00.001Z', '1e400', '٣', 'a@b.example'],
  ...[
    'http://169.254.169.254/',
    '//x',
    '\u001b]8;;x\u0007',
    '%',
    '%ff',
    '&#x110000;',
    '<a',
    '[](',
    '```',
    'x'.repeat(600),
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    { length: 1e9 },
    { toString: 1 },
    JSON.parse('{"then":{}}'),
    { toJSON: 'x' },
    [[[[[[[[]]]]]]]],
  ],
]

/** Every place in a JSON value, as the keys that lead there; the first few thousand of them. */
export const placesIn = (value: unknown, path: readonly string[] = [], found: string[][] = []): string[][] => {
  if (found.length < 2_000) found.push([...path])
  if (typeof value === 'object' && value !== null && found.length < 2_000)
    for (const [key, inner] of Object.entries(value)) placesIn(inner, [...path, key], found)
  return found
}

const LEFT_OUT = Symbol('left out')

/** The value with something else at one place. */
export const changedAt = (value: unknown, path: readonly string[], change: (inner: unknown) => unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .map(([name, inner]) => [name, name === key ? changedAt(inner, rest, change) : inner] as const)
    .filter(([, inner]) => inner !== LEFT_OUT)
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}

const nested = (depth: number): unknown => {
  let value: unknown = 'x'
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

const otherType = (value: unknown): unknown => {
  if (typeof value === 'string') return Number.isNaN(Number(value)) ? [value] : Number(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return Object.fromEntries(value.map((one, at) => [String(at), one]))
  return typeof value === 'object' && value !== null ? Object.values(value) : !value
}

const WITHIN: Readonly<Record<string, Change>> = {
  'another value somewhere': (_, random) => random.pick(VALUES),
  'a field missing': () => LEFT_OUT,
  'another type somewhere': otherType,
  'a list around something': (value) => [value],
  'something many times': (value, random) => Array.from({ length: 1 + random.int(300) }, () => value),
  'deep somewhere': (_, random) => nested(random.pick([10, 30, 63, 64, 65, 200])),
  'a piece of another one somewhere': (_, random, other) => {
    const places = placesIn(other)
    let found: unknown
    changedAt(other, random.pick(places), (inner) => {
      found = inner
      return inner
    })
    return found
  },
  'long text somewhere': (value, random) =>
    (typeof value === 'string' && value ? value : 'a').repeat(1 + random.int(400)).slice(0, 20_000),
}

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

const written = (value: unknown, body: Buffer): Buffer => {
  const text = JSON.stringify(value === LEFT_OUT ? null : value)
  return text === undefined ? body : Buffer.from(text)
}

const within =
  (change: Change): BodyMutation =>
  (body, random, other) => {
    const value = parsed(body)
    if (value === undefined) return body
    return written(
      changedAt(value, random.pick(placesIn(value)), (inner) => change(inner, random, parsed(other))),
      body,
    )
  }

const rewritten =
  (write: (value: unknown) => string | undefined): BodyMutation =>
  (body) => {
    const value = parsed(body)
    const text = value === undefined ? undefined : write(value)
    return text === undefined ? body : Buffer.from(text)
  }

const spliced =
  (what: string): BodyMutation =>
  (body) =>
    body[0] === 0x7b ? Buffer.concat([Buffer.from(`{${what},`), body.subarray(1)]) : body

/** JSON of another meaning, or of the same meaning in other bytes. */
export const JSON_MUTATIONS: Readonly<Record<string, BodyMutation>> = {
  ...Object.fromEntries(Object.entries(WITHIN).map(([name, change]) => [name, within(change)])),
  'parsed and written again': rewritten((value) => JSON.stringify(value)),
  'written in many lines': rewritten((value) => JSON.stringify(value, null, 2)),
  'in escapes': rewritten((value) =>
    JSON.stringify(value).replace(
      /[^\u0000-\u007f]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  ),
  'its keys the other way round': rewritten((value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? JSON.stringify(Object.fromEntries(Object.entries(value).reverse()))
      : undefined,
  ),
  'with __proto__': spliced('"__proto__":{"type":"url_verification","polluted":true}'),
  'with constructor': spliced('"constructor":{"prototype":{"polluted":true}}'),
  'with a key twice': spliced('"type":0,"type":"url_verification","challenge":"abc"'),
  'as a list': rewritten((value) => JSON.stringify([value])),
  'as text': rewritten((value) => JSON.stringify(JSON.stringify(value))),
  'with a number that is too long': (body, random) =>
    Buffer.from(body.toString('utf8').replace(/:\s*\d+/, `:${'9'.repeat(1 + random.int(400))}`)),
}
