import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { keyPhrases, phraseKey } from '../../../shared/domain/understand/phrases.ts'
import { timeGrowsWithLength } from '../../support/linear.ts'

const phrases = (text: string, language = 'en') => keyPhrases(text, language).map((phrase) => phrase.text)

/** What a reader would underline, written before the chunker was tried on them. */
const GOLD: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'en',
    'The battery life of my XR-200 headphones is terrible since the firmware update.',
    ['battery life', 'XR-200 headphones', 'firmware update'],
  ],
  ['en', "I can't find the export button in the settings page", ['export button', 'settings page']],
  ['en', 'Does anyone know how to descale the CoffeeMaster 3000?', ['CoffeeMaster 3000']],
  ['en', 'Shipping costs to Norway are too high', ['Shipping costs', 'Norway']],
  ['en', 'Please add a dark mode and keyboard shortcuts', ['dark mode', 'keyboard shortcuts']],
  [
    'en',
    'Customer support was friendly, but the replacement part never came',
    ['Customer support', 'replacement part'],
  ],
  ['en', 'Login page shows a blank screen on Firefox', ['Login page', 'blank screen', 'Firefox']],
  ['en', 'My order arrived with a broken charger and no user manual', ['broken charger', 'user manual']],
  ['en', 'Where can I buy a replacement water filter? #AcmeHome', ['replacement water filter', '#AcmeHome']],
  ['en', 'The Bluetooth connection drops every time I open Spotify', ['Bluetooth connection', 'Spotify']],
  ['de', 'Die Kaffeemaschine hat einen Wasserfilter und der Kundendienst schweigt', ['Kaffeemaschine', 'Wasserfilter']],
  ['de', 'Wo finde ich die Seriennummer der Kamera?', ['Seriennummer', 'Kamera']],
  ['fr', "L'application mobile ne marche plus depuis la mise à jour", ['application mobile']],
  ['fr', "Où est le numéro de série de l'appareil ?", ['numéro', 'série', 'appareil']],
  ['es', 'La batería de los auriculares no funciona', ['batería', 'auriculares']],
  ['it', "L'assistenza clienti non risponde alla mia richiesta", ['assistenza clienti']],
  ['pt', 'A bateria do telefone não carrega', ['bateria', 'telefone']],
  ['nl', 'De klantenservice heeft mijn bestelling niet gevonden', ['klantenservice', 'bestelling']],
]

describe('the key phrases of a text', () => {
  it('are at least nine of ten of those that a reader would underline', () => {
    const found = GOLD.map(
      ([language, text, wanted]) => wanted.filter((one) => phrases(text, language).includes(one)).length,
    )
    const all = GOLD.reduce((sum, [, , wanted]) => sum + wanted.length, 0)
    expect(found.reduce((sum, one) => sum + one, 0) / all).toBeGreaterThanOrEqual(0.9)
  })

  it('and at most one of three is one that no reader would', () => {
    const said = GOLD.flatMap(([language, text, wanted]) => phrases(text, language).map((one) => wanted.includes(one)))
    expect(said.filter(Boolean).length / said.length).toBeGreaterThanOrEqual(2 / 3)
  })

  it('say where they stand', () => {
    expect(keyPhrases('😀 The battery life of it', 'en')).toEqual([{ text: 'battery life', from: 7, to: 19 }])
    expect(keyPhrases("J'aime l'écran", 'fr')).toContainEqual({ text: 'écran', from: 9, to: 14 })
    expect(keyPhrases("I like Acme's.", 'en')).toEqual([{ text: 'Acme', from: 7, to: 11 }])
  })

  it('keep hashtags and names of products, and leave out links, handles and numbers', () => {
    expect(phrases('@acme the XR-200 (https://acme.example/battery-life) 42 #NoiseCancelling')).toEqual([
      'XR-200',
      '#NoiseCancelling',
    ])
    expect(phrases('Bottle of champagne')).toEqual(['Bottle of champagne'])
    expect(phrases('of the')).toEqual([])
  })

  it('take nothing out of an address of an email', () => {
    expect(phrases('Anna: from john.doe@example.com, not anna_smith-jones+a@mail.example.org')).toEqual(['Anna'])
    expect(phrases('jürgen@bücher.example')).toEqual([])
  })

  it('end where a line, a mark or a wide gap does', () => {
    expect(phrases('battery\nscreen')).toEqual(['battery', 'screen'])
    expect(phrases('battery, screen')).toEqual(['battery', 'screen'])
    expect(phrases('battery      screen')).toEqual(['battery', 'screen'])
  })

  it('leave out what is weak or only says what something does', () => {
    expect(phrases('good thing, crashing, quickly, xy, great people')).toEqual([])
    expect(phrases('Great battery')).toEqual(['battery'])
  })

  it('are each told once, the best eight in the order of the text', () => {
    expect(phrases('Battery. The batteries! battery life; Battery')).toEqual(['Battery', 'battery life'])
    const many = 'alpha. beta. gamma. delta. epsilon. zeta. eta theta. iota kappa. lambda mu. Nu. xi.'
    expect(phrases(many)).toHaveLength(8)
    expect(phrases(many)).toEqual(expect.arrayContaining(['eta theta', 'iota kappa', 'lambda mu']))
  })

  it('have at most four words and 60 characters', () => {
    expect(phrases('alpha beta gamma delta epsilon')).toEqual(['beta gamma delta epsilon'])
    expect(phrases(`${'x'.repeat(61)} a battery`)).toEqual(['battery'])
  })

  it('are hashtags only where there are no lists', () => {
    expect(phrases('#アクメ の電池が悪い', 'ja')).toEqual(['#アクメ'])
    expect(phrases('Bateria nie działa', 'pl')).toEqual([])
    expect(phrases('battery life', 'constructor')).toEqual([])
  })

  it.each([
    ['Batteries', 'en', 'battery'],
    ['#BatteryLife', 'en', 'batterylife'],
    ['Battery  Life', 'en', 'battery life'],
    ["Acme's", 'en', 'acme'],
    ['boxes', 'en', 'box'],
    ['headphones', 'en', 'headphone'],
    ['iOS', 'en', 'ios'],
    ['status', 'en', 'status'],
    ['glass', 'en', 'glass'],
    ['gas', 'en', 'gas'],
    ['Auriculares', 'es', 'auriculares'],
    ['ＸＲ-200', 'en', 'xr-200'],
  ])('are counted together by what they have in common: %s (%s) as %s', (phrase, language, key) => {
    expect(phraseKey(phrase, language)).toBe(key)
  })

  it('are places in the text, in order, for any text', () => {
    const pieces = fc.constantFrom(
      'battery',
      'life',
      'the',
      'of',
      "l'",
      "'s",
      '#tag',
      '@me',
      'https://a.b',
      ' ',
      '  ',
      '\n',
      '.',
      'XR-200',
      '😀',
      '\ud83d',
      'ñ',
    )
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((some) => some.join('')),
      fc.array(pieces).map((some) => some.join(' ')),
    )
    fc.assert(
      fc.property(anything, fc.constantFrom('en', 'fr', 'ja', 'und'), (text, language) => {
        const found = keyPhrases(text, language)
        expect(found.length).toBeLessThanOrEqual(8)
        let end = 0
        for (const { text: phrase, from, to } of found) {
          expect(text.slice(from, to)).toBe(phrase)
          expect(from).toBeGreaterThanOrEqual(end)
          expect(phraseKey(phrase, language)).not.toBe('')
          end = to
        }
      }),
    )
  })

  it.each(['battery ', 'a', "a'", 'a-', '#a', '#', '@', 'of ', '. ', 'A1 ', '%', 'a.', 'a@'])(
    'take time that grows with the length of the text only: %s',
    (piece) => {
      timeGrowsWithLength((text) => keyPhrases(text, 'en'), piece)
      timeGrowsWithLength((text) => phraseKey(text, 'en'), piece)
    },
  )
})
