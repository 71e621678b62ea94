import { type Html, html } from './html.ts'
import type { PageLanguage } from './nudge/pages/page-language.ts'

/**
 * Words for people in several languages: one text a language, one piece of words a line, `key: words`, with holes such as `{address}`.
 * Every language has the same keys and holes; bundles read the texts from files beside them (infra/texts-beside.ts).
 */

/** The words of one language, with their holes filled. `Key`: what there are words for. */
export type Words<Key extends string> = {
  language: PageLanguage
  /** How dates are written, BCP 47. */
  locale: string
  /** As plain text. */
  say: (key: Key, holes?: Readonly<Record<string, string>>) => string
  /** As HTML: the words are escaped, what goes into the holes is HTML already. */
  show: (key: Key, holes: Readonly<Record<string, Html>>) => Html
}

const filled = (words: string, piece: (part: string, isHole: boolean) => string): string =>
  words
    .split(/\{(\w+)\}/)
    .map((part, at) => piece(part, at % 2 === 1))
    .join('')

const read = <Key extends string>(language: PageLanguage, text: string): Words<Key> => {
  const table = new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  )
  const words = (key: Key | 'locale'): string => {
    const found = table.get(key)
    if (found) return found
    throw new Error(`The words in ${language}: got none for "${key}", expected a line that begins with "${key}: ".`)
  }
  return {
    language,
    locale: words('locale'),
    say: (key, holes = {}) => filled(words(key), (part, isHole) => (isHole ? String(holes[part]) : part)),
    show: (key, holes) => ({
      html: filled(words(key), (part, isHole) => html`${isHole ? holes[part] : part}`.html),
    }),
  }
}

/** @returns the words of a language, read at first use; they throw where there are none for a key */
export const wordsIn = <Key extends string>(
  texts: Readonly<Record<PageLanguage, () => string>>,
): ((language: PageLanguage) => Words<Key>) => {
  const known = new Map<PageLanguage, Words<Key>>()
  return (language) => {
    const words = known.get(language) ?? read<Key>(language, texts[language]())
    known.set(language, words)
    return words
  }
}
