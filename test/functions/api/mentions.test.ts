import { beforeAll, describe, expect, it } from '@jest/globals'
import { birthId } from '../../../shared/store/keys.ts'
import { activityItem, personItems, putItems } from '../../support/graph-items.ts'
import { idsOf, jim, jimsApi } from './jims-world.ts'

const { test, ask, askAs } = jimsApi()

describe('mentions through the API', () => {
  it('are listed, newest first, page by page', async () => {
    const first = await askAs('listMentions', '/api/mentions?limit=1')
    expect(idsOf(first)).toEqual(['github:b'])
    const second = await askAs('listMentions', `/api/mentions?limit=1&next=${first.next}`)
    expect(idsOf(second)).toEqual(['github:a'])
    expect(second.next).toBeNull()
  })

  it('are filtered', async () => {
    expect(idsOf(await askAs('listMentions', '/api/mentions?sentiment=negative'))).toEqual(['github:a'])
    expect(idsOf(await askAs('listMentions', '/api/mentions?before=2026-11-04T08:00:00Z'))).toEqual(['github:a'])
    expect(idsOf(await askAs('listMentions', '/api/mentions?source=standard'))).toEqual([])
  })

  it('are found one by one, and the author is who the person is now', async () => {
    expect(await askAs('getMention', '/api/mentions/github:a')).toMatchObject({ author: { personId: jim } })
    expect(await ask('GET', '/api/mentions/github:zzz')).toMatchObject({ status: 404 })
    expect(await ask('GET', '/api/mentions/nonsense')).toMatchObject({ status: 404 })
  })
})

describe('what identifies people in texts', () => {
  const as = (groups: string) => ({
    requestContext: {
      http: { method: 'GET' },
      authorizer: { jwt: { claims: { sub: 'u-1', 'cognito:groups': groups } } },
    },
  })
  beforeAll(() =>
    putItems(test.table, [
      ...personItems([{ iid: 'github:7' }]),
      activityItem({
        id: 'pii',
        createdAt: '2026-10-01T08:00:00.000Z',
        iid: 'github:7',
        text: 'Thanks, my router is gone, call me: +49 171 1234567',
        intents: ['thanks'],
        phrases: ['router', '171 1234567'],
      }),
    ]),
  )

  it('is answered to members of the group pii only, with the words that showed an intent', async () => {
    const path = '/api/mentions/github:pii'
    expect(await askAs('getMention', path)).toMatchObject({
      text: 'Thanks, my router is gone, call me: [phone]',
      because: [{ intent: 'thanks', words: [{ in: 'text', text: 'Thanks', from: 0, to: 6 }] }],
      phrases: ['router'],
    })
    expect(await ask('GET', path, undefined, as('[marketing]'))).toMatchObject({
      body: { text: 'Thanks, my router is gone, call me: [phone]' },
    })
    expect(await ask('GET', path, undefined, as('[marketing pii]'))).toMatchObject({
      body: { text: 'Thanks, my router is gone, call me: +49 171 1234567' },
    })
  })

  it('is kept from lists and timelines as well', async () => {
    const list = await askAs('listMentions', '/api/mentions?before=2026-10-02T00:00:00Z')
    const timeline = await askAs('getTimeline', `/api/people/${birthId('github:7')}/timeline`)
    for (const answer of [list, timeline]) expect(JSON.stringify(answer)).not.toContain('1234567')
    expect(idsOf(list)).toEqual(['github:pii'])
    expect(idsOf(timeline)).toContain('github:pii')
  })
})

describe('corrections through the API', () => {
  const path = '/api/mentions/github:c/understanding'
  beforeAll(() =>
    putItems(test.table, [activityItem({ id: 'c', createdAt: '2026-11-01T08:00:00.000Z', iid: 'github:2' })]),
  )

  it('are answered with the mention as it is now', async () => {
    const corrected = { by: 'ada@brand.example', at: expect.any(String) }
    expect(await askAs('correctMention', path, { sentiment: 'negative' })).toMatchObject({
      id: 'github:c',
      sentiment: { label: 'NEGATIVE', confidence: 1, engine: 'person' },
      corrected,
    })
    expect(await askAs('correctMention', path, { intents: ['thanks', 'idea'] })).toMatchObject({
      sentiment: { label: 'NEGATIVE' },
      intents: ['idea', 'thanks'],
      corrected,
    })
    expect(await askAs('getMention', '/api/mentions/github:c')).toMatchObject({
      intents: ['idea', 'thanks'],
      corrected,
    })
  })

  it.each([
    [{ sentiment: 'sad' }, 'sentiment: came "sad", expected one of POSITIVE, NEGATIVE, NEUTRAL, MIXED'],
    [{ intents: ['dance'] }, 'intents[0]: came "dance", expected one of question'],
    [{ intents: 'idea' }, 'intents: came "idea", expected'],
    [{}, 'came an object, expected `sentiment`, `intents` or both'],
    [{ label: 'NEGATIVE' }, 'label: came "NEGATIVE", expected nothing of this name'],
    ['not json', 'The body is not JSON'],
  ])('are refused when they say nothing that is known: %j', async (body, error) => {
    expect(await ask('PUT', path, body)).toMatchObject({ status: 400, body: { error: expect.stringContaining(error) } })
  })

  it('of what is not there are 404, and only PUT works', async () => {
    const verdict = { sentiment: 'POSITIVE' }
    for (const id of ['github:never', 'nonsense', 'standard:o'])
      expect(await ask('PUT', `/api/mentions/${id}/understanding`, verdict)).toMatchObject({ status: 404 })
    expect(await ask('POST', path, verdict)).toMatchObject({ status: 405, headers: { allow: 'PUT' } })
  })
})
