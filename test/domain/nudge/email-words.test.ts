import { describe, expect, it } from '@jest/globals'
import { PAGE_LANGUAGES } from '../../../shared/domain/nudge/pages/page-language.ts'
import { de } from '../../../shared/domain/nudge/templates/email-words-de.ts'
import { en } from '../../../shared/domain/nudge/templates/email-words-en.ts'
import { es } from '../../../shared/domain/nudge/templates/email-words-es.ts'
import { fr } from '../../../shared/domain/nudge/templates/email-words-fr.ts'
import { spellingOf, wordLines } from '../../support/words.ts'

const TEXTS = { en: en(), de: de(), fr: fr(), es: es() }
/** Holes and conditions are no words. */
const spoken = (words: string): string => words.replaceAll(/\{\{.*?\}\}/g, 'X').replaceAll(/\{%.*?%\}/g, '')

describe('the words of emails', () => {
  it.each(PAGE_LANGUAGES)('have the keys of English, and the spelling of %s', (language) => {
    const lines = wordLines(TEXTS[language])
    expect(lines.map(([key]) => key)).toEqual(wordLines(TEXTS.en).map(([key]) => key))
    for (const [key, words] of lines) expect([key, spellingOf(language, spoken(words))]).toEqual([key, []])
  })
})
