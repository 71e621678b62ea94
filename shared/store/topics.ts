import { BatchWriteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Spread } from '../domain/score/topics/baseline.ts'
import { type Hour, type HourCounts, hourIso, hourText, packHours, unpackHours } from '../domain/score/topics/hours.ts'
import type { VoiceCounts } from '../domain/score/topics/voice.ts'
import { DAY, HOUR, type Iso, isoOf } from '../domain/time.ts'
import { indexKeys } from './index-keys.ts'
import { keys } from './keys.ts'
import { getAll, type Item, query, type Table } from './table.ts'
import type { TopEntry, TopicHourItem, TopicItem, TopicsDoneItem, TopicTopItem, VoicesItem } from './topic-items.ts'

/** How far topics have been looked at, as it is worked with. */
export type TopicsDone = {
  since: Hour
  done: Hour
  floors: HourCounts
  spreads: ReadonlyMap<Hour, Spread>
}

/** Undefined before the first time. */
export const readTopicsDone = async (table: Table): Promise<TopicsDone | undefined> => {
  const [item] = (await getAll(table, [keys.topicsDone()])) as [TopicsDoneItem | undefined]
  if (!item) return undefined
  const spreads = JSON.parse(item.spreads) as [Hour, number, number][]
  return {
    since: item.since,
    done: item.done,
    floors: unpackHours(item.floors),
    spreads: new Map(spreads.map(([hour, square, over]) => [hour, { square, over }])),
  }
}

export const putTopicsDone = async (table: Table, known: TopicsDone, now: Iso): Promise<void> => {
  const round = (value: number): number => Math.round(value * 100) / 100
  const item: TopicsDoneItem = {
    ...keys.topicsDone(),
    type: 'topics-done',
    since: known.since,
    done: known.done,
    floors: packHours(known.floors),
    spreads: JSON.stringify([...known.spreads].map(([hour, { square, over }]) => [hour, round(square), round(over)])),
    updatedAt: now,
  }
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }))
}

/** Topics by id; those that nothing is remembered of are left out. */
export const readTopics = async (table: Table, ids: readonly string[]): Promise<Map<string, TopicItem>> => {
  const items = (await getAll(table, ids.map(keys.topic))) as (TopicItem | undefined)[]
  return new Map(items.flatMap((item) => (item ? [[item.id, item]] : [])))
}

/** The most topics that are hot at once; with more, the oldest wait for others to cool. */
const MOST_HOT = 500

/** The ids of the topics that are hot. The index follows a moment later. */
export const hotTopicIds = async (table: Table): Promise<string[]> => {
  const page = await query(table, {
    ...({ index: 'feed', pk: indexKeys.topics('hot'), newestFirst: true, limit: MOST_HOT } as const),
  })
  return page.items.map(({ pk }) => String(pk).slice('TP#'.length))
}

/** Days that a topic's hours are remembered, and those of one that was hot. */
const [HISTORY_DAYS, HOT_DAYS] = [15, 180]

/** A topic as it is from now on; its place in the index follows from its heat. */
export const topicItem = (
  topic: Pick<TopicItem, 'id' | 'label' | 'language' | 'heat' | 'was' | 'latest'>,
  counts: HourCounts,
  hour: Hour,
): TopicItem => {
  const { id, label, language, heat, was, latest } = topic
  const shown = heat ?? was
  return {
    ...keys.topic(id),
    sk: 'A',
    type: 'topic',
    ...{ id, label, language },
    counts: packHours(counts),
    ...(heat ? { heat } : {}),
    ...(was ? { was } : {}),
    ...(latest ? { latest } : {}),
    ...(shown ? { fd: indexKeys.topics(heat ? 'hot' : 'cold'), at: `${hourIso(shown.since)}#${id}` } : {}),
    expires: (hour * HOUR + (shown ? HOT_DAYS : HISTORY_DAYS) * DAY) / 1_000,
  }
}

/** Puts items as they are, 25 a call; asks again for what DynamoDB left out. */
export const putAll = async (table: Table, items: readonly Item[]): Promise<void> => {
  for (let from = 0; from < items.length; from += 25) {
    let left: Record<string, unknown>[] = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }))
    for (let round = 0; left.length > 0; round++) {
      if (round > 0) await new Promise((wake) => setTimeout(wake, Math.random() * 50 * 2 ** Math.min(round, 6)))
      const answer = await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: left } }))
      left = answer.UnprocessedItems?.[table.name] ?? []
    }
  }
}

/** Days that lists and examples, and shares of voice, are kept. */
const [LIST_DAYS, VOICE_DAYS] = [90, 800]
const expiresAfter = (hour: Hour, days: number): number => (hour * HOUR + days * DAY) / 1_000

/** One hour of a hot topic, as an item. */
export const topicHourItem = (
  id: string,
  numbers: Omit<TopicHourItem, 'pk' | 'sk' | 'type' | 'expires'>,
): TopicHourItem => ({
  ...keys.topicHour(id, hourText(numbers.hour)),
  type: 'topic-hour',
  ...numbers,
  expires: expiresAfter(numbers.hour, LIST_DAYS),
})

/** Keeps an hour's list and its counts of names. */
export const putHour = async (
  table: Table,
  hour: Hour,
  { mentions, topics, voices }: { mentions: number; topics: readonly TopEntry[]; voices: VoiceCounts },
): Promise<void> => {
  const expires = expiresAfter(hour, LIST_DAYS)
  const top: TopicTopItem = { ...keys.topicTop(hourText(hour)), type: 'topic-top', mentions, topics, expires }
  await table.client.send(new PutCommand({ TableName: table.name, Item: top }))
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: keys.voices(hourText(hour).slice(0, 10)),
      UpdateExpression: 'SET #hour = :voices, #type = :type, expires = :expires',
      ExpressionAttributeNames: { '#hour': `h${hourText(hour).slice(11)}`, '#type': 'type' },
      ExpressionAttributeValues: { ':voices': voices, ':type': 'voices', ':expires': expiresAfter(hour, VOICE_DAYS) },
    }),
  )
}

/**
 * The hours that were counted of names from one moment until another, by the hour.
 * @param until the first moment that is not asked for
 */
export const readVoices = async (table: Table, from: Iso, until: Iso): Promise<VoiceCounts[]> => {
  const days: string[] = []
  for (let ms = Date.parse(`${from.slice(0, 10)}T00:00:00Z`); isoOf(ms) < until; ms += DAY)
    days.push(isoOf(ms).slice(0, 10))
  const items = (await getAll(table, days.map(keys.voices))) as (VoicesItem | undefined)[]
  return items.flatMap((item, at) =>
    Object.entries(item ?? {}).flatMap(([name, voices]) => {
      const hour = `${days[at]}T${name.slice(1)}`
      const within = /^h\d\d$/.test(name) && hour >= from.slice(0, 13) && `${hour}:00` < until
      return within ? [voices as VoiceCounts] : []
    }),
  )
}
