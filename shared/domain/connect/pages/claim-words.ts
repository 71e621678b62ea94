import { type Words, wordsIn } from '../../word-table.ts'
import type { ClaimKey } from './claim-keys.ts'
import { de } from './claim-words-de.ts'
import { en } from './claim-words-en.ts'
import { es } from './claim-words-es.ts'
import { fr } from './claim-words-fr.ts'

/** The words of the pages and emails of claims. */
export type ClaimWords = Words<ClaimKey>

/** The words of a language, read at first use. */
export const claimWords = wordsIn<ClaimKey>({ en, de, fr, es })
