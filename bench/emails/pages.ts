import {
  accountPage,
  agreePage,
  busyPage,
  claimSorryPage,
  donePage,
  entryPage,
  mailedPage,
  openPage,
  refusedPage,
  undonePage,
  undoPage,
} from '../../functions/connect/claim-view.ts'
import { confirmedPage, confirmPage, overPage } from '../../functions/nudge/confirm-view.ts'
import { choicesPage, sorryPage, stoppedPage, unknownPage } from '../../functions/nudge/pages-view.ts'
import { preferencesPage } from '../../functions/nudge/preferences-view.ts'
import { renderClaimMail } from '../../shared/domain/connect/claim-email.ts'
import { claimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import type { Letter } from '../../shared/domain/letter.ts'
import { topicWords, wishLines } from '../../shared/domain/nudge/choice-words.ts'
import { PARTS_OF_DAY } from '../../shared/domain/nudge/choices.ts'
import { renderConfirm } from '../../shared/domain/nudge/confirm-email.ts'
import { PAGE_LANGUAGES, type PageLanguage } from '../../shared/domain/nudge/pages/page-language.ts'
import { type PageWords, pageWords } from '../../shared/domain/nudge/pages/page-words.ts'
import type { Brand } from '../../shared/domain/settings.ts'

/** The pages that links in emails lead to, those of claims, and the emails that are no nudges, to look at. */

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

const claimPagesIn = (language: PageLanguage): Record<string, string> => {
  const voice = { brand, words: claimWords(language) }
  const address = 'm***@example.com'
  const own = { what: voice.words.say('customer_file'), name: '4***' }
  const pages = {
    entry: entryPage(voice, { problem: voice.words.say('no_address'), address: 'mika@' }),
    mailed: mailedPage(voice),
    open: openPage(voice, address),
    account: accountPage(voice, { address, github: true, code: 'earshot-claim-7kx2-94hm-qr3t', tokens }),
    choice: accountPage(voice, { address, github: true, tokens, note: voice.words.say('code_two') }),
    agree: agreePage(voice, {
      ...{ address, account, withAddress: [own], withAccount: [account] },
      tokens: { agree: 'a', drop: 'd' },
    }),
    done: donePage(voice, { account, address, undo: '/claim/undo/T', stop: 's' }),
    refused: refusedPage(voice, 's'),
    busy: busyPage(voice),
    undo: undoPage(voice, { ...account, address }),
    undone: undonePage(voice, { kept: false, apart: false }),
    kept: undonePage(voice, { kept: true, apart: true }),
    sorry: claimSorryPage(voice),
  }
  return Object.fromEntries(Object.entries(pages).map(([name, page]) => [`claim-${name}.${language}`, page]))
}

/** All pages, by name. */
export const pageCases = (): Readonly<Record<string, string>> =>
  Object.assign({}, ...PAGE_LANGUAGES.flatMap((language) => [pagesIn(language), claimPagesIn(language)]))

const lettersIn = (language: PageLanguage): Record<string, Letter> => {
  const [words, wishWords] = [claimWords(language), pageWords(language)]
  const named = { platform: account.what, name: account.name }
  const undo = 'https://app.example/claim/undo/TOKEN'
  const claims = [
    { kind: 'prove', link: 'https://app.example/claim/open/TOKEN' },
    { kind: 'connected', link: undo, account: named },
    { kind: 'notice', link: undo, account: named, address: 'm***@example.com' },
  ] as const
  const asked = {
    link: 'https://app.example/c/TOKEN',
    lines: wishLines(WISH, settings, { words: wishWords, waiting: [] }),
  }
  return {
    ...Object.fromEntries(claims.map((mail) => [`mail-${mail.kind}.${language}`, renderClaimMail(mail, brand, words)])),
    [`mail-wish.${language}`]: renderConfirm({ ...asked, address: false, words: wishWords }, brand),
    [`mail-address.${language}`]: renderConfirm({ ...asked, address: true, words: wishWords }, brand),
  }
}

/** The emails that are no nudges, by name. */
export const letterCases = (): Readonly<Record<string, Letter>> => Object.assign({}, ...PAGE_LANGUAGES.map(lettersIn))
