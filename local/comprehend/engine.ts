import { readFileSync } from 'node:fs'
import { type SentimentEngine, sentimentEngine } from '../../shared/domain/understand/embedded/engine.ts'

/** The four classes of Amazon Comprehend as its API names them; the values sum to 1. */
type SentimentScore = { Positive: number; Negative: number; Neutral: number; Mixed: number }
export type Judgement = { Sentiment: 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' | 'MIXED'; SentimentScore: SentimentScore }

/** Says how a text in a language feels. */
export type Judge = (text: string, language: string) => Judgement

const WEIGHTS = new URL('../../shared/domain/understand/embedded/sentiment.bin', import.meta.url)

// Read at first use: most runs of the local AWS that a test starts judge nothing.
let engine: SentimentEngine | undefined

/**
 * A stand-in for Comprehend's model: the embedded engine, which knows English, and for other languages an honest "cannot
 * tell" (neutral with a low score).
 * @param language one of Comprehend's language codes
 */
export const judgeText: Judge = (text, language) => {
  engine ??= sentimentEngine(readFileSync(WEIGHTS))
  const { label, scores } = engine.judge(text, language)
  const { positive: Positive, negative: Negative, neutral: Neutral, mixed: Mixed } = scores
  return { Sentiment: label, SentimentScore: { Positive, Negative, Neutral, Mixed } }
}

/** A judgement that leaves no doubt. @param label one of Comprehend's four, in capitals */
export const certain = (label: string): Judgement => {
  const Sentiment = (['POSITIVE', 'NEGATIVE', 'MIXED'] as const).find((one) => one === label) ?? 'NEUTRAL'
  const share = (one: Judgement['Sentiment']): number => (one === Sentiment ? 0.97 : 0.01)
  return {
    Sentiment,
    SentimentScore: {
      Positive: share('POSITIVE'),
      Negative: share('NEGATIVE'),
      Neutral: share('NEUTRAL'),
      Mixed: share('MIXED'),
    },
  }
}
