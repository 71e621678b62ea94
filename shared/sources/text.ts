/**
 * What platforms send is other people's text: hostile until shown otherwise. Everything here takes text of any kind and
 * gives plain text back: no markup, no control characters, no terminal sequences, no halves of characters.
 */

/** The longest text of a mention, in UTF-16 code units; what is longer is cut. */
export const LONGEST_TEXT = 100_000
/** The longest title, name or tag. */
export const LONGEST_LINE = 500

// CSI and OSC sequences (colours, titles, links of a terminal), then any other escape with its one letter.
const ANSI = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]?/g
const BREAKS = /\r\n?|[\u2028\u2029\u0085]/g
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
// Marks that turn the direction of what follows: they make one name look like another.
const DIRECTION = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/g

/** Cuts after `most` code units, never in the middle of a character. */
export const cut = (text: string, most: number): string => {
  if (text.length <= most) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most
  return text.slice(0, end)
}

const clean = (text: string): string =>
  text.toWellFormed().replace(ANSI, '').replace(BREAKS, '\n').replace(CONTROLS, '').replace(DIRECTION, '')

/** Several lines of plain text: lines without blanks at the end, at most one empty line in a row. */
export const paragraphs = (text: string, most = LONGEST_TEXT): string =>
  cut(
    clean(text)
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    most,
  )

/** One line of plain text: a name, a title, a tag. Undefined when nothing is left. */
export const oneLine = (value: string | null | undefined, most = LONGEST_LINE): string | undefined => {
  const text = cut(
    clean(value ?? '')
      .replace(/\s+/g, ' ')
      .trim(),
    most,
  ).trim()
  return text === '' ? undefined : text
}

/** A link of the web as it was sent; undefined when it is anything else (`javascript:`, a path, words). */
export const webUrl = (value: string | null | undefined): string | undefined => {
  if (!value || value.length > 2_000 || !/^https?:\/\/[^\s\u0000-\u001f\u007f]+$/i.test(value)) return undefined
  return URL.canParse(value) ? value : undefined
}

/** A language tag such as `pt-BR`, from `pt_BR` too; undefined when it is none. */
export const languageTag = (value: string | null | undefined): string | undefined => {
  const tag = value?.replaceAll('_', '-') ?? ''
  return /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(tag) ? tag : undefined
}

/** A time as ISO 8601 text; undefined when it is none. */
export const isoText = (value: string | null | undefined): string | undefined => {
  const ms = Date.parse(value ?? '')
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
