import type { DomainEvent } from '../../shared/domain/events.ts'
import type { Judged } from '../../shared/domain/score/topics/heat.ts'
import {
  judgeHour,
  rememberedOf,
  SPREAD_HOURS,
  spreadOfHour,
  turnOf,
  voicesOfHour,
  withoutAuthors,
} from '../../shared/domain/score/topics/hour.ts'
import { type Hour, type HourCounts, hourOf, unpackHours, withHour } from '../../shared/domain/score/topics/hours.ts'
import { merged, type Total } from '../../shared/domain/score/topics/merge.ts'
import type { TopicsSettings } from '../../shared/domain/score/topics/settings.ts'
import { voicesOf } from '../../shared/domain/score/topics/voice.ts'
import { isoOf, MINUTE } from '../../shared/domain/time.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import type { TopEntry, TopicItem } from '../../shared/store/topic-items.ts'
import { type IsOutside, readWritten, type Written } from '../../shared/store/topic-people.ts'
import { readWindows } from '../../shared/store/topic-windows.ts'
import {
  hotTopicIds,
  putAll,
  putHour,
  putTopicsDone,
  readTopics,
  readTopicsDone,
  type TopicsDone,
  topicHourItem,
  topicItem,
} from '../../shared/store/topics.ts'

/** What looking at hours works with. */
export type Looking = {
  table: Table
  settings: TopicsSettings
  isOutside: IsOutside
  /** Tells other systems, at least once. */
  tell: (events: readonly DomainEvent[]) => Promise<void>
}

/** How long after an hour's end its windows may still be on their way. */
const GRACE = 4 * MINUTE
/** Hours that are made up for; windows are kept for three days. */
const MOST_BEHIND = 60
/** Entries of an hour's list. */
const TOP = 100

type Tested = {
  total: Total
  topic: Pick<TopicItem, 'id' | 'label' | 'language' | 'heat' | 'was' | 'latest'>
  counts: HourCounts
  judged: Judged
  written?: Written
}

const nothingOf = ({ id, label, language }: TopicItem): Total => ({
  ...{ id, label, language, count: 0, most: 0, positive: 0, negative: 0 },
  ...{ authors: new Map(), mentions: [] },
})

/** The test of a topic; what would be hot is tested again without the brand's own, staff and bots. */
const test = async (
  { table, isOutside }: Looking,
  { total, known, hour, done }: { total: Total; known: TopicItem | undefined; hour: Hour; done: TopicsDone },
): Promise<Tested> => {
  const { id, label, language } = total
  const counts = known ? unpackHours(known.counts) : new Map<Hour, number>()
  const judgedOf = ({ count, authors }: Total): Judged =>
    judgeHour({ count, authors: authors.size }, counts, hour, done)
  const tested = { total, topic: { ...known, id, label, language }, counts, judged: judgedOf(total) }
  if (!tested.judged.hot && !known?.heat) return tested
  const written = await readWritten(table, total, isOutside)
  const own = withoutAuthors(total, written.others)
  return { ...tested, total: own, judged: judgedOf(own), written }
}

type Looked = { items: Item[]; events: DomainEvent[]; entry: TopEntry }

/** What a tested topic is from now on. */
const settled = ({ total, topic, counts, judged, written }: Tested, hour: Hour): Looked => {
  const { heat, was, event } = turnOf(topic, hour, judged)
  const { count, positive, negative } = total
  const { expected, chance, score } = judged
  const numbers = { hour, count, expected, chance, score, authors: total.authors.size, positive, negative }
  const { leading = [], mentions = [] } = written ?? {}
  const latest = heat && hour >= (topic.latest?.hour ?? hour) ? numbers : topic.latest
  const now = { ...topic, ...(latest ? { latest } : {}) }
  const { heat: _, was: __, ...rest } = now
  const item = topicItem(
    { ...rest, ...(heat ? { heat } : {}), ...(was ? { was } : {}) },
    withHour(counts, hour, count),
    hour,
  )
  return {
    items: [item, ...(heat ? [topicHourItem(topic.id, { ...numbers, leading, mentions })] : [])],
    events: event ? [event] : [],
    entry: { id: topic.id, label: topic.label, language: topic.language, count, expected, hot: heat !== undefined },
  }
}

/** Looks at one hour. Everything is written over when it is looked at again. */
const lookAt = async (looking: Looking, hour: Hour, done: TopicsDone): Promise<TopicsDone> => {
  const { table, settings } = looking
  const tally = merged(await readWindows(table, hour))
  const voices = voicesOf(settings)
  const { totals, floor } = rememberedOf(tally, new Set(voices.map(({ id }) => id)))
  const hot = await hotTopicIds(table)
  const known = await readTopics(table, [...new Set([...totals.map(({ id }) => id), ...hot])])
  const here = new Set(totals.map(({ id }) => id))
  const silent = hot.flatMap((id) => known.get(id) ?? []).filter(({ id }) => !here.has(id))
  const tested: Tested[] = []
  for (const total of [...totals, ...silent.map(nothingOf)])
    tested.push(await test(looking, { total, known: known.get(total.id), hour, done }))
  const looked = tested.map((one) => settled(one, hour))
  // Told first: what is written is not told again.
  await looking.tell(looked.flatMap(({ events }) => events))
  // Who wrote in an hour is there before the topic says that it is hot: whoever hears of that looks it up.
  const items = looked.flatMap((one) => one.items)
  const isTopic = ({ type }: Item): boolean => type === 'topic'
  await putAll(
    table,
    items.filter((item) => !isTopic(item)),
  )
  await putAll(table, items.filter(isTopic))
  const topics = looked.slice(0, TOP).map(({ entry }) => entry)
  await putHour(table, hour, { mentions: tally.mentions, topics, voices: voicesOfHour(tally, voices) })
  const spreads = new Map([...done.spreads].filter(([at]) => at >= hour - SPREAD_HOURS))
  spreads.set(hour, spreadOfHour(tested.map(({ judged }) => judged)))
  return { ...done, done: Math.max(done.done, hour), floors: withHour(done.floors, hour, floor), spreads }
}

/**
 * Looks at the hours that have ended since the last time, and once more at the last one of then, for windows that came late. Nothing
 * to do costs one read.
 * @param hasTime asked before every hour
 * @returns how many hours were looked at
 */
export const lookAtHours = async (
  looking: Looking,
  { now, hasTime }: { now: number; hasTime: () => boolean },
): Promise<number> => {
  const ended = hourOf(now - GRACE) - 1
  const known = await readTopicsDone(looking.table)
  if (known && known.done >= ended) return 0
  let done = known ?? { since: ended + 1, done: ended, floors: new Map(), spreads: new Map() }
  if (!known) await putTopicsDone(looking.table, done, isoOf(now))
  let looked = 0
  const first = Math.max(done.done, done.since, ended - MOST_BEHIND)
  for (let hour = first; hour <= ended && hasTime(); hour++) {
    done = await lookAt(looking, hour, done)
    await putTopicsDone(looking.table, done, isoOf(now))
    looked++
  }
  return looked
}
