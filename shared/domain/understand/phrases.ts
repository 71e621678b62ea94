import { PHRASE_WORDS } from './phrase-words.ts'

/** A key phrase and where it stands, in UTF-16 units, the end exclusive: `text.slice(from, to)` is `text`. */
export type Phrase = { text: string; from: number; to: number }

/** How much of a text is read, in UTF-16 units; phrases of a text; words and characters of a phrase. */
const [ENOUGH, MOST, LONGEST, MOST_CHARACTERS] = [2_000, 8, 4, 60]

/** What an address begins with is read twice, and never more than 64 characters of it. Whatever is none of these parts phrases. */
const PIECE =
  /(?<skip>https?:\/\/\S+|www\.\S+|[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}.-]{1,253}|@[\p{L}\p{N}_]+)|(?<tag>#[\p{L}\p{N}_]{2,50})|(?<word>[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’.][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*)|(?<part>[^\s])/gu

/** `elided`: an article or a pronoun stands before it, which parts it from what is before. */
type Piece = Phrase & { kind: 'tag' | 'word' | 'part'; form: string; elided: boolean }
type WordSet = ReadonlySet<string>
type Lists = { stop: WordSet; inner: WordSet; weak: WordSet }

const NONE: WordSet = new Set()
const lists = new Map<string, Lists>()

/** The lists of a language, read when they are first asked for. */
const listsOf = (language: string): Lists | undefined => {
  const known = lists.get(language)
  if (known) return known
  const rows = PHRASE_WORDS.trim()
    .split('\n')
    .map((line) => line.split(/[: ]+/))
    .filter(([, of]) => of === language)
  const of = (...kinds: string[]): WordSet =>
    new Set(rows.flatMap(([kind = '', , ...words]) => (kinds.includes(kind) ? words : [])))
  const found = { stop: of('stop', 'verb'), inner: of('inner'), weak: of('weak') }
  if (rows.length > 0) lists.set(language, found)
  return rows.length > 0 ? found : undefined
}

/** Elided articles and pronouns (`l'`, `d'`, `j'`, `dell'`) and a genitive are no part of the word. */
const ELIDED = /^(?:[cdjlmnst]|qu|dell|all|nell|sull|dall|un)['’](?=\p{L})/iu
const GENITIVE = /['’]s$/i

const pieceOf = ({ 0: raw, index, groups = {} }: RegExpExecArray): Piece => {
  const kind = groups.tag ? 'tag' : groups.word ? 'word' : 'part'
  const from = index + (kind === 'word' ? (ELIDED.exec(raw)?.[0].length ?? 0) : 0)
  const to = index + raw.length
  return { kind, from, to, text: raw, elided: from > index, form: raw.slice(from - index).toLowerCase() }
}

const hasLetter = (text: string): boolean => /\p{L}/u.test(text)
const plain = (form: string): string => form.replace(/['’]/g, '')

const isStop = ({ form }: Piece, { stop }: Lists): boolean =>
  stop.has(plain(form)) || stop.has(form.replace(/['’].*$/, ''))

/** One English word that is more likely what something does, or how, than a thing. */
const isAction = (form: string): boolean => /(?:ing|ed|ly)$/.test(form)
/** What has a capital or a digit is a name, or the beginning of a sentence. */
const isName = (text: string): boolean => /\p{Lu}|\p{N}/u.test(text)

/** Words that stand side by side, without those that part them. */
const runsOf = (text: string, language: Lists): Piece[][] => {
  const runs: Piece[][] = []
  let run: Piece[] = []
  const begin = (...pieces: Piece[]): void => {
    run = pieces
    runs.push(run)
  }
  begin()
  let end = 0
  const head = text.slice(0, ENOUGH)
  for (const found of head.matchAll(PIECE)) {
    const piece = pieceOf(found)
    // Only blanks may lie between the words of a phrase, and no line's end.
    const apart = /[\n\r]/.test(head.slice(end, piece.from)) || piece.from - end > 3 || piece.elided
    end = piece.to
    if (piece.kind === 'tag') begin(piece)
    if (piece.kind !== 'word' || (isStop(piece, language) && !language.inner.has(piece.form))) begin()
    else if (apart) begin(piece)
    else run.push(piece)
  }
  return runs
}

/** Weak beginnings and what may only stand within a phrase go, and so does what is too long for one. */
const trimmed = (run: readonly Piece[], { inner, weak }: Lists): Piece[] => {
  const first = run.findIndex(({ form }) => !inner.has(form) && !weak.has(form))
  const last = run.findLastIndex(({ form }) => !inner.has(form))
  return first < 0 ? [] : run.slice(Math.max(first, last + 1 - LONGEST), last + 1)
}

const worth = (run: readonly Piece[], { weak }: Lists): number => {
  const strong = run.filter(({ form, text }) => !weak.has(form) && hasLetter(text))
  if (strong.length === 0) return 0
  if (run[0]?.kind === 'tag') return 3
  const names = strong.filter(({ text }) => isName(text)).length
  const [only = ''] = run.length === 1 ? run.map(({ form }) => form) : ['several']
  if (only.length < 3 || (names === 0 && isAction(only))) return 0
  return Math.min(3, strong.length) + names
}

/**
 * What phrases that mean the same have in common, to count them together: small letters, Unicode NFKC, no `#`, one blank, and
 * in English the singular of the last word.
 */
export const phraseKey = (phrase: string, language: string): string => {
  const form = phrase
    .normalize('NFKC')
    .toLowerCase()
    .replace(GENITIVE, '')
    .replace(/[#\s]+/g, ' ')
    .trim()
  if (language !== 'en' || /(?:ss|us|is|os)$/.test(form) || form.length < 4) return form
  return form
    .replace(/ies$/, 'y')
    .replace(/(?<=sh|ch|x|ss)es$/, '')
    .replace(/s$/, '')
}

/**
 * The key phrases of a text: runs of words between those that carry none (a chunker by closed classes of words in English, after
 * RAKE elsewhere: Rose, Engel, Cramer and Cowley, 2010), names of products and hashtags. In a language without lists, hashtags and nothing
 * else. The first 2,000 UTF-16 units are read; time grows with the length only.
 * @param language ISO 639-1
 * @returns at most eight, of at most four words and 60 characters, each meaning once, in the order of the text
 */
export const keyPhrases = (text: string, language: string): Phrase[] => {
  const known = listsOf(language)
  const words = known ?? { stop: NONE, inner: NONE, weak: NONE }
  const best = new Map<string, Phrase & { worth: number }>()
  for (const run of runsOf(text, words)) {
    const kept = trimmed(run, words)
    const [first, last] = [kept[0], kept.at(-1)]
    if (!first || !last || (!known && first.kind !== 'tag')) continue
    const phrase = text.slice(first.from, last.to).replace(GENITIVE, '')
    const value = worth(kept, words)
    const key = phraseKey(phrase, language)
    if (value === 0 || phrase.length > MOST_CHARACTERS || (best.get(key)?.worth ?? 0) >= value) continue
    best.set(key, { text: phrase, from: first.from, to: first.from + phrase.length, worth: value })
  }
  return [...best.values()]
    .sort((a, b) => b.worth - a.worth || a.from - b.from)
    .slice(0, MOST)
    .sort((a, b) => a.from - b.from)
    .map(({ text, from, to }) => ({ text, from, to }))
}
