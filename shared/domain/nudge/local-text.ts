import * as z from 'zod/mini'

/** Words for people: in the stage's own language, or `{"en": "...", "de": "..."}` for several. */
export type LocalText = string | Readonly<Record<string, string>>

const language = z.string().check(z.regex(/^[a-z]{2}$/, 'expected a language such as en'))

/** The schema of a {@link LocalText}. @param words what the words of each language must be */
export const localText = (words: z.ZodMiniString) =>
  z.union(
    [
      words,
      z
        .record(language, words)
        .check(z.refine((texts) => Object.keys(texts).length > 0, 'expected the words of at least one language')),
    ],
    'expected words for people, or an object such as {"en": "...", "de": "..."}',
  )

/**
 * The words in the first of some languages that there are, and in which language they are: those of the first language that was
 * written down where there are none of any.
 * @param own the language of words that are written in one only
 */
export const inLanguage = (
  text: LocalText | undefined,
  languages: readonly string[],
  own: string,
): { words: string; language: string } => {
  if (text === undefined || typeof text === 'string') return { words: text ?? '', language: own }
  const found = [...languages, own, ...Object.keys(text)].find((each) => Object.hasOwn(text, each)) ?? own
  return { words: text[found] ?? '', language: found }
}
