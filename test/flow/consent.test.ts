import { afterAll, beforeAll, expect, it } from '@jest/globals'
import guides from '../../local/demo/content.json' with { type: 'json' }
import type { ConsentLineAnswer, PreferencesAnswer } from '../../shared/domain/respond/consent-answers.ts'
import { isoOf, MINUTE } from '../../shared/domain/time.ts'
import { birthId } from '../../shared/store/keys.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'

/** Somebody turns emails down by a link, asks for more and says yes; somebody of the CRM is asked first: through everything that is deployed. */

const START = Date.parse('2026-11-16T11:00:00.000Z')

let earshot: Earshot
let clock = START
beforeAll(async () => {
  earshot = await startEarshot('consent')
  await earshot.runner.moveTo(isoOf(START))
  await earshot.api.post('/api/content', guides)
}, 180_000)
afterAll(() => earshot?.stop())

const send = async (name: string, customer: string, id: string, data: object, profile = {}): Promise<void> => {
  const author = { id: customer, name: 'Ines', email: `${customer}@example.com`, emailVerified: true, ...profile }
  const body = { type: 'news', timestamp: isoOf(clock), data: { ...data, id, at: isoOf(clock), author } }
  expect((await push(earshot, { source: 'standard', name, body, now: clock, id: `msg_${id}` })).status).toBe(202)
}
const order = (name: string, customer: string, profile = {}) =>
  send(
    name,
    customer,
    `o-${customer}`,
    { kind: 'order', total: { amount: 1_000, currency: 'GBP' }, items: [] },
    profile,
  )

const moveOn = async (): Promise<void> => {
  clock += MINUTE
  await earshot.runner.moveTo(isoOf(clock))
  await earshot.runner.tick()
  await earshot.runner.settle()
}
const mailsTo = async (customer: string) =>
  (await earshot.runner.emails()).filter(({ to }) => to.includes(`${customer}@example.com`))
const linkTo = async (customer: string, path: string): Promise<string> => {
  const links = (await mailsTo(customer)).flatMap((mail) => mail.links)
  return new URL(links.find((link) => link.includes(path)) ?? 'http://none.example/none').pathname
}
const page = async (path: string, fields?: Record<string, string>): Promise<string> => {
  const form = fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}
  const answer = await fetch(new URL(path, earshot.local.app), form)
  expect(answer.status).toBe(200)
  return answer.text()
}
const about = <T>(iid: string, what: string) => earshot.api.get<T>(`/api/people/${birthId(iid)}/${what}`)

it('a link turns down at once, and up only with a yes of the address', async () => {
  await order('standard', 'ines')
  await moveOn()
  const choices = await linkTo('ines', '/p/')
  expect(await page(choices)).toContain('i***@example.com')
  const shown = 'getting-started answers'
  expect(await page(choices, { shown, 'topic-answers': 'on', often: 'monthly' })).toContain('One more step')
  await earshot.runner.settle()
  expect(await page(await linkTo('ines', '/c/'), {})).toContain('Thank you')
  const { items } = await about<{ items: ConsentLineAnswer[] }>('standard:ines', 'consent')
  expect(items.map(({ topics, granted, channel }) => [topics, granted, channel])).toEqual([
    [['answers'], true, 'confirm-mail'],
    [['getting-started'], false, 'preferences-page'],
    [expect.arrayContaining(['getting-started']), true, undefined],
  ])
})

it.each([
  ['de', 'Guten Tag, Ines,', 'Diese E-Mails abbestellen'],
  ['es', 'Hola, Ines:', 'Dejar de recibir estos correos'],
])('whoever reads %s is written to in it, with words that lie beside the bundle', async (language, ...words) => {
  await order('standard', `reads-${language}`, { language })
  await moveOn()
  const mails = await mailsTo(`reads-${language}`)
  expect(mails).toHaveLength(1)
  for (const part of words)
    expect(mails[0]).toMatchObject({ text: expect.stringContaining(part), html: expect.stringContaining(part) })
  expect(mails[0]).toMatchObject({ html: expect.stringContaining(`<html lang="${language}"`) })
})

it('an address that the CRM told of is asked once, in its language, and gets nothing before', async () => {
  const consent = { kind: 'consent', granted: true, topics: ['getting-started'], basis: 'consent', wording: 'fair' }
  await send('crm', 'abel', 'yes-abel', consent)
  await order('crm', 'abel', { language: 'de' })
  await moveOn()
  const mails = await mailsTo('abel')
  expect(mails.map(({ subject }) => subject)).toEqual(['Ist das Ihre Adresse? Eine Frage von Cloud Nine Coffee'])
  const mailOf = async () =>
    (await about<PreferencesAnswer>('crm:abel', 'preferences')).mail.find(({ topic }) => topic === 'getting-started')
  expect(await mailOf()).toMatchObject({ allowed: false, reason: 'not_confirmed' })
  await page(await linkTo('abel', '/c/'), {})
  expect(await mailOf()).toEqual({ topic: 'getting-started', allowed: true })
  await earshot.api.post(`/api/people/${birthId('crm:abel')}/preferences`, { stop: 'all', why: 'asked on the phone' })
  expect(await mailOf()).toMatchObject({ allowed: false, reason: 'all_off' })
  expect(await deadLetters(earshot)).toEqual([])
})
