import type { DecisionSubject } from '../domain/nudge/context.ts'
import { isoOf, monthOf, monthStart } from '../domain/time.ts'
import { atKey, indexKeys } from './index-keys.ts'
import type { ActivityItem, IdentityItem, RollupItem } from './items.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import { getAll, type Item, query, type Table } from './table.ts'

/** Pages of a thread that are looked through for an answer. */
const MOST_PAGES = 4

/**
 * Replies in a thread by somebody else than the person, bots left out. Counts no further than it has to: any number over 0
 * says that there is one.
 */
export const answersInThread = async (
  table: Table,
  platform: string,
  threadId: string,
  own: readonly IdentityId[],
): Promise<number> => {
  let from: Item | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await query(table, { index: 'byThread', pk: indexKeys.thread(platform, threadId), limit: 50, from })
    const found = (await getAll(table, page.items as Key[])) as (ActivityItem | undefined)[]
    const replies = found.flatMap((item) =>
      item && item.kind === 'reply' && !item.deleted && item.rev && !own.includes(item.iid) ? [item.iid] : [],
    )
    const authors = (await getAll(table, replies.map(keys.identity))) as (IdentityItem | undefined)[]
    const answers = authors.filter((author) => author?.profile.role?.v !== 'bot').length
    if (answers > 0 || !page.next) return answers
    from = page.next
  }
  return 0
}

const ordersInMonths = async (table: Table, iid: IdentityId, before: string): Promise<number> => {
  const { items } = await query(table, {
    pk: keys.identity(iid).pk,
    where: '#sk between :first and :last',
    values: { ':first': keys.rollup(iid, '').sk, ':last': keys.rollup(iid, before).sk },
    consistent: true,
  })
  return (items as RollupItem[]).reduce((sum, { orders }) => sum + (orders ?? 0), 0)
}

const ordersSince = async (table: Table, iid: IdentityId, start: string, end: string): Promise<number> => {
  let orders = 0
  let from: Item | undefined
  do {
    const page = await query(table, {
      index: 'byAuthor',
      pk: indexKeys.author(iid),
      where: '#sk between :start and :end',
      values: { ':start': start, ':end': end },
      from,
    })
    const found = page.items.filter(({ kind }) => kind === 'order') as (Key & Item)[]
    const items = (await getAll(table, found)) as (ActivityItem | undefined)[]
    orders += items.filter((item) => item && !item.deleted && item.at < end).length
    from = page.next
  } while (from)
  return orders
}

/**
 * Orders of the person before this one. Whole months come from the rollups; only the order's own month is looked through
 * one by one. Of two orders at the same moment the smaller id is the earlier.
 */
export const ordersBefore = async (
  table: Table,
  subject: DecisionSubject,
  iids: readonly IdentityId[],
): Promise<number> => {
  const start = isoOf(monthStart(monthOf(subject.at)))
  const end = atKey(subject.at, subject.id)
  const counts = await Promise.all(
    iids.map(async (iid) => {
      const lastMonth = monthOf(isoOf(monthStart(monthOf(subject.at)) - 1))
      return (await ordersInMonths(table, iid, lastMonth)) + (await ordersSince(table, iid, start, end))
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
