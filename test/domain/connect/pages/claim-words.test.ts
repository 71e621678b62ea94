import { describe, expect, it } from '@jest/globals'
import { CLAIM_KEYS } from '../../../../shared/domain/connect/pages/claim-keys.ts'
import { claimWords } from '../../../../shared/domain/connect/pages/claim-words.ts'
import { de } from '../../../../shared/domain/connect/pages/claim-words-de.ts'
import { en } from '../../../../shared/domain/connect/pages/claim-words-en.ts'
import { es } from '../../../../shared/domain/connect/pages/claim-words-es.ts'
import { fr } from '../../../../shared/domain/connect/pages/claim-words-fr.ts'
import { PAGE_LANGUAGES } from '../../../../shared/domain/nudge/pages/page-language.ts'
import { holesIn, spellingOf, wordLines } from '../../../support/words.ts'

const TEXTS = { en: en(), de: de(), fr: fr(), es: es() }

describe('the words of claims', () => {
  it.each(PAGE_LANGUAGES)('are all there in %s, each with the holes that it has in English', (language) => {
    const english = new Map(wordLines(TEXTS.en))
    const lines = wordLines(TEXTS[language])
    expect(lines.map(([key]) => key)).toEqual([...CLAIM_KEYS])
    for (const [key, words] of lines) {
      expect([key, words.length > 1]).toEqual([key, true])
      expect([key, holesIn(words)]).toEqual([key, holesIn(english.get(key) ?? '')])
      expect([key, spellingOf(language, words)]).toEqual([key, []])
    }
    expect(new Intl.Locale(claimWords(language).locale).language).toBe(language)
  })

  it('are not those of another language', () => {
    const all = PAGE_LANGUAGES.flatMap((language) => wordLines(TEXTS[language]).map(([, words]) => words))
    expect(all.filter((words, at) => all.indexOf(words) !== at)).toEqual([])
  })
})
