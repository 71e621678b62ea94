import { BUCKETS, DENSE } from './features.ts'
import type { Lexicon } from './valence.ts'

/** The classes of the model, in the order of its numbers. Mixed is not one of them: two sides of a text make it. */
export const CLASSES = ['negative', 'neutral', 'positive'] as const
/** One of {@link CLASSES}. */
export type SentimentClass = (typeof CLASSES)[number]

/** Lists of rated words by ISO 639-1, each as `readWordList` reads it, and eight hexadecimal digits that name them. */
export type PackedLists = { version: string; languages: Readonly<Record<string, string>> }

/** What was learned, ready to be used. */
export type Model = {
  /** Eight hexadecimal digits that differ whenever anything that was learned differs. */
  version: string
  lexicon: Lexicon
  /** By bucket, how much it speaks for negative and for positive rather than neutral, in units of `scale`. */
  weights: Int8Array
  scale: number
  /** The same for each dense number, as they are. */
  dense: readonly number[]
  /** What the logits are divided by, so that a confidence of .7 is right about seven times of ten. */
  temperature: number
  /** For languages that the weights know nothing of. */
  lists?: PackedLists
}

/** The file is not one that this code can read. */
export class SentimentModelError extends Error {
  override name = 'SentimentModelError'
}

/** Weights per feature: negative and positive, both against neutral. */
export const SIDES = 2
const MAGIC = 'ESM1'
/** The magic, then the length of the header, 32 bits, little-endian. */
const PREFIX = 8
const TENTHS = 10

type Header = Pick<Model, 'version' | 'scale' | 'dense' | 'temperature' | 'lists'> & { lexicon: string }

/**
 * The file of a model: `ESM1`, the header's length, the header as JSON (with the lexicon, a line per word and its value in
 * tenths, and the lists of other languages), then one signed byte per bucket and side.
 */
export const packModel = ({ lexicon, weights, ...rest }: Model): Uint8Array => {
  const lines = Array.from(lexicon, ([form, value]) => `${form}\t${Math.round(value * TENTHS)}`)
  const header = new TextEncoder().encode(JSON.stringify({ ...rest, lexicon: lines.join('\n') } satisfies Header))
  const file = new Uint8Array(PREFIX + header.length + weights.length)
  file.set(new TextEncoder().encode(MAGIC))
  new DataView(file.buffer).setUint32(MAGIC.length, header.length, true)
  file.set(header, PREFIX)
  file.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), PREFIX + header.length)
  return file
}

const lexiconOf = (lines: string): Lexicon =>
  new Map(
    lines.split('\n').map((line) => {
      const tab = line.indexOf('\t')
      return [line.slice(0, tab), Number(line.slice(tab + 1)) / TENTHS]
    }),
  )

/**
 * Reads a file that {@link packModel} made. The weights are not copied: the bytes must stay as they are.
 * @throws {SentimentModelError} when it is something else, or made for other features than this code has
 */
export const unpackModel = (file: Uint8Array): Model => {
  const text = (from: number, to: number): string => new TextDecoder().decode(file.subarray(from, to))
  if (file.length < PREFIX || text(0, MAGIC.length) !== MAGIC) {
    throw new SentimentModelError(
      `Expected a file of sentiment weights that begins with ${MAGIC}, got ${file.length} other bytes`,
    )
  }
  const end = PREFIX + new DataView(file.buffer, file.byteOffset).getUint32(MAGIC.length, true)
  const expected = end + BUCKETS * SIDES
  if (file.length !== expected) {
    throw new SentimentModelError(
      `Expected ${expected} bytes of sentiment weights, got ${file.length}; run npm run train:sentiment`,
    )
  }
  const { lexicon, ...rest } = JSON.parse(text(PREFIX, end)) as Header
  if (rest.dense.length !== DENSE * SIDES) {
    throw new SentimentModelError(
      `Expected weights for ${DENSE} dense numbers, got ${rest.dense.length / SIDES}; run npm run train:sentiment`,
    )
  }
  return {
    ...rest,
    lexicon: lexiconOf(lexicon),
    weights: new Int8Array(file.buffer, file.byteOffset + end, BUCKETS * SIDES),
  }
}
