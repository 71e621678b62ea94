import type { Iso } from '../time.ts'
import { bm25 } from './bm25.ts'
import { aboutOf, type Candidate, fieldsOf, freshOf, praiseOf, qualityOf } from './rank.ts'

/** What was found: `score` is 0 to 1, `why` says what it has to do with the words and what speaks for it. */
export type Hit<T extends Candidate> = { piece: T; score: number; why: string[] }

/** How much each part of a hit's score counts. */
const PARTS = { topic: 0.7, quality: 0.2, fresh: 0.1 } as const

const placeOf = ({ traits }: Candidate): string[] => [
  ...(traits?.service ? ['a service article'] : []),
  ...(traits?.own === false ? [`on ${traits.site ?? 'another site'}`] : []),
]

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

/**
 * Finds the pieces that fit words, the best first: 0.7 x topic (BM25 divided by the best) + 0.2 x quality + 0.1 x fresh, the parts as
 * in the choice for an email. What shares no word is not found. Ties go by id.
 */
export const search = <T extends Candidate>(words: string, pieces: readonly T[], now: Iso): Hit<T>[] => {
  const found = bm25(words, pieces, fieldsOf).filter(({ matched }) => matched > 0)
  const best = Math.max(0, ...found.map(({ score }) => score)) || 1
  return found
    .map((match) => {
      const { piece } = match
      const topic = match.score / best
      const score = PARTS.topic * topic + PARTS.quality * qualityOf(piece) + PARTS.fresh * freshOf(piece, now)
      return { piece, score: rounded(score), why: [...aboutOf(match), ...praiseOf(piece), ...placeOf(piece)] }
    })
    .sort((a, b) => b.score - a.score || (a.piece.id < b.piece.id ? -1 : 1))
}
