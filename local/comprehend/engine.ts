import { createRequire } from 'node:module'

/** The four classes of Amazon Comprehend as its API names them; the values sum to 1. */
type SentimentScore = { Positive: number; Negative: number; Neutral: number; Mixed: number }
export type Judgement = { Sentiment: 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' | 'MIXED'; SentimentScore: SentimentScore }

type Vader = { SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } } }
const { SentimentIntensityAnalyzer }: Vader = createRequire(import.meta.url)('vader-sentiment')

/** Words at which an opinion may turn. */
const CONTRAST = /\b(?:but|however|although|though|yet|except|whereas|despite|unfortunately)\b/iu
/** How strong each side must be for a text to count as mixed, on VADER's scale of -1 to 1. */
const STRONG = 0.4
/** How steeply VADER's compound score becomes a preference; at compound .25 positive and neutral weigh the same. */
const STEEPNESS = 4
const UNSURE: SentimentScore = { Positive: 0.22, Negative: 0.2, Neutral: 0.46, Mixed: 0.12 }

const compound = (text: string): number => SentimentIntensityAnalyzer.polarity_scores(text).compound

/** Both polarities strong, on two sides of a contrast word. */
const isMixed = (text: string): boolean => {
  const turn = CONTRAST.exec(text)
  if (!turn) return false
  const sides = [compound(text.slice(0, turn.index)), compound(text.slice(turn.index + turn[0].length))]
  return Math.max(...sides) >= STRONG && Math.min(...sides) <= -STRONG
}

const normalised = (weights: SentimentScore): SentimentScore => {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0)
  const { Positive, Negative, Neutral, Mixed } = weights
  return { Positive: Positive / sum, Negative: Negative / sum, Neutral: Neutral / sum, Mixed: Mixed / sum }
}

const judge = (scores: SentimentScore): Judgement => {
  const [best] = Object.entries(scores).sort(([, a], [, b]) => b - a)
  return { Sentiment: (best?.[0] ?? 'Neutral').toUpperCase() as Judgement['Sentiment'], SentimentScore: scores }
}

/**
 * A stand-in for Comprehend's model: VADER's lexicon for English, and for other languages an honest "cannot tell" (neutral
 * with a low score).
 * @param language one of Comprehend's language codes
 */
export const judgeText = (text: string, language: string): Judgement => {
  if (language !== 'en') return judge(UNSURE)
  const strength = compound(text)
  const Positive = Math.exp(STEEPNESS * strength)
  const Negative = Math.exp(-STEEPNESS * strength)
  const Mixed = isMixed(text) ? 2 * Math.max(Positive, Negative, Math.E) : 0.05
  return judge(normalised({ Positive, Negative, Neutral: Math.E, Mixed }))
}
