import type { Heat } from '../domain/score/topics/heat.ts'
import type { Hour } from '../domain/score/topics/hours.ts'
import type { VoiceCounts } from '../domain/score/topics/voice.ts'
import type { Iso } from '../domain/time.ts'
import type { IdentityId } from './keys.ts'

/** The shapes of what is counted of topics. All of it follows from mentions, and none is a source of truth. */

/** What one shard heard in one minute. Bytes: `packSketch`, and its notes as deflated JSON. */
export type TopicWindowItem = {
  pk: string
  sk: string
  type: 'topic-window'
  sketch: Uint8Array
  notes: Uint8Array
  expires: number
}

/** The last hour in which a topic was tested, and what came out. */
type TopicHourNumbers = {
  hour: Hour
  count: number
  expected: number
  chance: number
  score: number
  authors: number
  positive: number
  negative: number
}

/** A topic. `counts`: mentions by hour, fourteen days (`packHours`). In the index `feed` once it has been hot. */
export type TopicItem = {
  pk: string
  sk: 'A'
  type: 'topic'
  id: string
  label: string
  language: string
  counts: Uint8Array
  /** While it is hot. */
  heat?: Heat
  /** The last time that it was. */
  was?: Heat
  /** The last hour in which it was tested while hot. */
  latest?: TopicHourNumbers
  fd?: string
  at?: string
  expires: number
}

/** One hour of a hot topic: its numbers, who wrote most of the examples, and the examples, `<platform>#<id>`. */
export type TopicHourItem = TopicHourNumbers & {
  pk: string
  sk: string
  type: 'topic-hour'
  leading: readonly { iid: IdentityId; count: number }[]
  mentions: readonly string[]
  expires: number
}

/** An entry of an hour's list. */
export type TopEntry = { id: string; label: string; language: string; count: number; expected: number; hot: boolean }

/** The topics of an hour that were mentioned most. */
export type TopicTopItem = {
  pk: string
  sk: string
  type: 'topic-top'
  mentions: number
  topics: readonly TopEntry[]
  expires: number
}

/** A day's share of voice: an attribute `h00` to `h23` for every hour that was counted. */
export type VoicesItem = { pk: string; sk: 'VOICES'; type: 'voices'; expires: number } & {
  [hour: `h${string}`]: VoiceCounts | undefined
}

/** How far topics have been looked at. */
export type TopicsDoneItem = {
  pk: string
  sk: string
  type: 'topics-done'
  /** The first hour that was counted. */
  since: Hour
  /** The last one. */
  done: Hour
  /** Hours of which only topics with more than so many mentions are remembered (`packHours`). */
  floors: Uint8Array
  /** JSON: hour, sum of squares and overdispersion, for the hours of a week. */
  spreads: string
  updatedAt: Iso
}
