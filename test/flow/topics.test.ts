import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { DomainEvent } from '../../shared/domain/events.ts'
import type { CampaignDetailAnswer } from '../../shared/domain/respond/campaign-answers.ts'
import type { ShareOfVoiceAnswer, TopicAnswer, TopicDetailAnswer } from '../../shared/domain/respond/topic-answers.ts'
import { HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'

const START = Date.parse('2026-11-14T10:00:00.000Z')

let earshot: Earshot

beforeAll(async () => {
  earshot = await startEarshot('topics')
  await earshot.runner.moveTo(isoOf(START))
}, 120_000)
afterAll(() => earshot?.stop())

const write = async (id: string, author: string, text: string, at: number): Promise<void> => {
  const data = { kind: 'post', id, author: { id: author }, text, thread: { id: 't1' }, createdAt: isoOf(at) }
  const body = { type: 'mention', timestamp: isoOf(at), data }
  expect((await push(earshot, { source: 'standard', body, now: at, id: `msg_${id}` })).status).toBe(202)
}

const onBus = async (): Promise<DomainEvent[]> => {
  const all = (await (await fetch(earshot.own('events'))).json()) as { detail: DomainEvent }[]
  return [...new Map(all.map(({ detail }) => [detail.id, detail])).values()]
}
const told = async (): Promise<DomainEvent[]> => (await onBus()).filter(({ type }) => /^topic/.test(type))
/** The topics that the alert told. */
const raised = async () => (await onBus()).flatMap((event) => (event.type === 'alert.raised' ? [event.data.topic] : []))

const hot = async (): Promise<TopicAnswer[]> =>
  (await earshot.api.get<{ items: TopicAnswer[] }>('/api/topics?hot=true')).items

const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 100; tries++) {
    if (await isSo()) return
    await earshot.runner.settle()
    await sleep(200)
  }
  throw new Error(`It never came about that ${what}.\n${earshot.log().slice(-4_000)}`)
}

/** On to a moment, and until nothing is under way there. */
const move = async (ms: number): Promise<void> => {
  await earshot.runner.moveTo(isoOf(ms))
  await earshot.runner.settle()
  await sleep(300)
  await earshot.runner.settle()
}

it('a burst makes a topic hot within the hour, it cools, and both are told; names and a campaign are counted', async () => {
  const campaign = { name: 'Pump recall', hashtags: ['PumpRecall'], from: isoOf(START), to: isoOf(START + 60 * HOUR) }
  await earshot.api.put('/api/campaigns/pump-recall', campaign)
  await earshot.api.put('/api/alerts/hot', { name: 'Hot', on: { type: 'topic.hot' }, to: { kind: 'bus' } })
  await move(START + 6 * MINUTE)
  await write('quiet', 'ada', 'The water pump of my machine is fine', START + 6 * MINUTE)
  for (let hour = 1; hour <= 26; hour += 5) await move(START + hour * HOUR + 6 * MINUTE)

  const burst = START + 26 * HOUR + 10 * MINUTE
  for (let n = 0; n < 9; n++)
    await write(`loud-${n}`, `member-${n}`, `My water pump broke, Cloud Nine! #PumpRecall ${n}`, burst)
  await move(burst + 5 * MINUTE)
  expect(await hot()).toEqual([])
  await move(START + 27 * HOUR + 6 * MINUTE)
  await until('the topic is hot', async () => (await hot()).some(({ label }) => label.toLowerCase() === 'water pump'))

  const [topic] = (await hot()).filter(({ label }) => label.toLowerCase() === 'water pump')
  expect(topic).toMatchObject({ hot: true, count: 9, authors: 9, since: isoOf(START + 26 * HOUR) })
  const detail = await earshot.api.get<TopicDetailAnswer>(`/api/topics/${topic?.id}`)
  expect(detail.curve.at(-1)).toMatchObject({ hour: isoOf(START + 26 * HOUR), count: 9 })
  expect(detail.sentiment.positive + detail.sentiment.negative + detail.sentiment.other).toBe(9)
  expect(detail.examples.map(({ id }) => id)).toContain('standard:loud-0')

  for (const hour of [28, 29, 30]) await move(START + hour * HOUR + 6 * MINUTE)
  await until('it has cooled', async () => (await hot()).length === 0)
  const events = (await told()).filter(({ data }) => 'topic' in data && data.topic === topic?.id)
  expect(events.map(({ type }) => type)).toEqual(['topic.hot', 'topic.cold'])
  await until('the alert has heard of it', async () => (await raised()).includes(topic?.id))

  const span = `from=${isoOf(START)}&to=${isoOf(START + 30 * HOUR)}`
  const voice = await earshot.api.get<ShareOfVoiceAnswer>(`/api/share-of-voice?${span}`)
  expect(voice).toMatchObject({
    all: 10,
    names: [
      { name: 'Cloud Nine', side: 'brand', mentions: 9, share: 1 },
      { name: 'Bean There', side: 'competitor', mentions: 0, share: 0 },
    ],
  })

  await until('the past of the campaign is gathered', async () => {
    const { gathered } = await earshot.api.get<CampaignDetailAnswer>('/api/campaigns/pump-recall')
    return gathered
  })
  expect(await earshot.api.get('/api/campaigns/pump-recall')).toMatchObject({
    people: 9,
    complete: true,
    during: { mentions: 9, accounts: 9, all: { mentions: 10 } },
  })
  expect(await deadLetters(earshot)).toEqual([])
}, 240_000)
