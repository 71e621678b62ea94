import { DAY, type Iso, isoOf, msOf } from '../domain/time.ts'
import { indexKeys } from './index-keys.ts'
import type { ActivityItem, RollupItem, ThreadItem } from './items.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import { getAll, type Item, query, type Table } from './table.ts'

/** How far back complaints and tickets are looked for. Older than that they hold nothing up any more. */
const LOOK_BACK = 30 * DAY
/** The newest mentions of one account that are looked at. */
const MOST_MENTIONS = 100
/** How the ids of threads begin that are tickets: those of Zendesk, and conversations of Intercom. */
const TICKETS = /^(?:ticket|conversation):/

/** What is known of a person's complaints and tickets. */
export type Cases = {
  /** Complained within 30 days, besides the subject. */
  complained: boolean
  /** A ticket that is not closed, or a complaint elsewhere that nobody has solved. */
  open: boolean
}

const MENTIONS = new Set<unknown>(['post', 'reply'])

const mentionsSince = async (table: Table, iid: IdentityId, since: Iso): Promise<ActivityItem[]> => {
  const { items } = await query(table, {
    index: 'byAuthor',
    pk: indexKeys.author(iid),
    where: '#sk > :since',
    values: { ':since': since },
    newestFirst: true,
    limit: MOST_MENTIONS,
  })
  const mentions = items.filter(({ kind }) => MENTIONS.has(kind)) as (Key & Item)[]
  const found = (await getAll(table, mentions)) as (ActivityItem | undefined)[]
  return found.filter((item) => item !== undefined && !item.deleted && Boolean(item.rev)) as ActivityItem[]
}

const isComplaint = ({ intents }: ActivityItem): boolean => intents?.includes('complaint') === true
const isTicket = ({ threadId }: ActivityItem): boolean => TICKETS.test(threadId ?? '')

const isSettled = (thread: ThreadItem | undefined): boolean =>
  thread?.closed === true || thread?.deleted === true || thread?.solvedAt !== undefined

/**
 * Reads a person's complaints and tickets of the last 30 days: one query and one batch per account, and one batch for the threads.
 * @param subject what a nudge is about: it is no case that keeps the nudge about it back
 */
export const readCases = async (
  table: Table,
  iids: readonly IdentityId[],
  { now, subject }: { now: Iso; subject: { platform: string; id: string; threadId?: string } },
): Promise<Cases> => {
  const since = isoOf(msOf(now) - LOOK_BACK)
  const mentions = (await Promise.all(iids.map((iid) => mentionsSince(table, iid, since)))).flat()
  const isSubject = ({ platform, id }: ActivityItem): boolean => platform === subject.platform && id === subject.id
  const elsewhere = ({ platform, threadId }: ActivityItem): boolean =>
    platform !== subject.platform || threadId === undefined || threadId !== subject.threadId
  const cases = mentions.filter((item) => (isTicket(item) || isComplaint(item)) && !isSubject(item) && elsewhere(item))
  const threads = (await getAll(
    table,
    cases.map(({ platform, threadId, id }) => keys.thread(platform, threadId ?? id)),
  )) as (ThreadItem | undefined)[]
  return {
    complained: mentions.some((item) => isComplaint(item) && !isSubject(item)),
    open: cases.some((_, at) => !isSettled(threads[at])),
  }
}

/** Accepted answers of a person, over all accounts and months. */
export const acceptedAnswers = async (table: Table, iids: readonly IdentityId[]): Promise<number> => {
  const pages = await Promise.all(
    iids.map((iid) =>
      query(table, {
        pk: keys.identity(iid).pk,
        where: '#sk between :first and :last',
        values: { ':first': keys.rollup(iid, '').sk, ':last': keys.rollup(iid, '9999').sk },
        consistent: true,
      }),
    ),
  )
  const rollups = pages.flatMap(({ items }) => items as RollupItem[])
  return rollups.reduce((sum, { accepted }) => sum + (accepted ?? 0), 0)
}
