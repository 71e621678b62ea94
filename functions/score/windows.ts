import type { TopicsSettings } from '../../shared/domain/score/topics/settings.ts'
import { isLive, sightingsOf } from '../../shared/domain/score/topics/sightings.ts'
import { counted, emptySketch, type Sketch } from '../../shared/domain/score/topics/sketch.ts'
import { log } from '../../shared/platform/logger.ts'
import type { Change } from '../../shared/store/changes.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import type { Table } from '../../shared/store/table.ts'
import { putWindow } from '../../shared/store/topic-windows.ts'
import type { Collector } from './reacting.ts'

/** What collecting works with. */
export type Collecting = { table: Table; settings: TopicsSettings }

const mentionIn = (item: Change['after']): ActivityItem | undefined => {
  const activity = item?.type === 'activity' ? (item as ActivityItem) : undefined
  const { kind, deleted } = activity ?? {}
  return (kind === 'post' || kind === 'reply') && !deleted ? activity : undefined
}

/** The mention that a change brought about: one that is new, not one that was edited, judged anew or deleted. */
const newMention = ({ before, after }: Change): ActivityItem | undefined =>
  before?.type === 'activity' ? undefined : mentionIn(after)

const isSketch = (state: unknown): state is Sketch =>
  typeof state === 'object' && state !== null && Array.isArray((state as Partial<Sketch>).counters)

/** The sightings of a mention; one that cannot be read costs the others nothing. */
const seenIn = (mention: ActivityItem, settings: TopicsSettings) => {
  try {
    return [sightingsOf(mention, settings)]
  } catch (error) {
    log.error('mention not counted', error, { mention: `${mention.platform}#${mention.id}` })
    return []
  }
}

/** Counts the topics of new mentions over a minute, and keeps them at its end. */
export const windows =
  ({ table, settings }: Collecting): Collector =>
  async (changes, state, { start, shard, last }) => {
    const mentions = changes.map(newMention).filter((mention) => mention !== undefined)
    const live = mentions.filter(isLive).flatMap((mention) => seenIn(mention, settings))
    const before = isSketch(state) ? state : emptySketch()
    const sketch = live.length > 0 ? counted(before, live) : before
    if (!last) return sketch
    if (sketch.mentions > 0) await putWindow(table, { start, shard, sketch })
    return emptySketch()
  }
