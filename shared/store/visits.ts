import { indexKeys } from './index-keys.ts'
import type { ActivityItem } from './items.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import type { ContentItem } from './nudge-records.ts'
import { getAll, query, type Table } from './table.ts'

/** Entries of a thread, or reactions, that are looked through for somebody; who was there is mostly among the latest. */
const LOOKED_THROUGH = 500

const isAmong = async (table: Table, pk: string, iids: readonly IdentityId[]): Promise<boolean> => {
  const { items } = await query(table, { index: 'byThread', pk, newestFirst: true, limit: LOOKED_THROUGH })
  const theirs = items.filter(({ iid }) => iids.includes(String(iid)))
  // The index follows a moment later than the items.
  const now = (await getAll(table, theirs.slice(0, 10) as Key[])) as (ActivityItem | undefined)[]
  return now.some((item) => item !== undefined && !item.deleted)
}

/**
 * What a piece is to somebody: `gone` when it has left its shelf since the index was asked (an author took back their word, its link is
 * dead), `visited` when they wrote in the discussion or reacted to what it points to, `new` otherwise.
 */
export const pieceFor = async (
  table: Table,
  contentId: string,
  iids: readonly IdentityId[],
): Promise<'gone' | 'visited' | 'new'> => {
  const [item] = (await getAll(table, [keys.content(contentId)])) as [ContentItem | undefined]
  if (item?.q === undefined) return 'gone'
  const { platform, threadId, postId, bySolved } = item
  if (platform === undefined) return 'new'
  const mention = postId ?? bySolved?.answerId
  const places = [
    indexKeys.thread(platform, threadId ?? postId ?? ''),
    ...(mention === undefined ? [] : [indexKeys.votes(platform, mention)]),
  ]
  const there = await Promise.all(places.map((pk) => isAmong(table, pk, iids)))
  return there.includes(true) ? 'visited' : 'new'
}
