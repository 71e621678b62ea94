import { createHash } from 'node:crypto'

/** Amazon Comprehend looks at the first 500 characters for sentiment, so no more is paid for. */
const MAX_CHARACTERS = 500
/** The most bytes that BatchDetectSentiment takes per document. */
const MAX_BYTES = 5_000

/**
 * The form in which two texts are the same to us: Unicode NFC, runs of white space as one space, without characters that
 * cannot be seen and control characters. Case stays, because shouting is part of the sentiment.
 */
export const normaliseText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u200b\u2060\ufeff\ufffd]|\p{Cs}/gu, '')
    .trim()

// Made at first use: the first segmenter of a process loads ICU's data, as much work as all else at a function's start.
let segmenter: Intl.Segmenter | undefined
const graphemesIn = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

const take = (pieces: Iterable<string>, characters: number, bytes: number): string => {
  let [out, usedCharacters, usedBytes] = ['', 0, 0]
  for (const piece of pieces) {
    usedCharacters += [...piece].length
    usedBytes += Buffer.byteLength(piece)
    if (usedCharacters > characters || usedBytes > bytes) break
    out += piece
  }
  return out
}

const graphemes = function* (text: string): Iterable<string> {
  for (const { segment } of graphemesIn(text)) yield segment
}

/**
 * The beginning of a text, cut where a reader sees a character end (a family emoji is one character and 25 bytes).
 * @param characters limit in code points
 * @param bytes limit in bytes of UTF-8
 */
export const cutText = (text: string, characters: number = MAX_CHARACTERS, bytes: number = MAX_BYTES): string => {
  if (text.length <= characters && Buffer.byteLength(text) <= bytes) return text
  // A code point has at most two UTF-16 units: what lies beyond cannot be part of the answer.
  const head = text.slice(0, 2 * characters + 2)
  return take(graphemes(head), characters, bytes) || take(head, characters, bytes)
}

/**
 * Names the answer of an engine for a text, so that it can serve the text's repeats.
 * @param engine the engine, with its version if it has one: another engine is asked anew
 */
export const textHash = (engine: string, language: string, text: string): string =>
  createHash('sha256').update(`${engine}|${language}|${text}`).digest('base64url')

/** Puts items of one key together, at most `size` in a group, in order. */
export const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string, size: number): T[][] => {
  const groups: T[][] = []
  const open = new Map<string, T[]>()
  for (const item of items) {
    const group = open.get(keyOf(item))
    if (group && group.length < size) {
      group.push(item)
      continue
    }
    const fresh = [item]
    open.set(keyOf(item), fresh)
    groups.push(fresh)
  }
  return groups
}
