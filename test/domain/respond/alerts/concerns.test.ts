import { expect, it } from '@jest/globals'
import type { DomainEvent } from '../../../../shared/domain/events.ts'
import type { Alert } from '../../../../shared/domain/respond/alerts/alert.ts'
import { concerns } from '../../../../shared/domain/respond/alerts/concerns.ts'
import { matched } from '../../../../shared/domain/respond/alerts/match.ts'
import { INTENTS, SENTIMENT_LABELS } from '../../../../shared/domain/understand/understanding.ts'

const AT = '2026-11-20T12:00:00.000Z'
const common = { id: 'E1', at: AT }

const mentions = (['post', 'reply'] as const).flatMap((kind) =>
  INTENTS.flatMap((intent) =>
    SENTIMENT_LABELS.map(
      (label): DomainEvent => ({
        ...{ type: 'mention.created', ...common },
        data: { mention: 'forum:1', source: 'forum', kind, identity: 'forum:7', label, intents: [intent] },
      }),
    ),
  ),
)
const hot: DomainEvent = {
  ...{ type: 'topic.hot', ...common },
  data: { topic: 'T', label: 'pump', language: 'en', count: 9, expected: 1, authors: 8 },
}
const advocate: DomainEvent = { type: 'advocate.emerged', ...common, data: { person: 'P', score: 44 } }
const paused = (by: string): DomainEvent => ({ type: 'recipe.paused', ...common, data: { recipe: 'welcome', by } })
const EVENTS: DomainEvent[] = [
  ...[...mentions, hot, advocate, paused('earshot'), paused('user:ann')],
  { type: 'level.changed', ...common, data: { person: 'P', from: 'exploring', to: 'leading' } },
]

const ONS: Alert['on'][] = [
  { type: 'complaint.high-reach', minFollowers: 0, minConfidence: 0 },
  { type: 'question.unanswered', afterHours: 1 },
  ...(['advocate.emerged', 'topic.hot', 'recipe.paused'] as const).map((type) => ({ type })),
]
const DIGEST: Alert['on'] = { type: 'digest.weekly', day: 'monday', hour: 9, zone: 'UTC' }
const alert = (on: Alert['on'], more: Partial<Alert> = {}): Alert => ({
  ...{ name: 'Team', on, to: { kind: 'bus' }, id: 'team', rev: 1, by: 'ada', at: AT, since: AT },
  ...more,
})
const about = { followers: async () => 1_000_000, segments: async () => [] }

it.each(ONS)('an alert on $type hears of all that it may tell, and of nothing else', async (on) => {
  for (const event of EVENTS)
    expect(concerns(event, alert(on))).toBe((await matched(event, alert(on), about)) !== undefined)
})

it('a weekly digest hears of questions, topics, advocates and recipes that paused themselves', () => {
  const heard = EVENTS.filter((event) => concerns(event, alert(DIGEST)))
  expect(new Set(heard.map(({ type }) => type))).toEqual(
    new Set(['mention.created', 'topic.hot', 'advocate.emerged', 'recipe.paused']),
  )
  expect(heard).not.toContainEqual(paused('user:ann'))
  expect(heard.flatMap(({ data }) => ('intents' in data ? [[data.kind, ...data.intents].join()] : []))).toEqual(
    SENTIMENT_LABELS.map(() => 'post,question'),
  )
})

it('an alert that is paused hears of nothing', () => {
  for (const on of [...ONS, DIGEST])
    expect(EVENTS.some((event) => concerns(event, alert(on, { paused: true })))).toBe(false)
})
