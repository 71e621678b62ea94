import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { DecisionAnswer, PersonAnswer, TimelineItemAnswer } from '../../shared/domain/respond/answers.ts'
import { push } from '../support/deliver.ts'
import { type Earshot, startEarshot } from '../support/earshot.ts'

/** A link and its way back, through all of Earshot: what was on its way to somebody who has said no elsewhere is recalled. */

let earshot: Earshot
beforeAll(async () => {
  earshot = await startEarshot('links')
}, 120_000)
afterAll(async () => {
  await earshot.stop()
})

const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const response = await fetch(new URL(path, earshot.local.app), {
    method,
    headers: { authorization: `Bearer ${earshot.local.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer = (await response.json()) as T
  expect({ status: response.status, ...(response.ok ? {} : { answer }) }).toEqual({ status: 200 })
  return answer
}
const person = (identity: string): Promise<PersonAnswer> => ask('GET', `/api/people?identity=${identity}`)
const send = async (name: string, data: object): Promise<void> => {
  const now = await earshot.runner.now()
  const at = new Date(now).toISOString()
  const body = JSON.stringify({ type: 'activity', timestamp: at, data })
  expect((await push(earshot, { source: 'standard', name, body, now })).status).toBe(202)
}
const decisionsOf = async (id: string): Promise<DecisionAnswer[]> =>
  (await ask<{ items: DecisionAnswer[] }>('GET', `/api/decisions?person=${id}`)).items

it('joins two people and parts them again', async () => {
  const jim = { id: 'c-7', handle: 'jimbobrews', name: 'Jim Davies', email: 'jim@mail.example', emailVerified: true }
  const contact = { id: '17', name: 'J. Davies', email: 'jimbobrews@work.example', emailVerified: true }
  const no = { granted: false, topics: ['*'], basis: 'consent', wording: 'phone call' }
  await send('crm', [
    { kind: 'account', id: 'account:17', author: contact, customer: true },
    { kind: 'consent', id: 'consent:17', author: contact, ...no },
  ])
  const total = { amount: 4_900, currency: 'EUR' }
  await send('standard', { kind: 'order', id: 'o1', author: jim, total })
  await earshot.runner.settle()
  const before = { jim: await person('standard:c-7'), contact: await person('crm:17') }
  const [planned] = await decisionsOf(before.jim.id)
  expect(planned).toMatchObject({ recipe: 'first-order', state: 'waiting' })

  // The handle is the beginning of the other's address.
  const { items: suggestions } = await ask<{ items: { persons: { id: string }[] }[] }>('GET', '/api/suggestions')
  expect(suggestions.map(({ persons }) => persons.map(({ id }) => id).sort())).toContainEqual(
    [before.jim.id, before.contact.id].sort(),
  )

  const would = await ask<{ nudges: unknown[]; after: PersonAnswer[] }>(
    'GET',
    '/api/links/preview?a=standard:c-7&b=crm:17',
  )
  expect(would.nudges).toMatchObject([{ becomes: { state: 'held', reason: 'all_off' }, recalled: true }])
  const { link, person: id } = await ask<{ link: string; person: string }>('POST', '/api/links', {
    ...{ a: 'standard:c-7', b: 'crm:17' },
    why: 'he called',
  })
  await earshot.runner.settle()
  expect(id).toBe(would.after[0]?.id)
  expect((await decisionsOf(id)).find((one) => one.id === planned?.id)).toMatchObject({
    state: 'held',
    reason: 'all_off',
  })
  const { items: timeline } = await ask<{ items: TimelineItemAnswer[] }>(
    'GET',
    `/api/people/${before.contact.id}/timeline`,
  )
  expect(timeline.map((one) => one.id)).toEqual(['standard:o1'])

  expect(await ask('DELETE', `/api/links/${link}?why=his+brother`)).toMatchObject({ outcome: 'split' })
  await earshot.runner.settle()
  expect({ jim: await person('standard:c-7'), contact: await person('crm:17') }).toEqual(before)
  const links = await ask<{ history: unknown[] }>('GET', `/api/people/${before.jim.id}/links`)
  expect(links.history).toContainEqual(expect.objectContaining({ what: 'split', why: 'his brother' }))

  const { apart } = await ask<{ apart: string }>('POST', '/api/links/apart', { a: 'standard:c-7', b: 'crm:17' })
  expect(await ask('DELETE', `/api/links/apart/${apart}`)).toEqual({ lifted: true })
  expect(await ask('GET', '/api/conflicts')).toEqual({ items: [], next: null })
  expect((await earshot.iam()).denied).toEqual([])
}, 120_000)

const statusOf = async (method: string, path: string, body?: unknown): Promise<number> => {
  const response = await fetch(new URL(path, earshot.local.app), {
    method,
    headers: { authorization: `Bearer ${earshot.local.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return response.status
}

it('makes up for a link that became possible when whoever lifted the word against it died at that moment', async () => {
  const pair = { a: 'standard:c-8', b: 'crm:18' }
  for (const [name, id] of [
    ['standard', 'c-8'],
    ['crm', '18'],
  ] as const)
    await send(name, { kind: 'account', id: `account:${id}`, author: { id } })
  await earshot.runner.settle()
  const conflicts = async (): Promise<number> => (await ask<{ items: unknown[] }>('GET', '/api/conflicts')).items.length

  // Until it dies between the two: before, nothing has happened; after, it has done all there is to do.
  for (let tries = 1; ; tries++) {
    expect(tries).toBeLessThan(60)
    const { apart } = await ask<{ apart: string }>('POST', '/api/links/apart', pair)
    expect(await statusOf('POST', '/api/links', pair)).toBe(409)
    await earshot.chaos({ before: 0.15, seed: tries, functions: ['api'] })
    await statusOf('DELETE', `/api/links/apart/${apart}`)
    await earshot.chaos({})
    const lifted = (await statusOf('DELETE', `/api/links/apart/${apart}`)) === 404
    if (lifted && (await conflicts()) === 1) break
  }
  expect((await person('standard:c-8')).id).not.toBe((await person('crm:18')).id)

  await earshot.runner.moveTo(new Date((await earshot.runner.now()) + 61 * 60_000).toISOString())
  await earshot.runner.tick()
  await earshot.runner.settle()
  expect(await conflicts()).toBe(0)
  expect((await person('standard:c-8')).id).toBe((await person('crm:18')).id)
  expect((await earshot.iam()).denied).toEqual([])
}, 180_000)
