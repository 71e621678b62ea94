import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { readLedger } from '../../../shared/store/choices.ts'
import { keys } from '../../../shared/store/keys.ts'
import { type ChoicesWorld, form, openChoices } from './choices-world.ts'
import { ADDRESS, AUTHOR, EMAIL } from './send-world.ts'

/** The pages that emails lead to, and the email that asks for a yes, in the language of whoever reads them. */

let world: ChoicesWorld
beforeEach(async () => {
  world = await openChoices()
})
afterEach(() => world.close())

const choose = async (language: string): Promise<void> => {
  await world.put({ ...keys.preferences(EMAIL), ...(await world.preferences()), language })
}
const stopLink = () => `/u/${unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'answers' })}`
const languageIn = (body: string): string | undefined => /<html lang="([a-z]+)">/.exec(body)?.[1]

describe('a page is in', () => {
  it('the language that the person has chosen, whatever link and browser say', async () => {
    await choose('de')
    world.browser['accept-language'] = 'es'
    for (const path of [`${stopLink()}?l=fr`, `${world.path}?l=fr`])
      expect(languageIn((await world.get(path)).body)).toBe('de')
  })

  it('else that of the email with the link, also when something is posted to it and on the next page', async () => {
    world.browser['accept-language'] = 'es'
    const { body } = await world.get(`${stopLink()}?l=fr`)
    expect(languageIn(body)).toBe('fr')
    expect(languageIn((await world.post({}, `${stopLink()}?l=fr`)).body)).toBe('fr')
    const [, next = ''] = /href="(\/p\/[^"]+)"/.exec(body) ?? []
    expect((await world.get(next)).body).toContain('<html lang="fr">')
  })

  it('else what the browser wants, else the stage’s', async () => {
    world.browser['accept-language'] = 'ja, de-AT;q=0.8, en;q=0.5'
    expect(languageIn((await world.get(`${stopLink()}?l=xx`)).body)).toBe('de')
    delete world.browser['accept-language']
    world.pages.settings = { ...world.pages.settings, language: 'es' }
    expect(languageIn((await world.get()).body)).toBe('es')
  })

  it.each([
    ['de', 'Diese E-Mails abbestellen?', 'Dieser Link funktioniert nicht', 'Das hat nicht geklappt'],
    ['fr', 'Arrêter ces e-mails', 'Ce lien ne fonctionne pas', 'Cela n’a pas marché'],
    ['es', '¿Dejar de recibir estos correos?', 'Este enlace no funciona', 'No ha funcionado'],
  ])('%s, with its errors', async (language, stop, unknown, sorry) => {
    world.browser['accept-language'] = language
    expect((await world.get(stopLink())).body).toContain(stop)
    for (const path of ['/u/x', '/p/x', '/c/x']) {
      const { status, body } = await world.get(path)
      expect([status, languageIn(body)]).toEqual([404, language])
      expect(body).toContain(unknown)
    }
    world.pages.table = { ...world.table, name: 'no-such-table' }
    for (const path of [stopLink(), world.path]) expect((await world.get(path)).body).toContain(sorry)
  })
})

it('all choices are in German, with dates, topics as far as there are words of them, and errors', async () => {
  world.pages.settings = {
    ...world.pages.settings,
    topics: { answers: { en: 'Answers', de: 'Antworten' }, advocates: 'Advocates' },
  }
  world.browser['accept-language'] = 'de'
  await world.post(form({ break: 'begin' }))
  const { body } = await world.get()
  for (const words of ['Ihre E-Mails', 'Höchstens eine pro Woche', 'Pause bis zum 10. Juli 2026', 'Speichern'])
    expect(body).toContain(words)
  expect(body).toContain('<span lang="de">Antworten</span>')
  expect(body).toContain('<span lang="en">Advocates</span>')
  expect(body).not.toContain(ADDRESS)
  const wrong = await world.post(form({ zone: 'Moon/Base', often: 'hourly' }))
  expect(wrong.body).toContain('Diese Zeitzone kennen wir nicht.')
  expect(wrong.body).toContain('Es wurde nichts gespeichert.')
  expect(wrong.body).not.toMatch(/Please|wrong_/)
})

it('an email’s links say its language, a question is asked in that of the page, and the ledger keeps it', async () => {
  await choose('de')
  const { id } = await world.queue()
  await sendOnce(world.deps, { iid: AUTHOR, id })
  const [, choices = ''] = /https:\/\/app\.example(\/p\/\S+)/.exec(world.emails()[0]?.text ?? '') ?? []
  expect(choices).toMatch(/\?l=de$/)
  expect(world.emails()[0]?.headers['List-Unsubscribe']).toMatch(/\?l=de>$/)
  await world.put({ ...keys.preferences(EMAIL), ...(await world.preferences()), language: undefined })
  await world.post(form({ 'topic-advocates': 'on', 'topic-answers': undefined, zone: 'Asia/Tokyo' }), choices)
  expect((await readLedger(world.table, EMAIL)).at(-1)).toMatchObject({ granted: false, language: 'de' })
  await world.work()
  expect(world.emails().at(-1)).toMatchObject({ subject: 'Bitte bestätigen Sie Ihre Auswahl bei Cloud Nine' })
  expect(world.emails().at(-1)?.text).toContain('- E-Mails zu „Advocates <3“\n- Zeitzone: Asia, Tokyo')
  expect(world.link()).toMatch(/\?l=de$/)
  expect((await world.get(world.link())).body).toContain('Möchten Sie das?')
  expect((await world.post({}, world.link())).body).toContain('Danke, das ist erledigt')
  expect((await readLedger(world.table, EMAIL)).at(-1)).toMatchObject({ granted: true, language: 'de' })
})
