import type { Token } from './tokens.ts'

/** How good or bad words, faces and emoji are by themselves: -4 to 4, by the `form` of a token. */
export type Lexicon = ReadonlyMap<string, number>

/** What a text's words say when each is taken in its place. Sums and extremes are on the lexicon's scale. */
export type Valence = {
  positive: number
  /** At most 0. */
  negative: number
  positives: number
  negatives: number
  highest: number
  lowest: number
  /** Of the first and the last token that has any. */
  first: number
  last: number
  /** The sum after the last contrast word, or 0 when there is none. */
  turned: number
  /** By the position of the token: 1 where it stands within reach of a negation. */
  negated: Uint8Array
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const NEGATORS = words(
  'no not never none nobody nothing nowhere neither nor cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt arent ' +
    'wasnt werent wont wouldnt shouldnt mustnt neednt aint without hardly barely rarely seldom lacks lacking',
)
const STRONGER = words(
  'very really so too extremely absolutely totally completely incredibly amazingly especially such fucking freaking hella ' +
    'super most more much quite truly insanely deeply highly utterly',
)
const WEAKER = words('slightly somewhat kinda sorta almost barely little less partly fairly marginally')
/** Words at which an opinion may turn. */
export const CONTRASTS = words('but however although though yet except whereas despite unfortunately')

const STOP = /^[.,;:!?\u2026]/
/** Tokens after a negation that it turns. */
const REACH = 3
/** After "VADER" (Hutto and Gilbert, ICWSM 2014): what a negation, a word of degree and capitals do to a value. */
const TURN = -0.74
const DEGREE = 0.293
const LOUDNESS = 0.733

const degreeOf = (token: Token | undefined): number => {
  if (!token) return 0
  if (STRONGER.has(token.form)) return DEGREE
  return WEAKER.has(token.form) ? -DEGREE : 0
}

const negationsOf = (tokens: readonly Token[]): Uint8Array => {
  const negated = new Uint8Array(tokens.length)
  let left = 0
  tokens.forEach(({ form }, at) => {
    if (STOP.test(form)) left = 0
    negated[at] = left > 0 ? 1 : 0
    left = NEGATORS.has(form) ? REACH : left - 1
  })
  return negated
}

const weighed = (tokens: readonly Token[], at: number, own: number, negated: boolean, shouted: boolean): number => {
  const more =
    degreeOf(tokens[at - 1]) + 0.95 * degreeOf(tokens[at - 2]) + (tokens[at]?.loud && !shouted ? LOUDNESS : 0)
  const value = own + Math.sign(own) * more
  return negated ? value * TURN : value
}

/**
 * Looks every token up and weighs it by what stands around it.
 * @param shouted whether the whole text is in capitals, so that they say nothing about one word
 */
export const valenceOf = (tokens: readonly Token[], lexicon: Lexicon, shouted: boolean): Valence => {
  const negated = negationsOf(tokens)
  const sum: Valence = {
    positive: 0,
    negative: 0,
    positives: 0,
    negatives: 0,
    highest: 0,
    lowest: 0,
    first: 0,
    last: 0,
    turned: 0,
    negated,
  }
  let turn = false
  tokens.forEach(({ form }, at) => {
    if (CONTRASTS.has(form)) [turn, sum.turned] = [true, 0]
    const own = lexicon.get(form) ?? 0
    if (own === 0 || NEGATORS.has(form)) return
    const value = weighed(tokens, at, own, negated[at] === 1, shouted)
    if (value > 0) {
      sum.positive += value
      sum.positives += 1
    } else {
      sum.negative += value
      sum.negatives += 1
    }
    sum.highest = Math.max(sum.highest, value)
    sum.lowest = Math.min(sum.lowest, value)
    sum.first ||= value
    sum.last = value
    if (turn) sum.turned += value
  })
  return sum
}
