import { type Activity, isMention, type MentionActivity } from '../domain/listen/activity.ts'
import type { Iso } from '../domain/time.ts'
import { INTENTS, NO_SENTIMENT, type Understanding } from '../domain/understand/understanding.ts'
import { atKey, indexKeys, SHARDS, shardOf } from './index-keys.ts'
import type { ActivityItem } from './items.ts'
import { identityId, keys } from './keys.ts'

/** Activities that have an item of their own at `keys.activity`. */
export type StoredActivity = Extract<Activity, { kind: ActivityItem['kind'] }>
/** Whether an activity has an item of its own. */
export const isStored = (activity: Activity): activity is StoredActivity =>
  isMention(activity) || activity.kind === 'reaction' || activity.kind === 'follow' || activity.kind === 'order'

/** When an activity came, and how long it is kept. */
export type Receipt = {
  receivedAt: Iso
  /** End of the item's life, in epoch seconds. */
  expires: number
  /** It was told as the past. */
  history?: true
  /** It was told again, so that it starts no nudge. */
  quiet?: true
}

/** When the thing itself came about, in whatever state it is now. */
export const happenedAt = (activity: StoredActivity): Iso => (isMention(activity) ? activity.createdAt : activity.at)

/** See `history` of {@link ActivityItem}: what was the past from the first stays so, else the latest word counts. */
export const historyAfter = (
  before: ActivityItem | undefined,
  { history, quiet }: Receipt,
): Pick<ActivityItem, 'history'> => {
  if (before?.history === 'born' || (history && !before)) return { history: 'born' }
  return history || quiet ? { history: 'told' } : {}
}

const common = (activity: StoredActivity, createdAt: Iso, { receivedAt, expires }: Receipt): ActivityItem => ({
  ...keys.activity(activity.platform, activity.id),
  sk: 'A',
  type: 'activity',
  kind: activity.kind,
  platform: activity.platform,
  id: activity.id,
  source: activity.source,
  iid: identityId(activity.platform, activity.author.id),
  rev: activity.revision,
  ...(activity.unverified ? { unverified: true } : {}),
  at: atKey(createdAt, activity.id),
  happenedAt: activity.at,
  createdAt,
  receivedAt,
  expires,
})

/** Attributes without a value are no attributes. */
const given = <T extends Record<string, unknown>>(fields: T): { [F in keyof T]?: Exclude<T[F], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [F in keyof T]?: Exclude<T[F], undefined>
  }

const ids = (activity: StoredActivity) =>
  isMention(activity) ? given({ threadId: activity.thread.id, parentId: activity.parent?.id }) : {}

const words = ({ title, text, url, thread, editedAt, tags }: MentionActivity) =>
  given({ title, text, url, editedAt, threadTitle: thread.title, tags: tags?.length ? tags : undefined })

const understood = ({ language, sentiment, intents, phrases = [] }: Understanding) => ({
  language,
  label: sentiment.label,
  scores: sentiment.scores,
  confidence: sentiment.confidence,
  engine: sentiment.engine,
  ...(intents.length > 0 ? { intents: [...intents] } : {}),
  ...(phrases.length > 0 ? { phrases: [...phrases] } : {}),
})

/** Where a mention with a provisional judgement waits for a better one. */
const refining = ({ id, receivedAt }: Pick<ActivityItem, 'id' | 'receivedAt'>) => ({
  provisional: true as const,
  q: indexKeys.refine(shardOf(id, SHARDS.refine)),
  qs: atKey(receivedAt, id),
})

/** What was understood of a mention, the feed that it is in, and where it waits if that is provisional. */
export const understandingFields = (item: Pick<ActivityItem, 'id' | 'receivedAt'>, understanding: Understanding) => ({
  ...understood(understanding),
  fd: indexKeys.feed(understanding.sentiment.label, shardOf(item.id, SHARDS.feed)),
  ...(understanding.sentiment.provisional ? refining(item) : {}),
})

/** What an item says was understood of its words. */
export const understandingIn = ({ language = 'und', provisional, ...item }: ActivityItem): Understanding => {
  const { label, scores, confidence, engine = NO_SENTIMENT.engine } = item
  const sentiment = label && scores && confidence !== undefined ? { label, scores, confidence, engine } : NO_SENTIMENT
  return {
    language,
    sentiment: provisional ? { ...sentiment, provisional } : sentiment,
    intents: INTENTS.filter((intent) => item.intents?.includes(intent)),
    ...(item.phrases ? { phrases: item.phrases } : {}),
  }
}

const mentionFields = (
  activity: MentionActivity,
  understanding: Understanding | undefined,
  { receivedAt }: Receipt,
) => ({
  ...words(activity),
  th: indexKeys.thread(activity.platform, activity.thread.id),
  ...(understanding ? understandingFields({ id: activity.id, receivedAt }, understanding) : {}),
})

/** The most lines of an order that are kept: thousands would not fit into an item. The total is the whole order's. */
const MOST_LINES = 100

/** A reaction is found by what it is to. */
const vote = ({ platform, target }: Extract<StoredActivity, { kind: 'reaction' }>) =>
  target ? { th: indexKeys.votes(platform, target.id) } : {}

const kindFields = (activity: StoredActivity, understanding: Understanding | undefined, receipt: Receipt) => {
  if (isMention(activity)) return mentionFields(activity, understanding, receipt)
  if (activity.kind === 'reaction')
    return { ...given({ reaction: activity.reaction, url: activity.url }), ...vote(activity) }
  if (activity.kind === 'follow') return {}
  const items = activity.items
    ?.slice(0, MOST_LINES)
    .map(({ title, sku, quantity }) => ({ title, ...given({ sku, quantity }) }))
  return { order: { ...activity.total, ...given({ items }) }, ...given({ url: activity.url }) }
}

/**
 * An activity as it is stored, except whom it is directed at. What is deleted keeps its ids, and is in no index.
 * @param understanding of a mention's words; without it the mention is in no sentiment's feed
 */
export const itemOf = (
  activity: StoredActivity,
  understanding: Understanding | undefined,
  receipt: Receipt,
): ActivityItem => {
  const item = { ...common(activity, happenedAt(activity), receipt), ...ids(activity) }
  if (activity.deleted) return { ...item, deleted: true }
  return { ...item, ...kindFields(activity, understanding, receipt), au: indexKeys.author(item.iid) }
}
