/**
 * Words from outside on their way into an email. Nothing of them may end a line, start a header, colour a terminal or turn
 * the direction of writing around.
 */

const ANSI = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu
/** Marks that are invisible or turn the direction of writing; ZWJ and ZWNJ stay, scripts and emoji need them. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

// Made at first use: the first segmenter of a process loads ICU's data, as much work as all else at a function's start.
let segmenter: Intl.Segmenter | undefined
const graphemesIn = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** @returns at most `max` characters as people count them, with an ellipsis when something was cut */
export const cut = (text: string, max: number): string => {
  // A grapheme may be long, so the text is bounded before it is counted.
  const graphemes = Array.from(graphemesIn(text.slice(0, max * 10)), ({ segment }) => segment)
  if (graphemes.length <= max && text.length <= max * 10) return text
  return `${graphemes
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`
}

/**
 * One calm line: no control characters, no terminal colours, no direction marks, single spaces.
 * @param max longest result, in characters as people count them
 */
export const plainLine = (text: string, max: number): string =>
  cut(
    text.toWellFormed().replace(ANSI, '').replace(CONTROLS, ' ').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim(),
    max,
  )

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/**
 * Words from outside inside of a sentence of ours: what is written from right to left is set apart, or the marks beside it would
 * change places with it (Unicode UAX 9, first strong isolate).
 */
export const isolated = (line: string): string => (RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line)

/** A name to greet by; undefined for what is no name but an address, a link or a sentence. */
export const greetingName = (name: string | undefined): string | undefined => {
  const line = plainLine(name ?? '', 60)
  return /^\p{L}[\p{L}\p{M}'’-]*(?: \p{L}[\p{L}\p{M}'’-]*\.?){0,3}$/u.test(line) && line.length <= 40 ? line : undefined
}

const PRINTABLE = /^[\x20-\x7e]*$/

/** Characters of an encoded word, so that with its 12 characters of frame it stays within 75 (RFC 2047 §2). */
const ENCODED_BYTES = 45

/** A phrase for a header: a quoted string, or encoded words when it is not ASCII (RFC 5322 §3.2.5, RFC 2047 §5). */
export const headerPhrase = (text: string): string => {
  const line = plainLine(text, 100)
  if (PRINTABLE.test(line)) return /^[A-Za-z0-9 ]+$/.test(line) ? line : `"${line.replace(/["\\]/g, '\\$&')}"`
  const words: string[] = []
  let chunk = ''
  for (const char of line) {
    if (Buffer.byteLength(chunk + char) > ENCODED_BYTES) {
      words.push(chunk)
      chunk = ''
    }
    chunk += char
  }
  return [...words, chunk].map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

/** One header of an email. */
export type Header = { name: string; value: string }

/** May this be a header of an email? SES takes printable ASCII, 995 characters, and 996 with the name. */
export const isHeader = ({ name, value }: Header): boolean =>
  /^[\x21-\x39\x3b-\x7e]{1,126}$/.test(name) &&
  PRINTABLE.test(value) &&
  value.length <= 995 &&
  name.length + value.length <= 996
