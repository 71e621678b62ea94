import type { Sentiment } from '../understanding.ts'
import { type Features, featuresOf } from './features.ts'
import { readWordList, tallyOf, type WordList } from './lists.ts'
import { type Model, SIDES, unpackModel } from './model.ts'
import { CONTRASTS, type Lexicon } from './valence.ts'

/** Judges texts without asking anybody. */
export type SentimentEngine = {
  /** `embedded-` and the version of what was learned; stored with every result of the model. */
  name: string
  /** ISO 639-1: English, by the model, and the languages that have a word list. */
  languages: ReadonlySet<string>
  /** Who judges a language: `name`, or `lists-` and the version of the word lists. Stored with the result. */
  nameFor(language: string): string
  /** Whether it can tell anything of texts in a language (ISO 639-1). Of all others it says the same. */
  covers(language: string): boolean
  /**
   * @param text of any length, in any characters; time grows with its length only
   * @param language ISO 639-1; one that is not covered gets an honest "cannot tell": neutral with a confidence below .5. By a
   *   word list no confidence is above .6.
   */
  judge(text: string, language: string): Sentiment
}

/** Probabilities that sum to 1. */
export type Chances = { negative: number; neutral: number; positive: number }

const LANGUAGE = 'en'
const CANNOT_TELL: Sentiment['scores'] = { positive: 0.22, negative: 0.2, neutral: 0.46, mixed: 0.12 }

/** A word at which an opinion may turn, with something before it. */
const CONTRAST = new RegExp(`[^\\p{L}](?:${[...CONTRASTS].join('|')})(?!\\p{L})`, 'giu')
/** How many of them are looked at: enough for posts, and no text costs more than a few times its length. */
const TURNS = 3
/** The least chance that each side must have for a text to count as mixed. */
const STRONG = 0.6

/** The dot product of features and one side of the weights; buckets together weigh as much in a long text as in a short one. */
const logit = ({ weights, scale, dense }: Model, features: Features, side: number): number => {
  let sum = 0
  for (const bucket of features.buckets) sum += Number(weights[bucket * SIDES + side])
  const hashed = (sum * scale) / Math.sqrt(features.buckets.length)
  return features.dense.reduce((total, value, at) => total + value * Number(dense[at * SIDES + side]), hashed)
}

/** The three classes' probabilities by multinomial logistic regression, with neutral at 0. */
export const chancesOf = (model: Model, text: string): Chances => {
  const features = featuresOf(text, model.lexicon)
  const [negative, positive] = [
    logit(model, features, 0) / model.temperature,
    logit(model, features, 1) / model.temperature,
  ]
  const most = Math.max(negative, positive, 0)
  const [down, none, up] = [Math.exp(negative - most), Math.exp(-most), Math.exp(positive - most)]
  const sum = down + none + up
  return { negative: down / sum, neutral: none / sum, positive: up / sum }
}

/** How sure it is that the two sides of a contrast word pull in opposite directions, or 0 when either is weak. */
const mixedness = (model: Model, text: string): number => {
  let best = 0
  let turns = 0
  for (const { index, 0: found } of text.matchAll(CONTRAST)) {
    if (++turns > TURNS) break
    const [before, after] = [chancesOf(model, text.slice(0, index)), chancesOf(model, text.slice(index + found.length))]
    const weaker = Math.max(Math.min(before.positive, after.negative), Math.min(before.negative, after.positive))
    best = Math.max(best, weaker)
  }
  return best >= STRONG ? best : 0
}

const LABELS = { positive: 'POSITIVE', negative: 'NEGATIVE', neutral: 'NEUTRAL', mixed: 'MIXED' } as const

const sentimentOf = (scores: Sentiment['scores'], engine: string): Sentiment => {
  const names = ['neutral', 'positive', 'negative', 'mixed'] as const
  const best = names.reduce((most, name) => (scores[name] > scores[most] ? name : most))
  return { label: LABELS[best], scores, confidence: scores[best], engine }
}

/** The least confidence in what a list says, and the most. */
const [LEAST, MOST] = [0.42, 0.6]
/** A sum of values that counts for something; in a question, where words are often only mentioned, it takes more. */
const [ENOUGH, ENOUGH_IN_QUESTION] = [1.4, 2.5]
const ASKS = /[?？¿]/

/** What a list says of a text: unsure in the best of cases, because a list knows no sentences. */
const scoresByList = (text: string, list: WordList, signs: Lexicon): Sentiment['scores'] => {
  const { positive, negative, matched } = tallyOf(text, list, signs)
  if (matched === 0) return CANNOT_TELL
  const sum = positive + negative
  const both = Math.min(positive, -negative)
  if (Math.abs(sum) < (ASKS.test(text) ? ENOUGH_IN_QUESTION : ENOUGH))
    return { positive: 0.2, negative: 0.2, neutral: 0.42, mixed: 0.18 }
  const sure = LEAST + (MOST - LEAST) * (Math.abs(sum) / Math.sqrt(sum * sum + 15))
  const rest = 1 - sure
  const mixed = both > 0 ? rest * 0.3 : rest * 0.1
  const other = rest * 0.2
  const neutral = rest - mixed - other
  return sum > 0
    ? { positive: sure, negative: other, neutral, mixed }
    : { positive: other, negative: sure, neutral, mixed }
}

/** Lists by language, each read when it is first asked for. */
const openLists = (lists: Readonly<Record<string, string>>): ((language: string) => WordList | undefined) => {
  const read = new Map<string, WordList>()
  return (language) => {
    const lines = Object.hasOwn(lists, language) ? lists[language] : undefined
    if (lines === undefined) return undefined
    const known = read.get(language) ?? readWordList(lines)
    read.set(language, known)
    return known
  }
}

/**
 * Makes an engine of what `npm run train:sentiment` wrote.
 * @param file the bytes of `sentiment.bin` beside this file; reading them is the caller's part
 * @throws {SentimentModelError} when the bytes are something else
 */
export const sentimentEngine = (file: Uint8Array): SentimentEngine => {
  const model = unpackModel(file)
  const { version, languages: lists } = model.lists ?? { version: 'none', languages: {} }
  const [name, listsName] = [`embedded-${model.version}`, `lists-${version}`]
  const languages: ReadonlySet<string> = new Set([LANGUAGE, ...Object.keys(lists)])
  const listFor = openLists(lists)
  const nameFor = (language: string): string => (language !== LANGUAGE && languages.has(language) ? listsName : name)
  const judge = (text: string, language: string): Sentiment => {
    if (language !== LANGUAGE) {
      const list = listFor(language)
      return sentimentOf(list ? scoresByList(text, list, model.lexicon) : CANNOT_TELL, nameFor(language))
    }
    const { negative, neutral, positive } = chancesOf(model, text)
    const mixed = mixedness(model, text)
    const rest = 1 - mixed
    return sentimentOf({ positive: positive * rest, negative: negative * rest, neutral: neutral * rest, mixed }, name)
  }
  return { name, languages, covers: (language) => languages.has(language), nameFor, judge }
}
