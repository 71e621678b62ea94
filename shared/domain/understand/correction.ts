import type { Iso } from '../time.ts'
import { INTENTS, type Intent, type Sentiment, type SentimentLabel, type Understanding } from './understanding.ts'

/** The engine's name where a person has said how the words feel. */
export const PERSON = 'person'

/** What a person says of a mention. What is missing is not meant: it stays as it is. */
export type Verdict = { label?: SentimentLabel; intents?: readonly Intent[] }

/** Verdicts on the same words, put together: who gave the last one and when, and which words (by their hash). */
export type Correction = Verdict & { by: string; at: Iso; words: string }

const byPerson = (label: SentimentLabel): Sentiment => ({
  label,
  scores: {
    positive: label === 'POSITIVE' ? 1 : 0,
    negative: label === 'NEGATIVE' ? 1 : 0,
    neutral: label === 'NEUTRAL' ? 1 : 0,
    mixed: label === 'MIXED' ? 1 : 0,
  },
  confidence: 1,
  engine: PERSON,
})

/** Intents in the order of {@link INTENTS}, each once, so that equal ones look alike. */
const inOrder = (intents: readonly Intent[]): Intent[] => INTENTS.filter((intent) => intents.includes(intent))

/**
 * Adds a verdict to what was said before of the same words; verdicts on other words are forgotten. To confirm what an
 * engine found is a verdict too.
 * @returns undefined when the verdict says nothing that was not said before
 */
export const addVerdict = (
  before: Correction | undefined,
  { label, intents }: Verdict,
  { by, at, words }: Pick<Correction, 'by' | 'at' | 'words'>,
): Correction | undefined => {
  const said: Verdict = before?.words === words ? before : {}
  const now: Verdict = {
    ...(said.label ? { label: said.label } : {}),
    ...(said.intents ? { intents: said.intents } : {}),
    ...(label ? { label } : {}),
    ...(intents ? { intents: inOrder(intents) } : {}),
  }
  const same = now.label === said.label && now.intents?.join() === said.intents?.join()
  return same ? undefined : { ...now, by, at, words }
}

/** The intents may still wait for a better engine, whoever said how the words feel; unless that person said them as well. */
const marked = ({ provisional }: Sentiment, { intents }: Correction): Pick<Sentiment, 'provisional'> =>
  provisional && !intents ? { provisional } : {}

/** What was understood, with the last word to the person, as far as it was about these words. */
export const withCorrection = (
  understanding: Understanding,
  correction: Correction | undefined,
  words: string,
): Understanding => {
  if (correction?.words !== words) return understanding
  return {
    ...understanding,
    ...(correction.label
      ? { sentiment: { ...byPerson(correction.label), ...marked(understanding.sentiment, correction) } }
      : {}),
    ...(correction.intents ? { intents: [...correction.intents] } : {}),
  }
}
