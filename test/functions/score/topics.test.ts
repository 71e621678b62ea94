import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Window } from '../../../functions/score/reacting.ts'
import { lookAtHours } from '../../../functions/score/topic-hours.ts'
import { windows } from '../../../functions/score/windows.ts'
import type { DomainEvent } from '../../../shared/domain/events.ts'
import { phraseId } from '../../../shared/domain/score/topics/phrase.ts'
import { topicsSettingsSchema } from '../../../shared/domain/score/topics/settings.ts'
import { addVoices, EVERYTHING, voicesOf } from '../../../shared/domain/score/topics/voice.ts'
import { HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import type { Change } from '../../../shared/store/changes.ts'
import type { ActivityItem } from '../../../shared/store/items.ts'
import { keys } from '../../../shared/store/keys.ts'
import { getAll } from '../../../shared/store/table.ts'
import type { TopicItem } from '../../../shared/store/topic-items.ts'
import { getTopic, listTopics } from '../../../shared/store/topic-view.ts'
import { readWindows } from '../../../shared/store/topic-windows.ts'
import { readTopicsDone, readVoices } from '../../../shared/store/topics.ts'
import { activityItem, identityItem, putItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'

const START = Date.parse('2026-11-01T00:00:00.000Z')
const settings = topicsSettingsSchema.parse({ brands: { Nine: ['cloud nine'] } })
const id = phraseId('en', 'cold brew')

const test = tablePerTest()
let told: DomainEvent[]
beforeEach(() => {
  told = []
})

const mention = (at: number, author: number, over: Partial<ActivityItem> = {}): ActivityItem => {
  const createdAt = isoOf(at)
  const number = `${at / MINUTE}-${author}`
  return activityItem({
    ...{ id: number, createdAt, receivedAt: createdAt, iid: `github:${author}` },
    ...{ phrases: ['Cold brew'], text: 'cold brew at Cloud Nine', language: 'en', label: 'NEGATIVE' },
    ...over,
  })
}
const change = (after: ActivityItem, before?: ActivityItem): Change => ({
  ...{
    sequence: after.id,
    key: { pk: after.pk, sk: after.sk },
    type: 'activity',
    after,
    at: Date.parse(after.createdAt),
  },
  ...(before ? { before } : {}),
})
const windowAt = (at: number, last: boolean, shard = 'shard-1'): Window => ({
  ...{ start: isoOf(Math.floor(at / MINUTE) * MINUTE).replace('.000Z', 'Z'), end: '', shard, last },
})

/** One window of one shard, from its first batch to its end. */
const minute = async (at: number, changes: readonly Change[], shard?: string): Promise<void> => {
  const collect = windows({ table: test.table, settings })
  const state = await collect(changes, undefined, windowAt(at, false, shard))
  await collect([], JSON.parse(JSON.stringify(state)), windowAt(at, true, shard))
}

/** An hour with so many mentions by as many people, kept and counted. */
const hear = async (hour: number, count: number): Promise<void> => {
  const mentions = Array.from({ length: count }, (_, at) => mention(START + hour * HOUR + at * MINUTE, at))
  await putItems(
    test.table,
    [...mentions, ...mentions.map(({ iid }) => identityItem(iid))].filter(
      (one, at, all) => all.findIndex(({ pk, sk }) => pk === one.pk && sk === one.sk) === at,
    ),
  )
  await minute(
    START + hour * HOUR,
    mentions.map((one) => change(one)),
  )
}

const look = (hour: number, over: Partial<Parameters<typeof lookAtHours>[0]> = {}) =>
  lookAtHours(
    {
      ...{ table: test.table, settings, isOutside: () => false },
      tell: async (events) => {
        told.push(...events)
      },
      ...over,
    },
    { now: START + hour * HOUR + 5 * MINUTE, hasTime: () => true },
  )

const topicNow = async (): Promise<TopicItem | undefined> =>
  (await getAll(test.table, [keys.topic(id)]))[0] as TopicItem | undefined

/** Two days with a mention an hour, looked at hour by hour, and then a burst in the hour 48. */
const untilBurst = async (): Promise<void> => {
  await look(0)
  for (let hour = 0; hour < 48; hour++) await hear(hour, 1)
  await look(48)
  await hear(48, 20)
}

describe('the windows of the stream', () => {
  it('are one item each, and the same when they are heard again', async () => {
    const changes = [change(mention(START, 1)), change(mention(START + 1_000, 2))]
    await minute(START, changes)
    const once = await readWindows(test.table, START / HOUR)
    await minute(START, changes)
    expect(await readWindows(test.table, START / HOUR)).toEqual(once)
    await minute(START, changes, 'shard-2')
    expect(await readWindows(test.table, START / HOUR)).toHaveLength(2)
    const topic = once[0]?.counters.find((one) => one.id === id)
    expect(topic).toMatchObject({ count: 2, negative: 2, label: 'Cold brew', language: 'en' })
  })

  it('count only what is new, live, and a mention', async () => {
    const old = mention(START, 1)
    const others = [
      change({ ...old, text: 'edited' }, old),
      change(mention(START, 2, { deleted: true })),
      change(mention(START, 3, { kind: 'reaction' })),
      change(mention(START, 4, { history: 'born' })),
      change(mention(START, 5, { receivedAt: isoOf(START + 50 * HOUR) })),
      { ...change(old), type: 'rollup', after: { pk: 'I#a', sk: 'R#1', type: 'rollup' } },
    ]
    await minute(START, others)
    expect(await readWindows(test.table, START / HOUR)).toEqual([])
    const stub = { pk: old.pk, sk: old.sk, type: 'stub' }
    await minute(START, [{ ...change(old), before: stub }])
    expect(await readWindows(test.table, START / HOUR)).toMatchObject([{ mentions: 1 }])
  })

  it('lose nothing but a mention that cannot be read', async () => {
    const broken = mention(START, 1, { phrases: [7 as unknown as string] })
    await minute(START, [change(broken), change(mention(START, 2))])
    expect(await readWindows(test.table, START / HOUR)).toMatchObject([{ mentions: 1 }])
  })
})

describe('the search for hot topics', () => {
  it('finds a burst, tells of it once, and tells when it has cooled', async () => {
    await untilBurst()
    expect(told).toEqual([])
    expect(await look(49)).toBe(2)
    expect(told).toMatchObject([{ type: 'topic.hot', data: { topic: id, label: 'Cold brew', count: 20, authors: 16 } }])
    expect((await listTopics(test.table, { hot: true, limit: 10 })).items).toMatchObject([{ id, hot: true, count: 20 }])
    const detail = await getTopic(test.table, id)
    expect(detail).toMatchObject({ hot: true, sentiment: { positive: 0, negative: 20, other: 0 } })
    expect(detail?.curve.at(-1)).toMatchObject({ count: 20, hour: isoOf(START + 48 * HOUR) })
    expect(detail?.leading).toHaveLength(3)
    expect(detail?.examples.length).toBeGreaterThan(0)
    for (const hour of [50, 51, 52]) await look(hour)
    expect(told.map(({ type }) => type)).toEqual(['topic.hot', 'topic.cold'])
    expect((await listTopics(test.table, { hot: true, limit: 10 })).items).toEqual([])
    expect((await listTopics(test.table, { limit: 10 })).items).toMatchObject([
      { id, hot: false, until: isoOf(START + 49 * HOUR) },
    ])
  })

  it('finds a burst of something new that is too unlikely for the number of its probability to be kept', async () => {
    await look(0)
    for (let hour = 0; hour < 48; hour++) await hear(hour, 1)
    await look(48)
    const all = Array.from({ length: 80 }, (_, at) =>
      mention(START + 48 * HOUR + at * 1_000, at, { id: `loud-${at}`, phrases: ['Pump recall'] }),
    )
    await putItems(test.table, [...all, ...all.map(({ iid }) => identityItem(iid))])
    await minute(
      START + 48 * HOUR,
      all.map((one) => change(one)),
    )
    expect(await look(49)).toBe(2)
    expect(told).toMatchObject([{ type: 'topic.hot', data: { label: 'Pump recall', count: 80 } }])
    const detail = await getTopic(test.table, phraseId('en', 'pump recall'))
    expect(detail).toMatchObject({ hot: true, count: 80 })
    expect(await look(50)).toBe(2)
  })

  it('does the same when it is done again, killed between telling and writing, or hours late', async () => {
    await untilBurst()
    const failing = look(49, {
      tell: async (events) => {
        told.push(...events)
        if (events.length > 0) throw new Error('killed')
      },
    })
    await expect(failing).rejects.toThrow('killed')
    await look(49)
    expect(new Set(told.map((event) => event.id)).size).toBe(1)
    expect(told).toHaveLength(2)
    const after = await topicNow()
    expect(await look(49)).toBe(0)
    expect(await topicNow()).toEqual(after)
    // Nobody looks for ten hours: each is made up for, in its order.
    expect(await look(60)).toBe(12)
    expect(told.map(({ type }) => type)).toEqual(['topic.hot', 'topic.hot', 'topic.cold'])
    expect(await readTopicsDone(test.table)).toMatchObject({ done: START / HOUR + 59 })
  })

  it('counts windows that come late the next time', async () => {
    await look(0)
    for (let hour = 0; hour < 48; hour++) await hear(hour, 1)
    await look(49)
    expect(told).toEqual([])
    await hear(48, 20)
    await look(50)
    expect(told.map(({ type }) => type)).toEqual(['topic.hot'])
    expect(await topicNow()).toMatchObject({ heat: { since: START / HOUR + 48, last: START / HOUR + 48 } })
  })

  // A window lists sixteen authors and has three examples, of which one is by somebody else here.
  it("leaves out the brand's own, its staff and bots", async () => {
    await untilBurst()
    await look(49, { isOutside: (iid) => iid !== 'github:1' && iid !== 'github:2' })
    expect(told).toMatchObject([{ data: { count: 19, authors: 15 } }])
  })

  it('stops when its time is up and goes on later', async () => {
    await untilBurst()
    const looking = { table: test.table, settings, isOutside: () => false, tell: async () => {} }
    let left = 3
    const now = START + 60 * HOUR + 5 * MINUTE
    expect(await lookAtHours(looking, { now, hasTime: () => left-- > 0 })).toBe(3)
    expect(await lookAtHours(looking, { now, hasTime: () => true })).toBeGreaterThan(9)
  })

  it('counts names by the hour', async () => {
    await untilBurst()
    await look(49)
    const of = async (from: number, to: number) =>
      addVoices(await readVoices(test.table, isoOf(START + from * HOUR), isoOf(START + to * HOUR)))
    const [nine] = voicesOf(settings)
    expect((await of(48, 49)).names).toEqual({
      [nine?.id ?? '']: { count: 20, positive: 0, negative: 20 },
      [EVERYTHING]: { count: 20, positive: 0, negative: 20 },
    })
    expect(await of(24, 49)).toMatchObject({ mentions: 44 })
    expect(await of(100, 200)).toEqual({ mentions: 0, names: {} })
  })

  it('knows nothing of a topic that was never seen', async () => {
    expect(await getTopic(test.table, 'nothing')).toBeUndefined()
  })
})
