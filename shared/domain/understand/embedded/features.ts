import { type Token, tokensOf } from './tokens.ts'
import { type Lexicon, type Valence, valenceOf } from './valence.ts'

/** Buckets that words and pieces of words are hashed into. */
export const BUCKETS = 2 ** 18

/** What the model looks at: buckets that are hit, each once, and {@link DENSE} numbers between about -2 and 2. */
export type Features = { buckets: Int32Array; dense: readonly number[] }

/** FNV-1a, 32 bits, over UTF-16 units: http://www.isthe.com/chongo/tech/comp/fnv/ */
const FNV_PRIME = 0x01000193
const FNV_BASIS = 0x811c9dc5
/** So that the same characters as a word, a pair, a piece of a word or a bin fall into buckets of their own. */
const SEEDS = {
  word: FNV_BASIS,
  pair: FNV_BASIS ^ 0x5bd1e995,
  piece: FNV_BASIS ^ 0x27d4eb2f,
  bin: FNV_BASIS ^ 0x165667b1,
}

const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, FNV_PRIME)
const hashOf = (text: string, seed: number): number => {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = step(hash, text.charCodeAt(at))
  return hash
}
const bucketOf = (hash: number): number => (hash ^ (hash >>> 18)) & (BUCKETS - 1)

const SHORTEST_PIECE = 3
const LONGEST_PIECE = 5
const EDGE = 0x7e

/** Every piece of 3 to 5 characters of the word between its edges. */
const addPieces = (found: Set<number>, word: string): void => {
  const end = word.length + 2
  for (let from = 0; from + SHORTEST_PIECE <= end; from++) {
    let hash = SEEDS.piece
    const to = Math.min(from + LONGEST_PIECE, end)
    for (let at = from; at < to; at++) {
      hash = step(hash, at === 0 || at === end - 1 ? EDGE : word.charCodeAt(at - 1))
      if (at - from >= SHORTEST_PIECE - 1) found.add(bucketOf(hash))
    }
  }
}

const addWords = (found: Set<number>, tokens: readonly Token[], negated: Uint8Array): void => {
  let before = hashOf('<', SEEDS.pair)
  tokens.forEach(({ kind, form }, at) => {
    found.add(bucketOf(hashOf(negated[at] ? `!${form}` : form, SEEDS.word)))
    found.add(bucketOf(hashOf(form, step(before, 0x20))))
    before = hashOf(form, SEEDS.pair)
    if (kind === 'word') addPieces(found, form)
  })
  found.add(bucketOf(step(before, 0x3e)))
}

type Shape = {
  length: number
  loud: number
  long: number
  marks: string
  asks: boolean
  trails: boolean
  links: number
  names: number
}

const shapeOf = (tokens: readonly Token[]): Shape => {
  const shape: Shape = { length: 0, loud: 0, long: 0, marks: '', asks: false, trails: false, links: 0, names: 0 }
  for (const { kind, form, loud, long } of tokens) {
    if (kind === 'word') shape.length += 1
    if (kind === 'link') shape.links += 1
    if (kind === 'name') shape.names += 1
    if (loud) shape.loud += 1
    if (long) shape.long += 1
    if (kind === 'sign' && form.startsWith('!')) shape.marks = form.length > shape.marks.length ? form : shape.marks
    if (kind === 'sign' && form.startsWith('?')) shape.asks = true
    if (form.startsWith('..') || form === '\u2026') shape.trails = true
  }
  return shape
}

const few = (count: number): number => Math.min(3, count)
const level = (value: number): number => Math.max(-6, Math.min(6, Math.round(value)))

/** What is said of a text as a whole, in steps, alone and in the pairs that tell more together. */
const binsOf = (
  shape: Shape,
  { positive, negative, highest, lowest, last, first, turned, positives, negatives }: Valence,
): string[] => {
  const [good, bad] = [level(positive), level(negative)]
  const length = Math.round(2 * Math.log2(1 + shape.length))
  return [
    `both ${good} ${bad}`,
    `sum ${level(2 * (positive + negative))}`,
    `extremes ${level(highest)} ${level(lowest)}`,
    `ends ${Math.sign(first)} ${level(last)}`,
    `turned ${level(turned)}`,
    `counts ${few(positives)} ${few(negatives)}`,
    `length ${length}`,
    `sum ${level(positive + negative)} of ${length}`,
    `loud ${few(shape.loud)} ${Math.sign(positive + negative)}`,
    `long ${few(shape.long)} ${Math.sign(positive + negative)}`,
    `marks ${shape.marks} ${Math.sign(positive + negative)}`,
    `asks ${shape.asks} ${level(positive + negative)}`,
    `trails ${shape.trails} ${Math.sign(positive + negative)}`,
    `links ${few(shape.links)} names ${few(shape.names)}`,
  ]
}

/** VADER's way to bring a sum of any size between -1 and 1. */
const squashed = (sum: number): number => sum / Math.sqrt(sum * sum + 15)

const denseOf = (shape: Shape, valence: Valence): number[] => [
  1,
  squashed(valence.positive + valence.negative),
  squashed(valence.positive),
  squashed(valence.negative),
  valence.highest / 4,
  valence.lowest / 4,
  valence.last / 4,
  squashed(valence.turned),
  (valence.positive + valence.negative) / (1 + shape.length),
  Math.log2(1 + shape.length) / 5,
  shape.marks ? 1 : 0,
  shape.asks ? 1 : 0,
]
/** How many dense numbers there are. */
export const DENSE = 12

/** The features of a text; time grows with its length only. */
export const featuresOf = (text: string, lexicon: Lexicon): Features => {
  const tokens = tokensOf(text)
  const loud = tokens.reduce((count, token) => count + (token.loud ? 1 : 0), 0)
  const all = tokens.reduce((count, token) => count + (token.kind === 'word' ? 1 : 0), 0)
  const shape = shapeOf(tokens)
  const valence = valenceOf(tokens, lexicon, loud > 0 && loud * 2 > all)
  const found = new Set<number>()
  addWords(found, tokens, valence.negated)
  for (const bin of binsOf(shape, valence)) found.add(bucketOf(hashOf(bin, SEEDS.bin)))
  return { buckets: Int32Array.from(found), dense: denseOf(shape, valence) }
}
