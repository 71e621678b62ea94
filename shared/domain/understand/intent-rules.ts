import type { Intent, Sentiment } from './understanding.ts'

/** What the rules look at of a sentiment. */
export type Feeling = Pick<Sentiment, 'label' | 'confidence' | 'engine'>

/** How an intent is known, beside its words in `intent-words.ts`. */
export type IntentRule = {
  /** What needs no word's edge and no language. */
  signs?: RegExp
  /** The sentiment it goes with. @default any */
  when?: (sentiment: Feeling) => boolean
  /** Different matches that it takes. @default 1 */
  least?: number
}

/** Word lists are never as sure as a model: their sentiment counts from .5. */
const positive = ({ label, confidence, engine }: Feeling): boolean =>
  label === 'POSITIVE' && confidence >= (engine.startsWith('lists') ? 0.5 : 0.7)
/** Where nobody can tell, a complaint's own words have to do. */
const critical = ({ label, confidence }: Feeling): boolean =>
  label === 'NEGATIVE' || label === 'MIXED' || (label === 'NEUTRAL' && confidence < 0.5)

/** By intent. */
export const INTENT_RULES: Readonly<Record<Intent, IntentRule>> = {
  question: { signs: /[?？؟](?=[\s"'”’»)\]?!？！]|$)|¿/gu },
  complaint: { when: critical },
  praise: { when: positive },
  idea: {},
  bug: {},
  purchase: {},
  thanks: { signs: /ありがとう(?:ございます)?|감사합니다|谢谢|謝謝/gu },
  spam: { least: 2 },
}
