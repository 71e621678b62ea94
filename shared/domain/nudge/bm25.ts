import { tellingWords } from './words.ts'

/** A text with fields of different weight: a word in the title counts three times, in a tag four times. */
export type Fields = { title: string; tags: readonly string[]; body: string }

const TITLE = 3
const TAGS = 4
const K1 = 1.2
const B = 0.75

type Counted = { counts: Map<string, number>; length: number; prominent: Map<string, string> }

const counted = ({ title, tags, body }: Fields): Counted => {
  const counts = new Map<string, number>()
  const prominent = new Map<string, string>()
  let length = 0
  const take = (text: string, weight: number): void => {
    for (const { word, surface } of tellingWords(text)) {
      counts.set(word, (counts.get(word) ?? 0) + weight)
      length += weight
      if (weight > 1 && !prominent.has(word)) prominent.set(word, surface)
    }
  }
  take(title, TITLE)
  for (const tag of tags) take(tag.replaceAll(/[-_]/g, ' '), TAGS)
  take(body, 1)
  return { counts, length, prominent }
}

/**
 * How well a piece answers a query. `shared`: words of its title and tags that the query has, the most telling first.
 * `matched`: how many of the query's words (`asked`) it has anywhere.
 */
export type Match<T> = { piece: T; score: number; shared: string[]; matched: number; asked: number }

/**
 * BM25 with fields (Robertson & Zaragoza 2009): sum over the query's words of idf * f(k1+1) / (f + k1(1-b+b*len/avg)), with
 * k1 1.2, b 0.75 and idf = ln(1 + (N-n+0.5)/(n+0.5)).
 * @returns one match per piece, in order
 */
export const bm25 = <T>(query: string, pieces: readonly T[], fieldsOf: (piece: T) => Fields): Match<T>[] => {
  const all = pieces.map((piece) => ({ piece, ...counted(fieldsOf(piece)) }))
  const average = all.reduce((sum, { length }) => sum + length, 0) / Math.max(1, all.length)
  const words = [...new Set(tellingWords(query).map(({ word }) => word))]
  const idf = new Map(
    words.map((word) => {
      const having = all.filter(({ counts }) => counts.has(word)).length
      return [word, Math.log(1 + (all.length - having + 0.5) / (having + 0.5))]
    }),
  )
  return all.map(({ piece, counts, length, prominent }) => {
    let score = 0
    let matched = 0
    const shared: { surface: string; weight: number }[] = []
    for (const [word, weight] of idf) {
      const f = counts.get(word)
      if (!f) continue
      const part = (weight * f * (K1 + 1)) / (f + K1 * (1 - B + (B * length) / average))
      score += part
      matched += 1
      const surface = prominent.get(word)
      if (surface) shared.push({ surface, weight: part })
    }
    shared.sort((a, b) => b.weight - a.weight)
    return { piece, score, shared: shared.map(({ surface }) => surface), matched, asked: words.length }
  })
}
