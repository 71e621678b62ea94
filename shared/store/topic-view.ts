import type { MentionAnswer } from '../domain/respond/answers.ts'
import type { Position } from '../domain/respond/cursor.ts'
import type { TopicAnswer, TopicDetailAnswer } from '../domain/respond/topic-answers.ts'
import { curveOf, scoreLines } from '../domain/score/topics/explain.ts'
import { hourIso, unpackHours } from '../domain/score/topics/hours.ts'
import { indexKeys } from './index-keys.ts'
import { type Key, keys } from './keys.ts'
import { type Entry, type List, mergeShards, takePage } from './lists.ts'
import { mentionAnswer, readActivities, readIdentities } from './mentions.ts'
import { getAll, query, type Table } from './table.ts'
import type { TopicHourItem, TopicItem } from './topic-items.ts'
import { mentionKey } from './topic-people.ts'
import { readTopicsDone } from './topics.ts'

const topicAnswer = ({ id, label, language, heat, was, latest }: TopicItem): TopicAnswer => {
  const shown = heat ?? was
  return {
    ...{ id, label, language, hot: heat !== undefined },
    ...(shown ? { since: hourIso(shown.since) } : {}),
    ...(shown && !heat ? { until: hourIso(shown.last + 1) } : {}),
    ...(latest ? { hour: hourIso(latest.hour), count: latest.count, authors: latest.authors } : {}),
    ...(latest
      ? { expected: Math.round(latest.expected * 100) / 100, score: Math.round(latest.score * 100) / 100 }
      : {}),
  }
}

/** Topics that are hot or were, those that became so last first. */
export const listTopics = async (
  table: Table,
  { hot, limit, after }: { hot?: boolean | undefined; limit: number; after?: Position | undefined },
): Promise<List<TopicAnswer>> => {
  const states = hot === undefined ? (['hot', 'cold'] as const) : hot ? (['hot'] as const) : (['cold'] as const)
  const entries = mergeShards(table, { index: 'feed', pks: states.map(indexKeys.topics), after, want: limit })
  return await takePage(entries, limit, async (batch: readonly Entry[]) => {
    const items = (await getAll(table, batch)) as (TopicItem | undefined)[]
    // The index follows a moment later: a topic may have cooled since.
    return items.map((item) =>
      item && (hot === undefined || hot === (item.heat !== undefined)) ? topicAnswer(item) : undefined,
    )
  })
}

/** Hot hours that a topic's sentiment, authors and examples are told of, and examples told. */
const [HOURS, EXAMPLES] = [24, 20]

const hotHours = async (table: Table, { id, heat, was }: TopicItem): Promise<TopicHourItem[]> => {
  const since = (heat ?? was)?.since
  if (since === undefined) return []
  const page = await query(table, {
    ...{ pk: keys.topic(id).pk, where: 'begins_with(#sk, :hours)', values: { ':hours': 'E#' } },
    ...{ newestFirst: true, limit: HOURS },
  })
  return (page.items as TopicHourItem[]).filter(({ hour }) => hour >= since)
}

const leadingIn = async (table: Table, hours: readonly TopicHourItem[]): Promise<TopicDetailAnswer['leading']> => {
  const counts = new Map<string, number>()
  for (const { iid, count } of hours.flatMap(({ leading }) => leading)) counts.set(iid, (counts.get(iid) ?? 0) + count)
  const most = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, 10)
  const identities = await readIdentities(
    table,
    most.map(([iid]) => iid),
  )
  return most.flatMap(([iid, mentions]) => {
    const identity = identities.get(iid)
    if (!identity) return []
    const { name, handle } = identity.profile
    return [{ identity: iid, personId: identity.personId, name: name?.v ?? handle?.v ?? iid, mentions }]
  })
}

const examplesIn = async (table: Table, hours: readonly TopicHourItem[]): Promise<MentionAnswer[]> => {
  const distinct = [...new Set(hours.flatMap(({ mentions }) => mentions))].slice(0, EXAMPLES)
  const entries = distinct.map((mention) => ({ ...mentionKey(mention), at: '' }) satisfies Key & { at: string })
  const read = await readActivities(table, entries)
  return read.flatMap(({ item, author }) => (item && mentionAnswer(item, author)) ?? [])
}

/** One topic; undefined when nothing is remembered of it. */
export const getTopic = async (table: Table, id: string): Promise<TopicDetailAnswer | undefined> => {
  const [[topic], done] = await Promise.all([
    getAll(table, [keys.topic(id)]) as Promise<[TopicItem | undefined]>,
    readTopicsDone(table),
  ])
  if (!topic || !done) return undefined
  const hours = await hotHours(table, topic)
  const sum = (of: (hour: TopicHourItem) => number): number => hours.reduce((total, hour) => total + of(hour), 0)
  const [positive, negative] = [sum((hour) => hour.positive), sum((hour) => hour.negative)]
  return {
    ...topicAnswer(topic),
    lines: topic.latest ? scoreLines(topic.latest) : [],
    curve: curveOf(unpackHours(topic.counts), done.done, done),
    sentiment: { positive, negative, other: Math.max(0, sum(({ count }) => count) - positive - negative) },
    leading: await leadingIn(table, hours),
    examples: await examplesIn(table, hours),
  }
}
