/** The four labels of Amazon Comprehend. */
export const SENTIMENT_LABELS = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const
/** One of {@link SENTIMENT_LABELS}. */
export type SentimentLabel = (typeof SENTIMENT_LABELS)[number]

/**
 * `scores` sum to about 1; `confidence` is the score of `label`; `engine` says who said so, with the version after a dash where
 * there is one (`comprehend`, `embedded-2ff5ef8f`, `none`, ...). `provisional`: a better engine was to be asked and was away.
 */
export type Sentiment = {
  label: SentimentLabel
  scores: { positive: number; negative: number; neutral: number; mixed: number }
  confidence: number
  engine: string
  provisional?: true
}

/** Four decimals are more than any engine is sure of, and keep items small. */
export const shortScore = (score: number): number => Math.round(score * 10_000) / 10_000

/** No engine has judged the text. */
export const NO_SENTIMENT: Sentiment = {
  label: 'NEUTRAL',
  scores: { positive: 0, negative: 0, neutral: 1, mixed: 0 },
  confidence: 0,
  engine: 'none',
}

/** The kinds of intent; a mention may have several. */
export const INTENTS = ['question', 'complaint', 'praise', 'idea', 'bug', 'purchase', 'thanks', 'spam'] as const
/** One of {@link INTENTS}. */
export type Intent = (typeof INTENTS)[number]

/** What we understood of a mention's words. `language` is ISO 639-1 (`und` when nobody can tell); `phrases`: at most eight. */
export type Understanding = { language: string; sentiment: Sentiment; intents: Intent[]; phrases?: string[] }
