import type { Author } from '../listen/activity.ts'
import type { Sentiment } from './understanding.ts'

/** Who judges: Amazon Comprehend, the embedded engine, or the one where the other is not enough. */
export const ENGINE_MODES = ['comprehend', 'cascade', 'embedded'] as const
/** One of {@link ENGINE_MODES}. */
export type EngineMode = (typeof ENGINE_MODES)[number]

/**
 * From this confidence on an answer counts as sure. It is where the embedded engine begins to be right more often than
 * Comprehend is on the whole (69.4 of 100 tweets): `npm run bench:engines` measures it, docs/engines.md has the table.
 */
const SURE = 0.7
/** Followers from which on what an author says reaches many. */
const WIDE_REACH = 10_000

/** The languages that Amazon Comprehend knows sentiment in, by ISO 639-1. */
const COMPREHEND_LANGUAGES: ReadonlySet<string> = new Set('en es fr de it pt ar hi ja ko zh'.split(' '))

/** Whether an answer had better be taken with care. */
export const isUnsure = ({ confidence }: Pick<Sentiment, 'confidence'>): boolean => confidence < SURE

/** Who wrote something, as far as it decides who judges it. `known`: the account is a known customer's. */
export type Standing = Pick<Author, 'followers'> & { known?: boolean | undefined }

/** Whether a mistake about what an author says would matter more than most. */
const matters = ({ followers = 0, known = false }: Standing): boolean => known || followers >= WIDE_REACH

/**
 * Whether Comprehend is to judge a text.
 * @param own what the embedded engine makes of it; undefined when it does not cover the language. Asked in a cascade only
 */
export const wantsComprehend = (
  mode: EngineMode,
  { language, author, own }: { language: string; author: Standing; own: () => Sentiment | undefined },
): boolean => {
  if (mode === 'embedded' || !COMPREHEND_LANGUAGES.has(language)) return false
  if (mode === 'comprehend' || matters(author)) return true
  const found = own()
  return !found || isUnsure(found)
}
