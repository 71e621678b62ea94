import { codeIn } from '../domain/connect/claim-code.ts'
import type { MentionAnswer } from '../domain/respond/answers.ts'
import type { Position } from '../domain/respond/cursor.ts'
import { mentionId } from '../domain/respond/mention-id.ts'
import type { Iso } from '../domain/time.ts'
import { PERSON } from '../domain/understand/correction.ts'
import { isUnsure } from '../domain/understand/engines.ts'
import { INTENTS, SENTIMENT_LABELS, type SentimentLabel } from '../domain/understand/understanding.ts'
import { wordsOf } from './corrected.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import type { ActivityItem, IdentityItem } from './items.ts'
import { birthId, type IdentityId, keys } from './keys.ts'
import { type Entry, type List, mergeShards, takePage } from './lists.ts'
import { getAll, type Table } from './table.ts'

/** A mention that is there to be read: it has arrived, it has words, and nobody has deleted it. */
export const isReadable = (item: ActivityItem): boolean =>
  (item.kind === 'post' || item.kind === 'reply') && !item.deleted && item.rev !== undefined && item.text !== undefined

const sentimentOf = ({ label, scores, confidence, engine = 'none', provisional }: ActivityItem) => {
  if (!label || !scores || confidence === undefined) return undefined
  const [name = engine, version] = engine.split('-')
  const answer: NonNullable<MentionAnswer['sentiment']> = {
    ...{ label, scores, confidence, engine: name },
    ...(version ? { version } : {}),
    ...(isUnsure({ confidence }) ? { unsure: true } : {}),
    // What a person said stands; only the intents may still change.
    ...(provisional && name !== PERSON ? { provisional } : {}),
  }
  return answer
}

/** A mention as the API shows it. Undefined when it is deleted, a stub, or no mention. */
export const mentionAnswer = (item: ActivityItem, author: IdentityItem | undefined): MentionAnswer | undefined => {
  if (!isReadable(item) || (item.kind !== 'post' && item.kind !== 'reply')) return undefined
  const sentiment = sentimentOf(item)
  return {
    id: mentionId(item.platform, item.id),
    source: item.source,
    kind: item.kind,
    ...(item.title ? { title: item.title } : {}),
    text: item.text ?? '',
    language: item.language ?? 'und',
    ...(sentiment ? { sentiment } : {}),
    intents: INTENTS.filter((intent) => item.intents?.includes(intent)),
    ...(item.phrases ? { phrases: item.phrases } : {}),
    ...(item.correction && item.correction.words === wordsOf(item)
      ? { corrected: { by: item.correction.by, at: item.correction.at } }
      : {}),
    ...(item.tags?.length ? { tags: item.tags } : {}),
    author: {
      identity: item.iid,
      personId: author?.personId ?? birthId(item.iid),
      ...(author?.profile.handle ? { handle: author.profile.handle.v } : {}),
      ...(author?.profile.name ? { name: author.profile.name.v } : {}),
    },
    ...(item.url ? { url: item.url } : {}),
    ...(item.unverified ? { unverified: true } : {}),
    ...(codeIn(item.text ?? '') === undefined ? {} : { claim: true }),
    ...(item.threadId
      ? { thread: { id: item.threadId, ...(item.threadTitle ? { title: item.threadTitle } : {}) } }
      : {}),
    ...(item.parentId ? { parent: mentionId(item.platform, item.parentId) } : {}),
    createdAt: item.createdAt,
    ...(item.editedAt ? { editedAt: item.editedAt } : {}),
  }
}

/** Reads the items behind index entries, whole, and the identities that made them. */
export const readActivities = async (
  table: Table,
  entries: readonly Entry[],
): Promise<{ item: ActivityItem | undefined; author: IdentityItem | undefined }[]> => {
  const items = (await getAll(table, entries)) as (ActivityItem | undefined)[]
  const authors = await readIdentities(
    table,
    items.flatMap((item) => (item ? [item.iid] : [])),
  )
  return items.map((item) => ({ item, author: item && authors.get(item.iid) }))
}

/** Identities by id; those that are not there are left out. */
export const readIdentities = async (
  table: Table,
  iids: readonly IdentityId[],
): Promise<Map<IdentityId, IdentityItem>> => {
  const distinct = [...new Set(iids)]
  const found = (await getAll(table, distinct.map(keys.identity))) as (IdentityItem | undefined)[]
  return new Map(found.flatMap((item) => (item ? [[item.iid, item]] : [])))
}

export type MentionsAsk = {
  source?: string | undefined
  sentiment?: SentimentLabel | undefined
  /** Only mentions created before this moment. */
  before?: Iso | undefined
  limit: number
  after?: Position | undefined
}

/** Mentions, newest first by their creation, without deleted ones. */
export const listMentions = async (table: Table, ask: MentionsAsk): Promise<List<MentionAnswer>> => {
  const labels = ask.sentiment ? [ask.sentiment] : SENTIMENT_LABELS
  const entries = mergeShards(table, {
    index: 'feed',
    pks: labels.flatMap((label) => shards(SHARDS.feed).map((shard) => indexKeys.feed(label, shard))),
    after: ask.after,
    before: ask.before,
    want: ask.limit,
  })
  return await takePage(entries, ask.limit, async (batch) => {
    // Where the index holds the source, an entry of another one costs no read of the whole item.
    const wanted = batch.filter(({ source }) => !ask.source || source === undefined || source === ask.source)
    const read = await readActivities(table, wanted)
    return read.map(({ item, author }) => {
      if (!item || (ask.source && item.source !== ask.source)) return undefined
      // The index follows the table after a moment: an edit may have moved the item to another label already.
      if (ask.sentiment && item.label !== ask.sentiment) return undefined
      return mentionAnswer(item, author)
    })
  })
}

/** One mention; undefined when it is not there or deleted. */
export const getMention = async (table: Table, platform: string, id: string): Promise<MentionAnswer | undefined> => {
  const [item] = (await getAll(table, [keys.activity(platform, id)])) as (ActivityItem | undefined)[]
  if (!item) return undefined
  return mentionAnswer(item, (await readIdentities(table, [item.iid])).get(item.iid))
}
