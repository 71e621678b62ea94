import { beforeAll, describe, expect, it } from '@jest/globals'
import { campaigns } from '../../../functions/api/campaigns.ts'
import { topics } from '../../../functions/api/topics.ts'
import { descriptions } from '../../../shared/domain/respond/descriptions.ts'
import { routes } from '../../../shared/domain/respond/routes.ts'
import { scoreSettingsSchema } from '../../../shared/domain/score/settings.ts'
import { phraseId } from '../../../shared/domain/score/topics/phrase.ts'
import { topicsSettingsSchema } from '../../../shared/domain/score/topics/settings.ts'
import { EVERYTHING, voicesOf } from '../../../shared/domain/score/topics/voice.ts'
import { keys } from '../../../shared/store/keys.ts'
import { putHour, putTopicsDone, topicHourItem, topicItem } from '../../../shared/store/topics.ts'
import { settings as nudgeSettings } from '../../domain/nudge/factories.ts'
import { activityItem, personItems, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'

const HOUR = Date.parse('2026-11-20T10:00:00.000Z') / 3_600_000
const NOW = '2026-11-20T12:00:00.000Z'
const settings = topicsSettingsSchema.parse({ brands: { Nine: ['nine'] }, competitors: { Bean: ['bean'] } })
const [nine, bean] = voicesOf(settings).map(({ id }) => id)
const id = phraseId('en', 'water pump')

const test = tableForAll()
beforeAll(async () => {
  const numbers = { hour: HOUR, count: 9, expected: 0.5, chance: 1e-7, score: 20, authors: 9, positive: 1, negative: 6 }
  const heat = { since: HOUR, last: HOUR }
  const topic = { id, label: 'water pump', language: 'en', latest: numbers }
  const counts = new Map([[HOUR, 9]])
  await putItems(test.table, [
    topicItem({ ...topic, heat }, counts, HOUR),
    topicItem({ ...topic, id: 'c0ffee', label: 'call 555-867-5309', was: heat }, counts, HOUR),
    topicHourItem(id, {
      ...numbers,
      leading: [
        { iid: 'github:1', count: 2 },
        { iid: 'github:gone', count: 1 },
      ],
      mentions: ['github#1', 'github#gone'],
    }),
    activityItem({ id: '1', iid: 'github:1', text: 'mail me: ada@example.com' }),
    ...personItems([{ iid: 'github:1', profile: { name: { v: 'Ada', at: NOW } } }]),
  ])
  await putTopicsDone(test.table, { since: HOUR - 30, done: HOUR, floors: new Map(), spreads: new Map() }, NOW)
  const names = {
    [EVERYTHING]: { count: 40, positive: 4, negative: 9 },
    [nine ?? '']: { count: 9, positive: 1, negative: 6 },
    [bean ?? '']: { count: 3, positive: 2, negative: 0 },
  }
  await putHour(test.table, HOUR, { mentions: 41, topics: [], voices: { mentions: 41, names } })
})

const deps = () => ({
  ...{
    table: test.table,
    nudges: nudgeSettings(),
    sources: {},
    topics: settings,
    score: scoreSettingsSchema.parse({}),
  },
})
const asked = { now: NOW, params: {}, user: 'ada', seesPii: false, body: undefined }

describe('topics through the API', () => {
  it('are listed, hot or not, without what identifies people', async () => {
    const list = async (hot?: 'true' | 'false') => {
      const answer = await topics.listTopics({ ...asked, query: { hot, limit: 25, next: undefined } }, deps())
      expect(descriptions.listTopics.answer.parse(answer)).toEqual(answer)
      return answer.items.map(({ label }) => label).toSorted()
    }
    expect(await list()).toEqual(['call [phone]', 'water pump'])
    expect(await list('true')).toEqual(['water pump'])
    expect(await list('false')).toEqual(['call [phone]'])
  })

  it('explain themselves', async () => {
    const answer = await topics.getTopic({ ...asked, params: { id }, query: {} }, deps())
    expect(descriptions.getTopic.answer.parse(answer)).toEqual(answer)
    expect(answer.curve).toHaveLength(31)
    expect(answer).toMatchObject({
      ...{ hot: true, count: 9, sentiment: { positive: 1, negative: 6, other: 2 } },
      leading: [{ identity: 'github:1', name: 'Ada', mentions: 2 }],
      examples: [{ id: 'github:1', text: 'mail me: [email]' }],
    })
    expect(answer.lines.length).toBeGreaterThan(3)
    await expect(topics.getTopic({ ...asked, params: { id: 'nope' }, query: {} }, deps())).rejects.toThrow(
      'no topic nope',
    )
  })

  it('have shares of voice that add up to one', async () => {
    const query = { from: '2026-11-20T00:00:00.000Z', to: undefined }
    const answer = await topics.getShareOfVoice({ ...asked, query }, deps())
    expect(descriptions.getShareOfVoice.answer.parse(answer)).toEqual(answer)
    expect(answer).toMatchObject({
      ...{ hours: 1, all: 40 },
      names: [
        { name: 'Nine', mentions: 9, share: 0.75, mood: -0.556 },
        { name: 'Bean', mentions: 3, share: 0.25 },
      ],
    })
    const empty = await topics.getShareOfVoice(
      { ...asked, query: { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' } },
      deps(),
    )
    expect(empty.names.map(({ share }) => share)).toEqual([0, 0])
    const wrong = (from: string) => topics.getShareOfVoice({ ...asked, query: { from, to: undefined } }, deps())
    await expect(wrong('2026-12-01T00:00:00.000Z')).rejects.toThrow('expected a moment before')
    await expect(wrong('2026-01-01T00:00:00.000Z')).rejects.toThrow('at most 92 days')
  })
})

describe('campaigns through the API', () => {
  const body = {
    ...{ name: 'Sale', hashtags: ['sale'], links: [], utm: [] },
    ...{ from: '2026-11-10T00:00:00.000Z', to: '2026-11-12T00:00:00.000Z' },
  }
  const put = (name: string, over = {}) =>
    campaigns.putCampaign({ ...asked, params: { id: name }, query: {}, body: { ...body, ...over } }, deps())

  it('are put, read, listed and taken away', async () => {
    const made = await put('sale')
    expect(descriptions.putCampaign.answer.parse(made)).toEqual(made)
    expect(await put('sale')).toEqual(made)
    const detail = await campaigns.getCampaign({ ...asked, params: { id: 'sale' }, query: {} }, deps())
    expect(descriptions.getCampaign.answer.parse(detail)).toEqual(detail)
    const list = await campaigns.listCampaigns({ ...asked, query: {} }, deps())
    expect(descriptions.listCampaigns.answer.parse(list)).toEqual({ items: [made] })
    const gone = { ...asked, params: { id: 'sale' }, query: {} }
    expect(await campaigns.deleteCampaign(gone, deps())).toMatchObject({ id: 'sale', rev: 2 })
    await expect(campaigns.deleteCampaign(gone, deps())).rejects.toThrow('no campaign sale')
    await expect(campaigns.getCampaign(gone, deps())).rejects.toThrow('no campaign sale')
  })

  it('have an id that can stand in an address, and something to know their mentions by', async () => {
    await expect(put('Sale!')).rejects.toThrow('expected lower-case letters')
    const problems = (over: object) =>
      routes.putCampaign.body.safeParse({ ...body, ...over }).error?.issues.map(({ message }) => message)
    expect(problems({})).toBeUndefined()
    expect(problems({ hashtags: [] })).toEqual(['expected at least one of `hashtags`, `links` and `utm`'])
    expect(problems({ to: body.from })).toEqual(['expected `to` after `from`'])
    expect(problems({ links: ['shop.example'] })).toEqual(['expected an address such as https://example.com/sale'])
  })

  it('are a hundred at most', async () => {
    const many = Array.from({ length: 100 }, (_, at) => ({
      ...keys.campaign(`c${at}`),
      type: 'campaign',
      id: `c${at}`,
      ...body,
      fd: 'CAMPAIGNS',
      at: `c${at}`,
      rev: 1,
      matchRev: 1,
    }))
    await putItems(test.table, many)
    await expect(put('one-more')).rejects.toThrow('100 campaigns already')
  })
})
