import { expect, it } from '@jest/globals'
import type { DomainEvent } from '../../../../shared/domain/events.ts'
import { type Alert, alertBody } from '../../../../shared/domain/respond/alerts/alert.ts'
import { matched } from '../../../../shared/domain/respond/alerts/match.ts'

const AT = '2026-11-20T12:00:00.000Z'

const alert = (on: object, more: object = {}): Alert => ({
  ...alertBody.parse({ name: 'Team', on, to: { kind: 'bus' }, ...more }),
  ...{ id: 'team', rev: 1, by: 'ada', at: AT, since: AT },
})

const mention = (data: object = {}): DomainEvent => ({
  ...{ type: 'mention.created', id: 'E1', at: AT },
  data: { mention: 'github:1', source: 'github', kind: 'post', identity: 'github:7', intents: [], ...data },
})

const about = (followers = 0, segments: string[] = []) => ({
  followers: async () => followers,
  segments: async () => segments,
})

const COMPLAINT = { type: 'complaint.high-reach', minFollowers: 1_000 }
const QUESTION = { type: 'question.unanswered', afterHours: 24 }

it('a complaint is told when its author has the followers, and the judgement is sure enough', async () => {
  const loud = about(1_000)
  const data = { label: 'NEGATIVE', confidence: 0.9, url: 'https://x.example/1', language: 'de' }
  expect(await matched(mention(data), alert(COMPLAINT), loud)).toEqual({
    notice: {
      ...{
        on: 'complaint.high-reach',
        at: AT,
        cause: 'E1',
        mention: 'github:1',
        source: 'github',
        identity: 'github:7',
      },
      ...{ url: 'https://x.example/1', language: 'de', followers: 1_000, confidence: 0.9 },
    },
  })
  expect(await matched(mention({ intents: ['complaint'] }), alert(COMPLAINT), loud)).toMatchObject({
    notice: { followers: 1_000 },
  })
  expect(await matched(mention(data), alert(COMPLAINT), about(999))).toBeUndefined()
  expect(await matched(mention({ ...data, confidence: 0.4 }), alert(COMPLAINT), loud)).toBeUndefined()
  expect(await matched(mention(data), alert({ ...COMPLAINT, minConfidence: 0.95 }), loud)).toBeUndefined()
  expect(await matched(mention({ label: 'POSITIVE', confidence: 0.9 }), alert(COMPLAINT), loud)).toBeUndefined()
})

it('a question is looked at when its time is over; a question within a conversation is part of it', async () => {
  const found = await matched(mention({ intents: ['question'] }), alert(QUESTION), about())
  expect(found).toMatchObject({
    look: Date.parse('2026-11-21T12:00:00.000Z'),
    notice: { afterHours: 24, mention: 'github:1' },
  })
  expect(await matched(mention({ intents: ['question'], kind: 'reply' }), alert(QUESTION), about())).toBeUndefined()
  expect(await matched(mention({ intents: ['praise'] }), alert(QUESTION), about())).toBeUndefined()
})

it('filters let through what is of them', async () => {
  const asks = mention({ intents: ['question'], language: 'de' })
  const is = async (where: object, segments: string[] = []) =>
    (await matched(asks, alert(QUESTION, { where }), about(0, segments))) !== undefined
  expect(await is({ sources: ['github'] })).toBe(true)
  expect(await is({ sources: ['discourse'] })).toBe(false)
  expect(await is({ languages: ['en', 'de'] })).toBe(true)
  expect(await is({ languages: ['en'] })).toBe(false)
  expect(await is({ segments: ['vip'] }, ['vip', 'new'])).toBe(true)
  expect(await is({ segments: ['vip'] })).toBe(false)
  const hot: DomainEvent = {
    ...{ type: 'topic.hot', id: 'E2', at: AT },
    data: { topic: 'T', label: 'pump', language: 'en', count: 9, expected: 1, authors: 8 },
  }
  expect(await matched(hot, alert({ type: 'topic.hot' }, { where: { languages: ['de'] } }), about())).toBeUndefined()
  expect(await matched(asks, alert(QUESTION, { where: { languages: ['xx'] } }), about())).toBeUndefined()
  expect(
    await matched(mention({ intents: ['question'] }), alert(QUESTION, { where: { languages: ['en'] } }), about()),
  ).toBeUndefined()
})

it('an advocate, a hot topic and a recipe that paused itself are told; a recipe that somebody paused is not', async () => {
  const advocate: DomainEvent = { type: 'advocate.emerged', id: 'E3', at: AT, data: { person: 'P', score: 44 } }
  expect(await matched(advocate, alert({ type: 'advocate.emerged' }), about())).toEqual({
    notice: { on: 'advocate.emerged', at: AT, cause: 'E3', person: 'P', score: 44 },
  })
  const segments = { where: { sources: ['github'] } }
  expect(await matched(advocate, alert({ type: 'advocate.emerged' }, segments), about())).toBeUndefined()
  const paused = (by: string, why?: string): DomainEvent => ({
    ...{ type: 'recipe.paused', id: 'E4', at: AT },
    data: { recipe: 'welcome', by, ...(why ? { why } : {}) },
  })
  const on = alert({ type: 'recipe.paused' })
  expect(await matched(paused('earshot', 'complaints'), on, about())).toMatchObject({
    notice: { recipe: 'welcome', why: 'complaints' },
  })
  expect(await matched(paused('earshot'), on, about())).toMatchObject({ notice: { recipe: 'welcome' } })
  expect(await matched(paused('ada'), on, about())).toBeUndefined()
  const hot: DomainEvent = {
    ...{ type: 'topic.hot', id: 'E2', at: AT },
    data: { topic: 'T', label: 'pump', language: 'en', count: 9, expected: 1, authors: 8 },
  }
  expect(await matched(hot, alert({ type: 'topic.hot' }), about())).toMatchObject({
    notice: { topic: 'T', label: 'pump' },
  })
})

it('an alert hears nothing of what it is not on, and nothing at all while it is paused', async () => {
  const advocate: DomainEvent = { type: 'advocate.emerged', id: 'E3', at: AT, data: { person: 'P', score: 44 } }
  expect(await matched(advocate, alert({ type: 'topic.hot' }), about())).toBeUndefined()
  expect(await matched(mention(), alert({ type: 'recipe.paused' }), about())).toBeUndefined()
  expect(await matched(advocate, alert({ type: 'advocate.emerged' }, { paused: true }), about())).toBeUndefined()
})
