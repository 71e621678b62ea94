import { accountPage, agreePage, donePage, entryPage, openPage, undoPage } from '../../functions/connect/claim-view.ts'
import { confirmPage } from '../../functions/nudge/confirm-view.ts'
import { choicesPage, stoppedPage, unknownPage } from '../../functions/nudge/pages-view.ts'
import { preferencesPage } from '../../functions/nudge/preferences-view.ts'
import type { Brand } from '../../shared/domain/settings.ts'

/** The pages that links in emails lead to, to look at. */

const brand: Brand = {
  name: 'Cloud Nine Coffee',
  senderDomain: 'news.roastery.example',
  senderName: 'hello',
  address: 'Cloud Nine Coffee, 9 Harbour Street, Bristol BS1 4RN, United Kingdom',
  community: 'https://community.example',
}
const topics = [
  { name: 'answers', words: 'Answers to questions you asked', on: true },
  { name: 'advocates', words: 'Invitations to the advocates’ space', on: false },
]
const choices = {
  brand,
  address: 'm***@example.com',
  topic: { name: 'answers', words: 'Answers to questions you asked', on: true },
  topics,
  preferences: '/p/TOKEN',
}
const tokens = { github: 'g', code: 'c', stop: 's' }
const account = { what: 'GitHub', name: 'octo' }

const word = (granted: boolean) =>
  ({ granted, basis: 'consent', wording: 'w1', source: 'discourse', at: '2026-03-03T10:00:00.000Z' }) as const

const preferences = {
  brand,
  address: 'm***@example.com',
  choices: { topics: { answers: word(true), advocates: word(false) } },
  offer: {
    topics: ['answers', 'advocates'],
    languages: ['en', 'de', 'fr', 'es'],
    parts: ['morning', 'midday', 'evening'],
    zones: ['Europe/Berlin', 'Europe/London', 'America/New_York'],
  },
  words: Object.fromEntries(topics.map(({ name, words }) => [name, { words, language: 'en' }])),
  hidden: false,
  now: '2026-11-20T10:00:00.000Z',
  timeZone: 'Europe/London',
} as const

/** All of them, by name. */
export const pageCases = (): Readonly<Record<string, string>> => ({
  'u-choices': choicesPage(choices),
  'u-stopped': stoppedPage(choices, false),
  'u-unknown': unknownPage(brand),
  'p-choices': preferencesPage(preferences),
  'p-saved': preferencesPage(preferences, { saved: true, asked: ['Emails in German'] }),
  'c-confirm': confirmPage({
    ...{ brand, address: 'm***@example.com', choices: '/p/TOKEN' },
    lines: ['Answers to questions you asked'],
  }),
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
