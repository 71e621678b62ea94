import { readFileSync } from 'node:fs'
import { type SentimentEngine, sentimentEngine } from '../../shared/domain/understand/embedded/engine.ts'

/** The four classes of Amazon Comprehend as its API names them; the values sum to 1. */
type SentimentScore = { Positive: number; Negative: number; Neutral: number; Mixed: number }
export type Judgement = { Sentiment: 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' | 'MIXED'; SentimentScore: SentimentScore }

const WEIGHTS = new URL('../../shared/domain/understand/embedded/sentiment.bin', import.meta.url)

// Read at first use: most runs of the local AWS that a test starts judge nothing.
let engine: SentimentEngine | undefined

/**
 * A stand-in for Comprehend's model: the embedded engine, which knows English, and for other languages an honest "cannot
 * tell" (neutral with a low score).
 * @param language one of Comprehend's language codes
 */
export const judgeText = (text: string, language: string): Judgement => {
  engine ??= sentimentEngine(readFileSync(WEIGHTS))
  const { label, scores } = engine.judge(text, language)
  const { positive: Positive, negative: Negative, neutral: Neutral, mixed: Mixed } = scores
  return { Sentiment: label, SentimentScore: { Positive, Negative, Neutral, Mixed } }
}
