import { describe, expect, it } from '@jest/globals'
import { wishLines } from '../../../../shared/domain/nudge/choice-words.ts'
import { renderConfirm } from '../../../../shared/domain/nudge/confirm-email.ts'
import { PAGE_KEYS } from '../../../../shared/domain/nudge/pages/page-keys.ts'
import { acceptedLanguages, PAGE_LANGUAGES, pageLanguage } from '../../../../shared/domain/nudge/pages/page-language.ts'
import { pageWords } from '../../../../shared/domain/nudge/pages/page-words.ts'
import { de } from '../../../../shared/domain/nudge/pages/page-words-de.ts'
import { en } from '../../../../shared/domain/nudge/pages/page-words-en.ts'
import { es } from '../../../../shared/domain/nudge/pages/page-words-es.ts'
import { fr } from '../../../../shared/domain/nudge/pages/page-words-fr.ts'
import { PACK_LANGUAGES } from '../../../../shared/domain/nudge/templates/all.ts'
import { holesIn, spellingOf, wordLines } from '../../../support/words.ts'
import { settings } from '../factories.ts'

const TEXTS = { en: en(), de: de(), fr: fr(), es: es() }

describe('the words of pages', () => {
  it('are in the languages of emails', () => expect(PAGE_LANGUAGES).toEqual(PACK_LANGUAGES))

  it.each(PAGE_LANGUAGES)('are all there in %s, each with the holes that it has in English', (language) => {
    const english = new Map(wordLines(TEXTS.en))
    const lines = wordLines(TEXTS[language])
    expect(lines.map(([key]) => key)).toEqual([...PAGE_KEYS])
    for (const [key, words] of lines) {
      expect([key, words.length > 1]).toEqual([key, true])
      expect([key, holesIn(words)]).toEqual([key, holesIn(english.get(key) ?? '')])
      expect([key, spellingOf(language, words)]).toEqual([key, []])
    }
    expect(new Intl.Locale(pageWords(language).locale).language).toBe(language)
  })

  it('are not those of another language', () => {
    for (const language of PAGE_LANGUAGES.filter((one) => one !== 'en')) {
      const english = new Map(wordLines(TEXTS.en))
      const same = wordLines(TEXTS[language]).filter(([key, words]) => english.get(key) === words)
      expect(same.map(([key]) => key).filter((key) => key !== 'off')).toEqual([])
    }
  })

  it('keep what goes into a hole as it is, and escape the rest', () => {
    const words = pageWords('en')
    expect(words.say('stopped_topic', { address: '{topic}', topic: '$& <b>' })).toBe(
      '{topic} gets no more emails about $& <b>.',
    )
    expect(words.show('asked_lead', { address: { html: '<b>x</b>' } }).html).toContain('emails reach <b>x</b>, a')
    expect(pageWords('fr').show('confirm_no', { link: { html: '' } }).html).not.toMatch(/[<>"']/)
    expect(pageWords('de')).toBe(pageWords('de'))
  })

  it.each([
    ['de', 'E-Mails zu „Antworten“', 'Wie oft: höchstens zwei im Monat', 'Wann: abends, 17 bis 21 Uhr'],
    [
      'fr',
      'E-mails sur «\u00a0Answers\u00a0»',
      'À quel rythme\u00a0: deux par mois au plus',
      'Quand\u00a0: le soir, de 17\u00a0h à 21\u00a0h',
    ],
    ['es', 'Correos sobre «Answers»', 'Con qué frecuencia: dos al mes como máximo', 'Cuándo: por la tarde, de 17 a 21'],
  ] as const)('say in %s what was wished for', (language, ...lines) => {
    const known = settings({ topics: { answers: { en: 'Answers', de: 'Antworten' } } })
    const wish = { on: ['answers'], often: 'fortnightly', partOfDay: 'evening' } as const
    expect(wishLines(wish, known, { words: pageWords(language), waiting: [] })).toEqual(lines)
  })
})

describe('the email that asks for a yes', () => {
  const brand = {
    ...{ name: 'Café «Neun»', senderDomain: 'news.example', senderName: 'hallo' },
    ...{ address: 'Hafen 9, Bremen', community: 'https://community.example' },
  }

  it.each(PAGE_LANGUAGES.flatMap((language) => [true, false].map((address) => [language, address] as const)))(
    'is whole in %s (about the address alone: %s)',
    (language, address) => {
      const words = pageWords(language)
      const { subject, html, text } = renderConfirm(
        { link: 'https://app.example/c/T', lines: ['Eins'], address, words },
        brand,
      )
      expect(subject).toContain(brand.name)
      expect(html).toContain(`<html lang="${language}"`)
      expect(html.replaceAll('\u00a0', ' ')).toContain(
        `aria-roledescription="email" aria-label="${subject}" lang="${language}"`,
      )
      expect(html.match(/ lang="[a-z]+"/g)).toHaveLength(2)
      expect(text).toContain('\n\n- Eins\n\n')
      expect(text).toContain('https://app.example/c/T')
      expect(text + subject).not.toMatch(/[{}]|undefined/)
    },
  )
})

describe('the language of a page', () => {
  it.each([
    [undefined, ['']],
    ['', ['']],
    ['de-CH,de;q=0.9,en;q=0.8', ['de-CH', 'de', 'en']],
    ['en;q=0.4, fr;q=0.9 , es ; q=0', ['fr', 'en']],
    ['fr;q=x, es', ['es']],
    ['*', ['*']],
  ])('takes what a browser wants by its weight: %j', (header, languages) =>
    expect(acceptedLanguages(header)).toEqual(languages),
  )

  it('is the first that there are words of, English where there is none', () => {
    expect(pageLanguage([undefined, 'ja', 'DE-at', 'fr'])).toBe('de')
    expect(pageLanguage(['pt_BR', 'es_MX'])).toBe('es')
    expect(pageLanguage(['deutsch', '*', '', 'fro'])).toBe('en')
    expect(pageLanguage([])).toBe('en')
    expect(acceptedLanguages('x'.repeat(100_000))[0]).toHaveLength(500)
  })
})
