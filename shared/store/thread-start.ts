import { indexKeys } from './index-keys.ts'
import type { ActivityItem } from './items.ts'
import type { IdentityId, Key } from './keys.ts'
import { getAll, query, type Table } from './table.ts'

/** A thread's first mentions that are looked at for the post that started it. */
const FIRST = 5

/** The post that started a thread; undefined when it is gone, or was before our time. The index follows a moment later. */
export const threadStart = async (
  table: Table,
  platform: string,
  threadId: string,
): Promise<ActivityItem | undefined> => {
  const page = await query(table, { index: 'byThread', pk: indexKeys.thread(platform, threadId), limit: FIRST })
  const found = (await getAll(table, page.items as Key[])) as (ActivityItem | undefined)[]
  return found.find((item) => item?.kind === 'post' && !item.deleted && Boolean(item.rev))
}

/** A thread's latest mentions whose authors count as having been there. */
const LATEST = 100

/** Accounts that have lately said something in a thread that is still there. */
export const voicesIn = async (table: Table, platform: string, threadId: string): Promise<IdentityId[]> => {
  const pk = indexKeys.thread(platform, threadId)
  const page = await query(table, { index: 'byThread', pk, newestFirst: true, limit: LATEST })
  const found = (await getAll(table, page.items as Key[])) as (ActivityItem | undefined)[]
  return [...new Set(found.flatMap((item) => (item?.rev && !item.deleted ? [item.iid] : [])))]
}

/** Whether the latest thing that an account did was told as news, and not as the past. */
export const didNews = async (table: Table, iids: readonly IdentityId[]): Promise<boolean> => {
  const latest = await Promise.all(
    iids.map((iid) => query(table, { index: 'byAuthor', pk: indexKeys.author(iid), newestFirst: true, limit: 1 })),
  )
  const entries = latest.flatMap(({ items }) => items as (Key & { at: string })[])
  const newest = entries.sort((a, b) => (a.at > b.at ? -1 : 1))[0]
  if (!newest) return false
  const [item] = (await getAll(table, [newest])) as [ActivityItem | undefined]
  return item !== undefined && !item.deleted && item.history === undefined
}
