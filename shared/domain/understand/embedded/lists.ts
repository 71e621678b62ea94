import { tokensOf } from './tokens.ts'

/**
 * What is known of the words of a language that has no model: how good or bad they are (-5 to 5), and the words that turn,
 * raise or lower what stands near them.
 */
export type WordList = {
  values: ReadonlyMap<string, number>
  /** Values of what words begin with once their ending is off: `enttäuscht` for `enttäuschte`. */
  stems: ReadonlyMap<string, number>
  negators: ReadonlySet<string>
  stronger: ReadonlySet<string>
  weaker: ReadonlySet<string>
  ending: RegExp
}

/** What the words of a text come to. `matched`: how many of them have a value. */
export type Tally = { positive: number; negative: number; matched: number }

/** Letters that stay when an ending is taken off. */
const SHORTEST_STEM = 4
/** Tokens before and after a negation in which it looks for what it turns. */
const [AHEAD, BACK] = [4, 3]
/** What a negation makes of a value: less than its opposite, as in VADER. */
const TURN = -0.74
const [RAISED, LOWERED] = [1.4, 0.6]

/** Words as they are compared: French and Italian articles and pronouns stand apart (`j'adore`). */
const spread = (text: string): string => text.replace(/(?<=\p{L})['’](?=\p{L})/gu, ' ')

/** A word as lists and texts spell it, or undefined when it is no single word. */
export const listForm = (word: string): string | undefined => {
  const [token, more] = tokensOf(spread(word))
  return token?.kind === 'word' && !more && !token.form.includes('0') ? token.form : undefined
}

const stemOf = (form: string, ending: RegExp): string | undefined => {
  const stem = form.replace(ending, '')
  return stem.length >= SHORTEST_STEM ? stem : undefined
}

/** Stems that good and bad words share say nothing. */
const stemsOf = (values: ReadonlyMap<string, number>, ending: RegExp): Map<string, number> => {
  const stems = new Map<string, number>()
  for (const [form, value] of values) {
    const stem = stemOf(form, ending)
    if (stem === undefined || value === 0) continue
    const before = stems.get(stem)
    if (before === undefined) stems.set(stem, value)
    else if (Math.sign(before) !== Math.sign(value)) stems.set(stem, 0)
    else if (Math.abs(value) < Math.abs(before)) stems.set(stem, value)
  }
  return stems
}

/**
 * Reads a list: a line per value with its words (those of the value 0 say nothing, whatever their stem says), and the lines `not`, `more`, `less` and `ends` (a pattern of endings); between
 * a line's name and its words a tab, between words blanks.
 */
export const readWordList = (lines: string): WordList => {
  const rows = new Map(
    lines.split('\n').map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]),
  )
  const set = (name: string): ReadonlySet<string> => new Set(rows.get(name)?.split(' '))
  const values = new Map<string, number>()
  for (const [name, words] of rows) {
    const value = Number(name)
    if (!Number.isNaN(value)) for (const word of words.split(' ')) values.set(word, value)
  }
  const ending = new RegExp(`(?:${rows.get('ends') ?? ''})$`, 'u')
  return {
    values,
    stems: stemsOf(values, ending),
    negators: set('not'),
    stronger: set('more'),
    weaker: set('less'),
    ending,
  }
}

/** The nearest value that a negation at a place can turn: ahead of it, else behind it (`funktioniert gut nicht`). */
const turnedBy = (at: number, values: Float64Array, stops: Uint8Array): number => {
  for (let next = at + 1; next <= at + AHEAD && next < values.length && !stops[next]; next++)
    if (values[next]) return next
  for (let past = at - 1; past >= at - BACK && past >= 0 && !stops[past]; past--) if (values[past]) return past
  return -1
}

const degree = (list: WordList, form: string | undefined): number => {
  if (form === undefined) return 1
  if (list.stronger.has(form)) return RAISED
  return list.weaker.has(form) ? LOWERED : 1
}

/**
 * Adds up the words of a text by a list; time grows with its length only.
 * @param signs values of faces and emoji, which are the same in all languages
 */
export const tallyOf = (text: string, list: WordList, signs: ReadonlyMap<string, number>): Tally => {
  const tokens = tokensOf(spread(text))
  const values = new Float64Array(tokens.length)
  const stops = new Uint8Array(tokens.length)
  tokens.forEach(({ kind, form }, at) => {
    if (kind === 'sign') {
      values[at] = signs.get(form) ?? 0
      stops[at] = /^[.,;:!?…]/.test(form) ? 1 : 0
    }
    if (kind !== 'word' || list.negators.has(form)) return
    const own = list.values.get(form) ?? list.stems.get(stemOf(form, list.ending) ?? '') ?? 0
    values[at] = own * degree(list, tokens[at - 1]?.form)
  })
  const turned = new Set<number>()
  tokens.forEach(({ form }, at) => {
    if (list.negators.has(form)) turned.add(turnedBy(at, values, stops))
  })
  const tally = { positive: 0, negative: 0, matched: 0 }
  values.forEach((own, at) => {
    if (own === 0) return
    const value = turned.has(at) ? own * TURN : own
    tally[value > 0 ? 'positive' : 'negative'] += value
    tally.matched += 1
  })
  return tally
}
