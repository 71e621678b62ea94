import { matches, newsOf } from '../domain/nudge/events.ts'
import type { When, WhenEvent } from '../domain/nudge/when.ts'
import { DAY, type Iso, isoOf, msOf } from '../domain/time.ts'
import { SENTIMENT_LABELS } from '../domain/understand/understanding.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import type { ActivityItem } from './items.ts'
import { type Entry, mergeShards } from './lists.ts'
import { getAll, type Table } from './table.ts'

/** How far back an estimate looks, and at how many mentions at most: what it reads is bounded, however much there is. */
const BACK_DAYS = 30
const MOST_LOOKED = 500

/** Events that are of mentions, which have a list by time. */
const OF_MENTIONS: ReadonlySet<WhenEvent> = new Set<WhenEvent>(['mention.created', 'thread.unanswered'])

/**
 * What a `when` would have begun of the latest mentions.
 * - `looked`: mentions looked at, the newest first; `since`: when the oldest of them came, or 30 days ago when `complete`.
 * - `complete`: that were all of the last 30 days, so that `begins` is the very number.
 * - `people`: accounts that the `begins` are of.
 */
export type Estimate = { looked: number; begins: number; people: number; since: Iso; complete: boolean }

/** @returns undefined for a `when` that is not about mentions: nothing else has a list by time */
export const estimate = async (table: Table, when: When, now: Iso): Promise<Estimate | undefined> => {
  if (!OF_MENTIONS.has(when.event)) return undefined
  const start = isoOf(msOf(now) - BACK_DAYS * DAY)
  const pks = SENTIMENT_LABELS.flatMap((label) => shards(SHARDS.feed).map((shard) => indexKeys.feed(label, shard)))
  const entries: Entry[] = []
  let complete = true
  for await (const entry of mergeShards(table, { index: 'feed', pks, want: MOST_LOOKED })) {
    if (entry.at < start) break
    complete = entries.length < MOST_LOOKED
    if (!complete) break
    entries.push(entry)
  }
  const items = (await getAll(table, entries)) as (ActivityItem | undefined)[]
  const begun = items.filter((item) => item !== undefined && matches(when, newsOf(item)))
  return {
    looked: entries.length,
    begins: begun.length,
    people: new Set(begun.map((item) => item?.iid)).size,
    since: complete ? start : (entries.at(-1)?.at.slice(0, start.length) ?? start),
    complete,
  }
}
