import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { telling } from '../../../functions/score/telling.ts'
import type { DomainEvent } from '../../../shared/domain/events.ts'
import { activityItem, personItems } from '../../support/graph-items.ts'
import { HOUR, hot, MINUTE, mention, openWorld, type World } from './world.ts'

/** All steps of the weekly digest at once: what is told to alerts at all, the clock of five minutes, the weekly slot. */

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** What telling does with an event: whoever hears of it hears what came through JSON. */
const tell = (event: DomainEvent): Promise<void> =>
  telling({
    alerts: world.alerting.alerts,
    send: async (bodies) => {
      for (const body of bodies) await world.hear((JSON.parse(body) as { detail: DomainEvent }).detail)
    },
    publish: [],
    put: async () => {},
  })([event])
/** Hour by hour, and around the slot as often as the clock looks. */
const passTo = async (moment: string, every: number): Promise<void> => {
  while (world.now() < moment) {
    world.pass(every)
    await world.clock()
  }
}

it('what alerts hear of in a week is told once, at the first look after the slot', async () => {
  await world.alert({ type: 'digest.weekly', day: 'monday', hour: 9, zone: 'Europe/Berlin' })
  for (const id of ['q1', 'q2', 'p1'])
    await world.put(activityItem({ id, platform: 'forum', iid: 'forum:7', threadId: id }))
  await world.put(...personItems([{ iid: 'forum:7' }]))
  const at = world.now()
  for (const event of [
    mention({ intents: ['question'], mention: 'forum:q1' }, 'E1'),
    mention({ intents: ['purchase', 'question'], mention: 'forum:q2' }, 'E2'),
    mention({ intents: ['praise'], label: 'POSITIVE', mention: 'forum:p1' }, 'E3'),
    hot('E4'),
    { type: 'advocate.emerged', id: 'E5', at, data: { person: 'P', score: 44 } },
    { type: 'recipe.paused', id: 'E6', at, data: { recipe: 'welcome', by: 'earshot' } },
    { type: 'recipe.paused', id: 'E7', at, data: { recipe: 'thanks', by: 'user:ann' } },
  ] as DomainEvent[]) {
    await tell(event)
    await tell(event)
  }
  await passTo('2026-11-23T07:00:00.000Z', HOUR)
  await passTo('2026-11-23T07:55:00.000Z', 5 * MINUTE)
  expect(world.told).toEqual([])
  await passTo('2026-11-23T08:10:00.000Z', 5 * MINUTE)
  expect(world.told).toMatchObject([
    {
      at: '2026-11-23T08:00:00.000Z',
      data: {
        on: 'digest.weekly',
        digest: { questions: 2, unanswered: 2, topics: ['pump'], advocates: 1, paused: ['welcome'] },
      },
    },
  ])
})
