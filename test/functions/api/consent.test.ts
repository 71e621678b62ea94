import { beforeAll, describe, expect, it } from '@jest/globals'
import type { ConsentLineAnswer, PreferencesAnswer } from '../../../shared/domain/respond/consent-answers.ts'
import { turnDown } from '../../../shared/store/choices.ts'
import { birthId } from '../../../shared/store/keys.ts'
import { type RecordedWord, recordComplaint, recordConsent } from '../../../shared/store/preferences.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const ANN = 'forum:7'
const ann = birthId(ANN)
const BOB = 'forum:8'
const bob = birthId(BOB)
const MAIL = 'email:ann'

const test = tableForAll()
const api = apiForAll(test, { nudges: settings({ topics: { answers: 'Answers', tips: 'Tips' } }), sources: {} })

const say = (over: Partial<RecordedWord> = {}) =>
  recordConsent(test.table, {
    emailIid: MAIL,
    topics: ['answers'],
    granted: true,
    basis: 'consent',
    wording: 'w1',
    source: 'forum',
    at: '2026-01-01T00:00:00.000Z',
    id: 'one',
    ...over,
  })

beforeAll(async () => {
  await putItems(test.table, [
    ...personItems([{ iid: ANN }, { iid: MAIL, address: 'ann@example.com' }]),
    ...personItems([{ iid: BOB }]),
  ])
  await say()
  await say({ topics: ['tips'], source: 'crm', basis: 'soft-opt-in', at: '2026-01-02T00:00:00.000Z', id: 'two' })
  await turnDown(
    test.table,
    MAIL,
    { off: ['answers'], often: 'weekly' },
    {
      source: 'preferences',
      wording: 'preferences@1',
      note: { channel: 'preferences-page', language: 'en' },
      now: '2026-02-01T00:00:00.000Z',
    },
  )
})

const ledger = async (of = ann, query = '') =>
  (await api.ask('GET', `/api/people/${of}/consent${query}`)) as unknown as {
    status: number
    body: { items: ConsentLineAnswer[]; next: string | null }
  }

describe('GET /api/people/{id}/consent', () => {
  it('tells who said what where, newest first, and what became of it', async () => {
    const { body } = await ledger()
    expect(body.items).toEqual([
      {
        identity: MAIL,
        address: 'a***@example.com',
        at: '2026-02-01T00:00:00.000Z',
        topics: ['answers'],
        granted: false,
        basis: 'consent',
        wording: 'preferences@1',
        language: 'en',
        source: 'preferences',
        channel: 'preferences-page',
        choices: { often: 'weekly' },
      },
      expect.objectContaining({ topics: ['tips'], source: 'crm', basis: 'soft-opt-in' }),
      expect.objectContaining({
        topics: ['answers'],
        granted: true,
        source: 'forum',
        wording: 'w1',
        withdrawnAt: '2026-02-01T00:00:00.000Z',
        withdrawnVia: 'preferences-page',
      }),
    ])
  })

  it('goes on page by page', async () => {
    const first = (await ledger(ann, '?limit=2')).body
    const second = (await ledger(ann, `?limit=2&next=${first.next}`)).body
    expect([...first.items, ...second.items]).toEqual((await ledger()).body.items)
    expect(second.next).toBeNull()
  })

  it('has no line of somebody who never said anything, and nobody of whom nothing is known', async () => {
    expect((await ledger(birthId('forum:9'))).status).toBe(404)
  })
})

describe('GET /api/people/{id}/preferences', () => {
  it('tells what may be sent, why not, and what was chosen', async () => {
    const { body } = await api.ask('GET', `/api/people/${ann}/preferences`)
    const { mail, addresses } = body as unknown as PreferencesAnswer
    expect(mail).toEqual([
      { topic: 'answers', allowed: false, reason: 'topic_off' },
      { topic: 'tips', allowed: false, reason: 'not_confirmed' },
    ])
    expect(addresses).toEqual([
      {
        identity: MAIL,
        address: 'a***@example.com',
        topics: [
          { topic: 'answers', on: false },
          { topic: 'tips', on: true },
        ],
        often: 'weekly',
        partOfDay: 'any',
      },
    ])
  })
})

describe('POST /api/people/{id}/preferences', () => {
  const stop = (body: object, of = ann) => api.ask('POST', `/api/people/${of}/preferences`, body)

  it('stops a topic, and keeps who did it and why', async () => {
    const { body } = await stop({ stop: 'tips', why: 'asked on the phone, +44 20 7946 0958' })
    expect((body as unknown as PreferencesAnswer).mail[1]).toEqual({
      topic: 'tips',
      allowed: false,
      reason: 'topic_off',
    })
    const [line] = (await ledger()).body.items
    expect(line).toMatchObject({
      topics: ['tips'],
      granted: false,
      channel: 'agent',
      by: expect.stringMatching(/^user:/),
    })
    expect(line?.why).toContain('asked on the phone')
    expect(line?.why).not.toContain('7946')
  })

  it('changes nothing a second time', async () => {
    const before = (await ledger()).body.items
    await stop({ stop: 'tips', why: 'again' })
    expect((await ledger()).body.items).toEqual(before)
  })

  it('stops all emails of somebody without an address, for one that is linked later', async () => {
    await stop({ stop: 'all', why: 'wrote a letter' }, bob)
    expect((await ledger(bob)).body.items).toMatchObject([{ identity: BOB, topics: ['*'], granted: false }])
  })

  it.each([
    [{ stop: 'gossip', why: 'x' }, 'or a topic: answers, tips'],
    [{ stop: 'all' }, 'why'],
    [{ stop: '', why: 'x' }, 'stop'],
    [{ stop: 'all', why: 'x', start: 'tips' }, 'start'],
  ])('refuses %j', async (body, words) => {
    const answer = await stop(body)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(words)
  })

  it('tells a complaint in the ledger', async () => {
    await recordComplaint(test.table, { emailIid: MAIL, at: '2026-12-01T00:00:00.000Z', id: 'c' })
    expect((await ledger()).body.items[0]).toMatchObject({ source: 'complaint', channel: 'complaint', topics: ['*'] })
    const { body } = await api.ask('GET', `/api/people/${ann}/preferences`)
    expect((body as unknown as PreferencesAnswer).addresses[0]?.suppressed).toMatchObject({ reason: 'complaint' })
  })
})
