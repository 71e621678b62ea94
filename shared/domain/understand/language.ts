import { unpack } from '../packed.ts'
import { TABLE, TABLE_LANGUAGES } from './language-table.ts'

/** Nobody can tell. */
const UNKNOWN = 'und'

/** Names of a language that are not its ISO 639-1 code. */
const ALIASES: Record<string, string> = {
  iw: 'he',
  in: 'id',
  ji: 'yi',
  eng: 'en',
  spa: 'es',
  fra: 'fr',
  deu: 'de',
  ita: 'it',
  por: 'pt',
  ara: 'ar',
  hin: 'hi',
  jpn: 'ja',
  kor: 'ko',
  zho: 'zh',
}

/**
 * The language of a tag such as `en-GB`, `pt_BR` or `zho`.
 * @returns ISO 639-1, or undefined when the tag says nothing (`und`, `zxx`, empty)
 */
export const languageOfTag = (tag: string | undefined): string | undefined => {
  const primary = /^[a-z]{2,3}(?![a-z])/.exec(tag?.trim().toLowerCase() ?? '')?.[0]
  if (primary === undefined) return undefined
  return ALIASES[primary] ?? (primary.length === 2 ? primary : undefined)
}

/** What is written in other letters than words: addresses, handles, tags. */
const NOISE = /https?:\/\/\S+|www\.\S+|\S+@\S+|[@#][\p{L}\p{N}_]+/gu
/** How much of a text is looked at, in UTF-16 units: more does not make it surer. */
const ENOUGH = 600

/** Scripts that give a language away, the more telling first: Japanese is told from Chinese by its kana. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/[ٹڈڑے]/gu, 'ur'],
  [/[پچژگ]/gu, 'fa'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/[іїєґ]/giu, 'uk'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Thai}/gu, 'th'],
]

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

const byScript = (text: string): string | undefined => {
  const foreign = countOf(text, /[^\P{L}\p{Script=Latin}]/gu)
  // A name or a quotation in other letters is not what the text is written in.
  if (foreign === 0 || foreign * 2 < countOf(text, /\p{Script=Latin}/gu)) return undefined
  return SCRIPTS.find(([pattern]) => countOf(text, pattern) > 0)?.[1] ?? UNKNOWN
}

/** For each n-gram the languages it speaks for, as pairs of a letter and a digit. */
const readTable = (): Map<string, string> =>
  new Map(
    unpack(TABLE)
      .split('\n')
      .flatMap((line) => {
        const end = line.search(/[^A-Z0-9]/)
        const ngrams = line.slice(end).split('\t')
        return ngrams.map((ngram) => [ngram, line.slice(0, end)] as const)
      }),
  )

let table: ReturnType<typeof readTable> | undefined

/** A word as its UTF-8 bytes, one character each, as the table writes them. */
const bytesOf = (word: string): string =>
  Buffer.from(word, 'utf8')
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0x100 + byte.charCodeAt(0)))

/** The n-grams of a word as eld makes them: four bytes, three apart, with a space where the word begins or ends. */
const ngramsOf = (word: string): string[] => {
  const bytes = bytesOf(word).slice(0, 70)
  const found: string[] = []
  let at = 0
  for (; at + 4 < bytes.length; at += 3) found.push((at === 0 ? ' ' : '') + bytes.slice(at, at + 4))
  found.push(`${at === 0 ? ' ' : ''}${bytes.length === 3 ? bytes : bytes.slice(-4)} `)
  return found
}

/** @returns the languages that have any points, best first */
const byNgrams = (text: string): { language: string; points: number }[] => {
  table ??= readTable()
  const words = text
    .toLowerCase()
    .split(/[^\p{L}'’`]+/u)
    .filter(Boolean)
  let codes = ''
  for (const ngram of new Set(words.flatMap(ngramsOf))) codes += table.get(ngram) ?? ''
  const sums = TABLE_LANGUAGES.map((language, at) => {
    const levels = codes.matchAll(new RegExp(`${String.fromCharCode(65 + at)}([0-9])`, 'g'))
    return { language, points: [...levels].reduce((sum, [, level]) => sum + Number(level), 0) }
  })
  return sums.filter(({ points }) => points > 0).toSorted((a, b) => b.points - a.points)
}

/** Letters below which every detector is weak (82 % at best), and the lead that convinces all the same. */
const SHORT = 20
const CLEAR_LEAD = 1.5

/**
 * The language of a text. The platform's own word counts, unless the letters are not that language's; else the script; else n-grams. A short text is taken for the
 * author's earlier language, unless the n-grams are clear, and for English when nothing is known.
 * @param hints `said`: the platform's tag for the text; `earlier`: a tag for what the author usually writes
 * @returns ISO 639-1, or `und`
 */
export const detectLanguage = (
  text: string,
  { said, earlier }: { said?: string | undefined; earlier?: string | undefined } = {},
): string => {
  const told = languageOfTag(said)
  const sample = text.slice(0, ENOUGH).replace(NOISE, ' ')
  const script = byScript(sample)
  // Some platforms tell what a reader's menus are in.
  if (told && !(script && TABLE_LANGUAGES.includes(told))) return told
  const usual = languageOfTag(earlier)
  const letters = countOf(sample, /\p{L}/gu)
  if (letters === 0) return usual ?? UNKNOWN
  if (script) return script
  const [best, ...others] = byNgrams(sample)
  const isShort = letters < SHORT
  if (!best) return usual ?? (isShort ? 'en' : UNKNOWN)
  const clear = best.points >= CLEAR_LEAD * Math.max(0, ...others.map(({ points }) => points))
  return !isShort || clear ? best.language : (usual ?? 'en')
}
