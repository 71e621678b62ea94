import type { Notice } from '../domain/respond/alerts/notice.ts'
import { parseMentionId } from '../domain/respond/mention-id.ts'
import { DAY, type Iso, isoOf, msOf } from '../domain/time.ts'
import { dueKey, expiresAfter } from './alert-deliveries.ts'
import type { AlertClockItem, AlertDeliveryItem, AlertHourItem } from './alert-items.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import type { ActivityItem, IdentityItem, PersonItem, ThreadItem } from './items.ts'
import { type Key, keys } from './keys.ts'
import { answersInThread } from './nudge-facts.ts'
import { resolvePerson } from './people.ts'
import type { ScoresItem } from './score-items.ts'
import { getAll, query, type Table, transact } from './table.ts'

/** What alerts look at later, and what they ask of the table. */

/** Notes that an alert looks at something later. The same again changes nothing. @param due milliseconds since the epoch */
export const setClock = async (
  table: Table,
  { alert, cause, notice, due }: { alert: string; cause: string; notice: Notice; due: number },
): Promise<void> => {
  const item: AlertClockItem = {
    ...keys.alertClock(alert, cause),
    ...{ type: 'alert-clock', alert, cause, notice },
    ...{ q: dueKey(cause), qs: isoOf(due), expires: expiresAfter(isoOf(due), 7 * DAY) },
  }
  await transact(table, [{ Put: { Item: item } }])
}

/** What was looked at need not be looked at again. */
export const endClock = async (table: Table, { pk, sk }: Key): Promise<void> =>
  await transact(table, [{ Delete: { Key: { pk, sk } } }])

/** What alerts have to do. */
export type AlertDue = AlertClockItem | AlertDeliveryItem | AlertHourItem

/** What alerts have to do by now, the oldest first, so many of each shard at most. */
export const dueAlerts = async (table: Table, now: Iso, most: number): Promise<AlertDue[]> => {
  const pages = await Promise.all(
    shards(SHARDS.alertDue).map((shard) =>
      query(table, {
        ...{ index: 'queue', pk: indexKeys.alertDue(shard), limit: most },
        ...{ where: '#sk <= :now', values: { ':now': now } },
      }),
    ),
  )
  const found = (await getAll(
    table,
    pages.flatMap(({ items }) => items as Key[]),
  )) as (AlertDue | undefined)[]
  // The index follows a moment later: some may have been seen to.
  return found.flatMap((item) => (item?.qs !== undefined && item.qs <= now ? [item] : []))
}

/** Whether a question still waits for an answer: it is there, and neither answered by anybody else nor closed. */
export const waitsForAnswer = async (table: Table, mention: string): Promise<boolean> => {
  const id = parseMentionId(mention)
  if (!id) return false
  const [post] = (await getAll(table, [keys.activity(id.platform, id.id)])) as [ActivityItem | undefined]
  if (!post?.rev || post.deleted) return false
  if (post.threadId === undefined) return true
  const { platform, threadId } = post
  const [thread] = (await getAll(table, [keys.thread(platform, threadId)])) as [ThreadItem | undefined]
  if (thread?.answerId !== undefined || thread?.closed || thread?.deleted) return false
  const found = await resolvePerson(table, post.iid)
  const own = Object.keys((found?.person satisfies PersonItem | undefined)?.ids ?? { [post.iid]: true })
  return (await answersInThread(table, platform, threadId, own)) === 0
}

/** Followers of an account as its platform last said; none where it does not say. */
export const followersOf = async (table: Table, iid: string): Promise<number> => {
  const [identity] = (await getAll(table, [keys.identity(iid)])) as [IdentityItem | undefined]
  return identity?.profile.followers?.v ?? 0
}

/** The segments of a person, or of the person that an account belongs to. */
export const segmentsOfWho = async (
  table: Table,
  who: { person: string } | { identity: string },
): Promise<readonly string[]> => {
  const person = 'person' in who ? who.person : (await resolvePerson(table, who.identity))?.person.personId
  if (person === undefined) return []
  const [scores] = (await getAll(table, [keys.scores(person)])) as [ScoresItem | undefined]
  return Object.keys(scores?.segments ?? {})
}

/** Seconds since the epoch at which a note for the digest may go. */
const NOTE_LIFE = 10 * DAY

/** Notes something for the weekly digest. The same again changes nothing. @param note.id what it is, the same every time */
export const noteForDigest = async (
  table: Table,
  { what, id, at }: { what: string; id: string; at: Iso },
): Promise<void> =>
  await transact(table, [
    {
      Put: {
        Item: {
          ...keys.alertNote(at.slice(0, 10), what, id),
          type: 'alert-note',
          id,
          noted: at,
          expires: expiresAfter(at, NOTE_LIFE),
        },
      },
    },
  ])

/** Days of which a digest of seven days may hold something. */
const daysOf = (from: Iso, to: Iso): string[] => {
  const days: string[] = []
  for (let day = msOf(`${from.slice(0, 10)}T00:00:00.000Z`); day <= msOf(to); day += DAY)
    days.push(isoOf(day).slice(0, 10))
  return days
}

/** What was noted of one kind between two moments, the latest first. `more`: there is more than one page a day holds. */
export const notesOf = async (
  table: Table,
  what: string,
  { from, to }: { from: Iso; to: Iso },
): Promise<{ ids: string[]; more: boolean }> => {
  const pages = await Promise.all(
    daysOf(from, to).map((day) =>
      query(table, {
        ...{ pk: keys.alertNote(day, what, '').pk, where: 'begins_with(#sk, :what)', values: { ':what': `${what}#` } },
      }),
    ),
  )
  const notes = pages.flatMap(({ items }) => items as { id: string; noted: Iso }[])
  const ids = notes
    .filter(({ noted }) => noted >= from && noted < to)
    .sort((a, b) => (a.noted < b.noted ? 1 : -1))
    .map(({ id }) => id)
  return { ids, more: pages.some(({ next }) => next !== undefined) }
}
