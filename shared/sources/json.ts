import { isUtf8 } from 'node:buffer'
import { MalformedDeliveryError } from './errors.ts'

/** Deeper than this no platform nests; deeper than some ten thousand would end the process of whoever walks it. */
const DEEPEST = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = new Set([0x5b, 0x7b])
const CLOSE = new Set([0x5d, 0x7d])

const nestingOf = (body: Uint8Array): number => {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (OPEN.has(byte)) deepest = Math.max(deepest, ++depth)
    else if (CLOSE.has(byte)) depth--
  }
  return deepest
}

/**
 * Numbers that JavaScript cannot hold exactly stay as the text they came as (an id over 2^53 is an id, not a quantity),
 * and keys that mean something to JavaScript are dropped.
 */
const keepExact = (key: string, value: unknown, { source }: { source?: string } = {}): unknown => {
  if (key === '__proto__') return undefined
  if (typeof value !== 'number' || source === undefined) return value
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(source) ? value : source
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown

const parseAny = (body: Buffer, reviver?: Reviver): unknown => {
  if (body.length === 0) throw new MalformedDeliveryError('', 'The body is empty; expected a JSON object.')
  if (!isUtf8(body)) throw new MalformedDeliveryError('', 'The body is not UTF-8.')
  if (nestingOf(body) > DEEPEST)
    throw new MalformedDeliveryError('', `The body is nested deeper than ${DEEPEST} levels.`)
  try {
    return JSON.parse(body.toString('utf8'), reviver)
  } catch {
    // The parser's own message quotes the body, which may hold what people wrote.
    throw new MalformedDeliveryError('', 'The body is not JSON; expected a JSON object.')
  }
}

const parse = (body: Buffer, reviver?: Reviver, lists = false): object => {
  const value = parseAny(body, reviver)
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && !lists))
    throw new MalformedDeliveryError('', `The body is JSON, but not an object${lists ? ' or a list' : ''}.`)
  return value
}

/**
 * Whether a body is a JSON object at all.
 * @returns the object as JavaScript reads it: numbers over 2^53 are not exact
 * @throws MalformedDeliveryError that says what is wrong with it
 */
export const checkJson = (body: Buffer): object => parse(body)

/**
 * A body as an object. Whole numbers over 2^53 come as text, digit by digit as they were sent.
 * @throws MalformedDeliveryError
 */
export const parseJson = (body: Buffer): object => parse(body, keepExact as Reviver)

/**
 * A body as any JSON value, numbers as {@link parseJson} reads them.
 * @throws MalformedDeliveryError
 */
export const parseJsonValue = (body: Buffer): unknown => parseAny(body, keepExact as Reviver)

/**
 * A body as an object or a list, whole numbers over 2^53 as text.
 * @throws MalformedDeliveryError
 */
export const parseJsonOrList = (body: Buffer): object => parse(body, keepExact as Reviver, true)

/**
 * Text as JSON of any kind, whole numbers over 2^53 as text.
 * @throws SyntaxError when it is no JSON
 */
export const exactJson = (text: string): unknown => JSON.parse(text, keepExact as Reviver)
