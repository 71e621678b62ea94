/** A piece of a text: a word, punctuation or a face made of it or an emoji (`sign`), or what stands for any link or any name. */
export type Token = {
  kind: 'word' | 'sign' | 'link' | 'name'
  /** As it is compared: small letters, `isnt` for `isn't`, no letter more than twice in a row, every digit 0. */
  form: string
  /** Two or more letters, all of them capitals. */
  loud: boolean
  /** A letter three times or more in a row, as in `sooo`. */
  long: boolean
}

/**
 * No alternative can read the same characters in two ways, so time grows with the length of the text only. The faces are those
 * of the lexicon with eyes of one of `:;=8`, both ways round, and a few others.
 */
const PIECE = new RegExp(
  [
    String.raw`(?<link>https?:\/\/\S+|www\.\S+)`,
    String.raw`(?<name>@[\p{L}\p{N}_]+)`,
    String.raw`(?<face><\/?3|[:;=8]['\u2019]?[-o^]?[)(\][dDpP/\\|@3*](?![\p{L}\p{N}])|[)(\]][-o^]?['\u2019]?[:;=]|\b[xX]D\b|\^_{0,3}\^|-_{1,3}-)`,
    String.raw`(?<word>[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['\u2019][\p{L}][\p{L}\p{M}\p{N}]*)*)`,
    String.raw`(?<emoji>\p{Extended_Pictographic})`,
    String.raw`(?<sign>[!?]+|\.{2,}|\u2026|\*{2,}|[.,;:"\u201c\u201d()#%$-])`,
  ].join('|'),
  'gu',
)
const APOSTROPHE = /['\u2019]/g
const RUN = /(\p{L})\1{2,}/gu
const DIGIT = /\p{N}/gu

const word = (raw: string): Token => {
  const plain = raw.toLowerCase().replace(APOSTROPHE, '')
  const short = plain.replace(RUN, '$1$1')
  const loud = raw.length > 1 && raw === raw.toUpperCase() && raw !== raw.toLowerCase()
  return { kind: 'word', form: short.replace(DIGIT, '0'), loud, long: short.length < plain.length }
}
const other = (kind: Token['kind'], form: string): Token => ({ kind, form, loud: false, long: false })

/** The longest run of one sign that is told from longer ones. */
const LONGEST_RUN = 4

const tokenOf = ({ 0: raw, groups = {} }: RegExpMatchArray): Token => {
  if (groups.word) return word(raw)
  if (groups.link) return other('link', '<link>')
  if (groups.name) return other('name', '<name>')
  return other('sign', groups.sign ? raw.slice(0, LONGEST_RUN) : raw.toLowerCase())
}

/**
 * Takes a text apart. What is none of the pieces (blanks, other symbols) parts them and is left out.
 * @returns the pieces in their order; time and size grow with the length of the text, never faster
 */
export const tokensOf = (text: string): Token[] => Array.from(text.matchAll(PIECE), tokenOf)
