import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { lookAtDue } from '../../../functions/respond/clocking.ts'
import { digestOf } from '../../../functions/respond/digesting.ts'
import type { DomainEvent } from '../../../shared/domain/events.ts'
import { DAY } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { activityItem, personItems } from '../../support/graph-items.ts'
import { HOUR, hot, mention, openWorld, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const HOT = { type: 'topic.hot' }

describe('a question', () => {
  const QUESTION = { type: 'question.unanswered', afterHours: 24 }
  const asked = mention({ intents: ['question'], url: 'https://forum.example/q1' })
  const post = (over: object = {}) =>
    activityItem({ id: 'q1', platform: 'forum', source: 'forum', iid: 'forum:7', threadId: 't1', ...over })

  beforeEach(async () => {
    await world.put(post(), ...personItems([{ iid: 'forum:7' }]))
    await world.alert(QUESTION)
    await world.hear(asked)
    await world.hear(asked)
  })

  it('that nobody answered is told when its time is over, once', async () => {
    await world.clock()
    expect(world.told).toEqual([])
    world.pass(DAY)
    await world.clock()
    await world.clock()
    await world.hear(asked)
    await world.clock()
    expect(world.told).toMatchObject([{ data: { on: 'question.unanswered', mention: 'forum:q1', afterHours: 24 } }])
    expect(world.told).toHaveLength(1)
  })

  it('that was answered, solved, closed or taken back by then is not', async () => {
    const reply = activityItem({
      id: 'a1',
      platform: 'forum',
      source: 'forum',
      iid: 'forum:8',
      kind: 'reply',
      threadId: 't1',
      th: 'T#forum#t1',
    })
    await world.put(reply, ...personItems([{ iid: 'forum:8' }]))
    world.pass(DAY)
    await world.clock()
    const thread = { ...keys.thread('forum', 't2'), type: 'thread', platform: 'forum', id: 't2' }
    for (const [id, item] of Object.entries({
      solved: { ...thread, ...keys.thread('forum', 't2'), id: 't2', answerId: 'a9' },
      closed: { ...thread, ...keys.thread('forum', 't3'), id: 't3', closed: true },
    }))
      await world.put(item, post({ ...keys.activity('forum', id), id, threadId: item.id }))
    await world.put(post({ ...keys.activity('forum', 'back'), id: 'back', deleted: true }))
    for (const id of ['solved', 'closed', 'back', 'never-came'])
      await world.hear(mention({ intents: ['question'], mention: `forum:${id}` }, id))
    world.pass(DAY)
    await world.clock()
    expect(world.told).toEqual([])
  })

  it('whose time is over in quiet hours is told when they end', async () => {
    await world.alert(QUESTION, { kind: 'bus' }, { quiet: { start: '11:00', end: '13:00', zone: 'UTC' } })
    world.pass(DAY)
    await world.clock()
    expect(world.told).toEqual([])
    world.pass(HOUR)
    await world.clock()
    expect(world.told).toHaveLength(1)
  })

  it('is not told when the alert is gone by then, or is on something else', async () => {
    await world.alert(HOT)
    world.pass(DAY)
    await world.clock()
    expect(world.told).toEqual([])
  })
})

describe('the digest', () => {
  const DIGEST = { type: 'digest.weekly', day: 'monday', hour: 9, zone: 'Europe/Berlin' }

  it('of one alert that cannot be made keeps no other from its own', async () => {
    await world.alert({ ...DIGEST, day: 'friday', zone: 'UTC' }, { kind: 'bus' }, {}, 'bad')
    await world.alert({ ...DIGEST, day: 'friday', zone: 'UTC' }, { kind: 'bus' }, {}, 'good')
    world.pass(7 * DAY)
    let asked = 0
    const looking = lookAtDue({
      ...{ table: world.table, hasTime: () => true, now: () => Date.parse(world.now()) },
      send: async (all) => void world.queue.push(...all),
      digest: async (span) => {
        asked++
        if (asked === 1) throw new Error('not to be read')
        return await digestOf(world.table, {}, span)
      },
    })
    await expect(looking).rejects.toThrow('1 things')
    await world.drain()
    expect(world.told).toMatchObject([{ data: { alert: 'good', on: 'digest.weekly' } }])
  })

  it('that is made late tells of its own week; what has happened since is told once, by the next one', async () => {
    await world.alert(DIGEST)
    while (world.now() < '2026-11-23T10:00:00.000Z') world.pass(HOUR)
    const asked = { ...mention({ intents: ['question'] }), at: '2026-11-23T09:00:00.000Z' } as DomainEvent
    await world.hear(asked)
    await world.clock()
    while (world.now() < '2026-11-30T08:00:00.000Z') world.pass(HOUR)
    await world.clock()
    const first = { from: '2026-11-16T08:00:00.000Z', to: '2026-11-23T08:00:00.000Z', questions: 0 }
    const second = { from: first.to, to: '2026-11-30T08:00:00.000Z', questions: 1 }
    expect(world.told).toMatchObject([{ data: { digest: first } }, { data: { digest: second } }])
  })

  it('comes once a week, with what was heard in it, however often the clock looks', async () => {
    await world.alert(DIGEST)
    await world.put(activityItem({ id: 'q1', platform: 'forum', iid: 'forum:7' }), ...personItems([{ iid: 'forum:7' }]))
    for (let again = 0; again < 2; again++) {
      await world.hear(mention({ intents: ['question'] }))
      await world.hear(mention({ intents: ['question'], mention: 'forum:gone' }, 'E2'))
      await world.hear(hot('E3'))
      await world.hear({ type: 'advocate.emerged', id: 'E4', at: world.now(), data: { person: 'P', score: 44 } })
      await world.hear({ type: 'recipe.paused', id: 'E5', at: world.now(), data: { recipe: 'welcome', by: 'earshot' } })
    }
    expect(world.told).toEqual([])
    const sent = { type: 'decision', recipe: 'welcome', th: 'NS#sent#0' }
    await world.put(
      {
        ...keys.decision('forum:7', 'd1'),
        ...sent,
        id: 'd1',
        at: `${world.now()}#d1`,
        clickedAt: world.now(),
        outcome: 'delivered',
      },
      { ...keys.decision('forum:7', 'd2'), ...sent, id: 'd2', at: `${world.now()}#d2`, outcome: 'complained' },
      { ...keys.decision('forum:7', 'd3'), ...sent, id: 'd3', recipe: 'peer', at: `${world.now()}#d3` },
    )
    // From Friday noon to Monday evening.
    for (let n = 0; n < 80; n++) {
      world.pass(HOUR)
      await world.clock()
    }
    expect(world.told).toMatchObject([
      {
        at: '2026-11-23T08:00:00.000Z',
        data: {
          on: 'digest.weekly',
          digest: {
            ...{
              questions: 2,
              looked: 2,
              unanswered: 1,
              topics: ['pump'],
              advocates: 1,
              paused: ['welcome'],
              sources: [],
            },
            recipes: [
              { recipe: 'welcome', sent: 2, looked: 2, clicked: 1, complained: 1 },
              { recipe: 'peer', sent: 1, looked: 1, clicked: 0, complained: 0 },
            ],
            names: { welcome: 'Welcome to the community' },
          },
        },
      },
    ])
  })
})
