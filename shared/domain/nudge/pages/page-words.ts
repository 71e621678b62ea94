import { type Words, wordsIn } from '../../word-table.ts'
import type { PageKey } from './page-keys.ts'
import { de } from './page-words-de.ts'
import { en } from './page-words-en.ts'
import { es } from './page-words-es.ts'
import { fr } from './page-words-fr.ts'

/** The words of pages that emails lead to, and of the email that asks for a yes. */
export type PageWords = Words<PageKey>

/** The words of a language, read at first use. */
export const pageWords = wordsIn<PageKey>({ en, de, fr, es })
