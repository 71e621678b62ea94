import { type Html, html } from '../../html.ts'
import type { PageKey } from './page-keys.ts'
import { de } from './page-words-de.ts'
import { en } from './page-words-en.ts'
import { es } from './page-words-es.ts'
import { fr } from './page-words-fr.ts'

const TEXTS = { en, de, fr, es } as const

/** A language that pages are written in. */
export type PageLanguage = keyof typeof TEXTS
/** The languages that pages and the email that asks for a yes are written in: those of emails. */
export const PAGE_LANGUAGES = Object.keys(TEXTS) as readonly PageLanguage[]

/** The words of one language, with their holes filled. */
export type PageWords = {
  language: PageLanguage
  /** How dates are written, BCP 47. */
  locale: string
  /** As plain text. */
  say: (key: PageKey, holes?: Readonly<Record<string, string>>) => string
  /** As HTML: the words are escaped, what goes into the holes is HTML already. */
  show: (key: PageKey, holes: Readonly<Record<string, Html>>) => Html
}

const filled = (words: string, piece: (part: string, isHole: boolean) => string): string =>
  words
    .split(/\{(\w+)\}/)
    .map((part, at) => piece(part, at % 2 === 1))
    .join('')

const read = (language: PageLanguage): PageWords => {
  const table = new Map(
    TEXTS[language]()
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  )
  const words = (key: PageKey): string => String(table.get(key))
  return {
    language,
    locale: words('locale'),
    say: (key, holes = {}) => filled(words(key), (part, isHole) => (isHole ? String(holes[part]) : part)),
    show: (key, holes) => ({
      html: filled(words(key), (part, isHole) => html`${isHole ? holes[part] : part}`.html),
    }),
  }
}

const known = new Map<PageLanguage, PageWords>()

/** The words of a language, read at first use. */
export const pageWords = (language: PageLanguage): PageWords => {
  const words = known.get(language) ?? read(language)
  known.set(language, words)
  return words
}
