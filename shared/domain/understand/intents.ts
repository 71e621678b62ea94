import { type Feeling, INTENT_RULES } from './intent-rules.ts'
import { INTENT_WORDS } from './intent-words.ts'
import { INTENTS, type Intent } from './understanding.ts'

/** A part of a text, in UTF-16 units, the end exclusive: `text.slice(from, to)` is `text`. */
type Words = { text: string; from: number; to: number }
/** An intent and the words that showed it, in the order of the text. */
export type FoundIntent = { intent: Intent; words: Words[] }

/** How much of a text is read, in UTF-16 units. */
const ENOUGH = 5_000
/** Words that are told of an intent. */
const MOST_WORDS = 5
/** In what they are written; the others are looked for in every text. */
const LANGUAGES: ReadonlySet<string> = new Set('en de es fr it pt nl'.split(' '))

/** Blanks of any kind and number, but no line's end; no pattern may run away over them. */
const spaced = (alternatives: string): string =>
  alternatives.replaceAll(' ?', '[^\\S\\n]{0,4}').replaceAll(' ', '[^\\S\\n]{1,4}')

type Line = { head: string; language: string; pattern: string }
let lines: readonly Line[] | undefined
const readLines = (): readonly Line[] =>
  INTENT_WORDS.trim()
    .split('\n')
    .map((line) => {
      const [intent = '', where = '', language = ''] = line.slice(0, line.indexOf(': ')).split(' ')
      return { head: `${intent} ${where}`, language, pattern: spaced(line.slice(line.indexOf(': ') + 2)) }
    })

const alternatives = (head: string, language: string): string => {
  lines ??= readLines()
  const known = LANGUAGES.has(language)
  const some = lines.filter((one) => one.head === head && (!known || [language, 'other'].includes(one.language)))
  return some.map(({ pattern }) => pattern).join('|')
}

const compile = (intent: Intent, language: string): RegExp[] => {
  const { signs } = INTENT_RULES[intent]
  const [words, openers] = [alternatives(`${intent} words`, language), alternatives(`${intent} opens`, language)]
  return [
    ...(signs ? [signs] : []),
    ...(words ? [new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'giu')] : []),
    ...(openers ? [new RegExp(`(?<=^\\s{0,4}|[.!?…:;,\\n]\\s{0,4})(?:${openers})(?![\\p{L}\\p{N}])`, 'giu')] : []),
  ]
}

const compiled = new Map<string, RegExp[]>()
const patternsOf = (intent: Intent, language: string): RegExp[] => {
  const key = `${intent} ${LANGUAGES.has(language) ? language : ''}`
  const patterns = compiled.get(key) ?? compile(intent, language)
  compiled.set(key, patterns)
  return patterns
}

/** A negation with at most two words up to the place where it is asked. */
const NEGATED =
  /(?:(?<![\p{L}\p{N}])(?:no|not|never|without|nothing|hardly|nicht|kein[a-z]{0,2}|nie|ohne|pas|jamais|sans|aucune?|sin|nunca|non|mai|senza|não|nem|sem|niet|geen|nooit|zonder)|n['’]t|cannot)(?:[^\S\n]{1,4}[\p{L}\p{N}'’]{1,20}){0,2}[^\S\n]{1,4}$/iu
/** What is said as often with a negation as without, or means the same with one. */
const INDIFFERENT: ReadonlySet<Intent> = new Set(['question', 'spam', 'idea'])
const NO_THANKS = /(?<![\p{L}\p{N}])(?:no|non|nein|nee|não)[, ]{1,3}$/iu
/** Praise of what might be is a wish: `would be great`. */
const WISHED =
  /(?:(?<!\p{L})would|['’]d|wäre|sería|serait|sarebbe|seria)(?:[^\S\n]{1,4}\p{L}{1,10}){0,2}[^\S\n]{1,4}$/iu
/** Characters before a match in which a negation is looked for. */
const REACH = 60

const isDenied = (text: string, from: number, intent: Intent): boolean => {
  if (INDIFFERENT.has(intent)) return false
  const before = text.slice(Math.max(0, from - REACH), from)
  if (intent === 'thanks') return NO_THANKS.test(before)
  return NEGATED.test(before) || (intent === 'praise' && WISHED.test(before))
}

const find = (text: string, intent: Intent, language: string): Words[] => {
  const found = new Map<string, Words>()
  for (const pattern of patternsOf(intent, language)) {
    for (const { 0: raw, index: from } of text.matchAll(pattern)) {
      const key = raw.toLowerCase()
      if (!found.has(key) && !isDenied(text, from, intent)) found.set(key, { text: raw, from, to: from + raw.length })
    }
  }
  return [...found.values()].sort((a, b) => a.from - b.from)
}

/**
 * What a text wants, by rules: the intents in their order, each with the words that showed it (each once and at most five).
 * Praise needs a positive sentiment, complaint a negative or mixed one, and no negation before them, so that "no problem at
 * all, great" is not taken for trouble. The first 5,000 UTF-16 units are read; time grows with the length only.
 * @param language ISO 639-1; in one that the rules do not know the words of all languages count
 */
export const findIntents = (text: string, sentiment: Feeling, language = 'und'): FoundIntent[] => {
  // An address keeps its length, so that places in the text stay what they are.
  const head = text.slice(0, ENOUGH).replace(/https?:\/\/\S+/giu, (address) => ' '.repeat(address.length))
  return INTENTS.flatMap((intent) => {
    const { when, least = 1 } = INTENT_RULES[intent]
    if (when && !when(sentiment)) return []
    const words = find(head, intent, language)
    return words.length >= least ? [{ intent, words: words.slice(0, MOST_WORDS) }] : []
  })
}
