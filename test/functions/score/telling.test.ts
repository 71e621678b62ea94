import { expect, it } from '@jest/globals'
import { telling } from '../../../functions/score/telling.ts'
import { eventSettingsSchema, publishedEvents } from '../../../shared/domain/event-settings.ts'
import { type DomainEvent, EVENT_TYPES, type EventType } from '../../../shared/domain/events.ts'
import type { Alert } from '../../../shared/domain/respond/alerts/alert.ts'
import { hot, mention } from '../respond/world.ts'

const alertOn = (on: Alert['on'], more: Partial<Alert> = {}): Alert => ({
  ...{ name: 'Team', on, to: { kind: 'bus' }, id: 'team', rev: 1 },
  ...{ by: 'ada', at: '2026-11-20T12:00:00.000Z', since: '2026-11-20T12:00:00.000Z', ...more },
})
const QUESTIONS = alertOn({ type: 'question.unanswered', afterHours: 1 })

const told = async (
  { alerts = [], publish = [] }: { alerts?: Alert[]; publish?: readonly EventType[] },
  ...events: DomainEvent[]
) => {
  const [sent, put]: [string[], DomainEvent[]] = [[], []]
  await telling({
    alerts: async () => alerts,
    send: async (bodies) => void sent.push(...bodies),
    publish,
    put: async (some) => void put.push(...some),
  })(events)
  return { sent: sent.map((body) => JSON.parse(body) as unknown), put }
}

const asked = mention({ intents: ['question'] })
const praise = mention({ intents: ['praise'] }, 'E2')

it('alerts hear of what they are on, whatever is published', async () => {
  expect(await told({ alerts: [QUESTIONS] }, asked, praise, hot())).toEqual({
    ...{ sent: [{ source: 'earshot', detail: asked }], put: [] },
  })
  expect(await told({}, asked, hot())).toEqual({ sent: [], put: [] })
  expect(await told({ alerts: [{ ...QUESTIONS, paused: true }] }, asked)).toEqual({ sent: [], put: [] })
})

it('the bus hears of what is published, whatever alerts are on, in the order of events', async () => {
  expect((await told({ publish: ['topic.hot'] }, asked, hot(), praise)).put).toEqual([hot()])
  expect((await told({ alerts: [QUESTIONS], publish: EVENT_TYPES }, asked, hot(), praise)).put).toEqual([
    ...[asked, hot(), praise],
  ])
})

it('what one of the two could not be told fails, to be told again', async () => {
  const fails = async (): Promise<void> => {
    throw new Error('not today')
  }
  const works = async (): Promise<void> => {}
  const all = { alerts: async () => [QUESTIONS], publish: EVENT_TYPES }
  await expect(telling({ ...all, send: fails, put: works })([asked])).rejects.toThrow('not today')
  await expect(telling({ ...all, send: works, put: fails })([asked])).rejects.toThrow('not today')
  const alerts = async (): Promise<Alert[]> => await Promise.reject(new Error('no table'))
  await expect(telling({ ...all, alerts, send: works, put: works })([asked])).rejects.toThrow('no table')
  await telling({ ...all, alerts, send: fails, put: fails })([])
})

it('without a word in the settings all is published but what is told of every mention', () => {
  const published = publishedEvents(eventSettingsSchema.parse({}))
  expect(EVENT_TYPES.filter((type) => !published.includes(type))).toEqual(['mention.created'])
  expect(publishedEvents(eventSettingsSchema.parse({ publish: 'all' }))).toEqual(EVENT_TYPES)
  expect(publishedEvents(eventSettingsSchema.parse({ publish: ['topic.hot'] }))).toEqual(['topic.hot'])
  expect(eventSettingsSchema.safeParse({ publish: ['topic.warm'] }).error?.issues[0]?.message).toMatch(
    /^expected 'all'/,
  )
})
