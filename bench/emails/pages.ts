import { accountPage, agreePage, donePage, entryPage, openPage, undoPage } from '../../functions/connect/claim-view.ts'
import { confirmedPage, confirmPage, overPage } from '../../functions/nudge/confirm-view.ts'
import { choicesPage, sorryPage, stoppedPage, unknownPage } from '../../functions/nudge/pages-view.ts'
import { preferencesPage } from '../../functions/nudge/preferences-view.ts'
import { topicWords, wishLines } from '../../shared/domain/nudge/choice-words.ts'
import { PARTS_OF_DAY } from '../../shared/domain/nudge/choices.ts'
import {
  PAGE_LANGUAGES,
  type PageLanguage,
  type PageWords,
  pageWords,
} from '../../shared/domain/nudge/pages/page-words.ts'
import type { Brand } from '../../shared/domain/settings.ts'

/** The pages that links in emails lead to, to look at. */

const brand: Brand = {
  name: 'Cloud Nine Coffee',
  senderDomain: 'news.roastery.example',
  senderName: 'hello',
  address: 'Cloud Nine Coffee, 9 Harbour Street, Bristol BS1 4RN, United Kingdom',
  community: 'https://community.example',
}
const settings = {
  topics: {
    answers: {
      en: 'Answers to questions you asked',
      de: 'Antworten auf Ihre Fragen in der Community',
      fr: 'Réponses à vos questions',
      es: 'Respuestas a sus preguntas',
    },
    advocates: 'Invitations to the advocates’ space',
  },
  language: 'en',
}
const topicIn = (name: string, language: string, on: boolean) => ({ name, on, ...topicWords(name, settings, language) })
const choicesIn = (words: PageWords) => ({
  ...{ brand, words, address: 'm***@example.com', preferences: '/p/TOKEN' },
  topic: topicIn('answers', words.language, true),
  topics: [topicIn('answers', words.language, true), topicIn('advocates', words.language, false)],
})
const tokens = { github: 'g', code: 'c', stop: 's' }
const account = { what: 'GitHub', name: 'octo' }

const word = (granted: boolean) =>
  ({ granted, basis: 'consent', wording: 'w1', source: 'discourse', at: '2026-03-03T10:00:00.000Z' }) as const

const preferencesIn = (words: PageWords) => ({
  ...{ brand, words, address: 'm***@example.com' },
  choices: { topics: { answers: word(true), advocates: word(false) }, snoozedUntil: '2026-12-03T10:00:00.000Z' },
  offer: { topics: ['answers', 'advocates'], languages: PAGE_LANGUAGES, parts: PARTS_OF_DAY },
  topics: Object.fromEntries(choicesIn(words).topics.map((topic) => [topic.name, topic])),
  hidden: false,
  now: '2026-11-20T10:00:00.000Z',
  timeZone: 'Europe/London',
})

const WISH = { on: ['answers', 'advocates'], often: 'fortnightly', partOfDay: 'evening', language: 'es' } as const

const pagesIn = (language: PageLanguage): Record<string, string> => {
  const words = pageWords(language)
  const [choices, preferences] = [choicesIn(words), preferencesIn(words)]
  const lines = wishLines(WISH, settings, { words, waiting: [] })
  const confirming = { brand, words, address: 'm***@example.com', choices: '/p/TOKEN', lines }
  const pages = {
    'u-choices': choicesPage(choices),
    'u-stopped': stoppedPage(choices, false),
    'u-unknown': unknownPage(brand, words),
    'u-sorry': sorryPage(brand, words),
    'p-choices': preferencesPage(preferences),
    'p-saved': preferencesPage(preferences, { saved: true, asked: lines }),
    'p-wrong': preferencesPage(preferences, { problems: { often: 'wrong_choice', zone: 'wrong_zone' } }),
    'c-confirm': confirmPage(confirming),
    'c-done': confirmedPage(confirming),
    'c-over': overPage(confirming),
  }
  return Object.fromEntries(Object.entries(pages).map(([name, page]) => [`${name}.${language}`, page]))
}

/** All of them, by name. */
export const pageCases = (): Readonly<Record<string, string>> => ({
  ...Object.assign({}, ...PAGE_LANGUAGES.map(pagesIn)),
  'claim-entry': entryPage(brand, { problem: 'That is no address.', address: 'mika@' }),
  'claim-open': openPage(brand, 'm***@example.com'),
  'claim-account': accountPage(brand, { address: 'm***@example.com', github: true, code: 'EAR-7KX2', tokens }),
  'claim-agree': agreePage(brand, {
    ...{ address: 'm***@example.com', account, withAddress: [], withAccount: [account] },
    tokens: { agree: 'a', drop: 'd' },
  }),
  'claim-done': donePage(brand, { account, address: 'm***@example.com', undo: '/claim/undo/T', stop: 's' }),
  'claim-undo': undoPage(brand, { ...account, address: 'm***@example.com' }),
})
