import { creditFor, sumOf } from '../domain/connect/contribution.ts'
import type { ActivityOf } from '../domain/listen/activity.ts'
import { monthOf } from '../domain/time.ts'
import { become } from './expressions.ts'
import type { Receipt } from './ingest-item.ts'
import type { View } from './ingest-view.ts'
import type { ThreadItem } from './items.ts'
import { identityId, type Key, keys } from './keys.ts'
import { changeActions } from './rollups.ts'
import type { Action } from './table.ts'
import { arrived, type Place, stopWaiting, threadWaiter, wait } from './waiting.ts'

/** What to write for a thread, and the keys that are no longer as they were read. */
export type ThreadWrites = { actions: Action[]; stale: Key[] }
const NOTHING: ThreadWrites = { actions: [], stale: [] }

const fresh = (platform: string, id: string): ThreadItem => ({
  ...keys.thread(platform, id),
  sk: 'A',
  type: 'thread',
  platform,
  id,
})

/** Each half of a thread has its own clock, so the one must not overwrite what the other has written meanwhile. */
const write = (before: ThreadItem | undefined, after: ThreadItem, clock: 'infoRev' | 'solvedRev'): Action => {
  const was = before?.[clock]
  const half = clock === 'infoRev' ? INFO : SOLVED
  const mine = (item: ThreadItem) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => half.has(name) || COMMON.has(name)))
  const condition =
    was === undefined
      ? { text: `attribute_not_exists(${clock})` }
      : { text: `${clock} = :was${clock === 'solvedRev' ? credit(before) : ''}`, values: { ':was': was } }
  return become({ pk: after.pk, sk: after.sk }, before && mine(before), mine(after), condition)
}
const COMMON = new Set(['type', 'platform', 'id'])
const INFO = new Set(['infoRev', 'title', 'url', 'closed', 'completed', 'tags', 'deleted', 'infoPast'])
const SOLVED = new Set(['solvedRev', 'solvedAt', 'answerId', 'answerBy', 'answerMonth', 'solvedPast'])

/** Whether the credit was given may change without the clock, when the answer arrives. */
const credit = (before: ThreadItem | undefined): string =>
  ` and ${before?.answerBy === undefined ? 'attribute_not_exists' : 'attribute_exists'}(answerBy)`

/** How it was told: as the past, or again (see `history` of an activity's item). */
type Told = Pick<Receipt, 'history' | 'quiet'>
const isPast = ({ history, quiet }: Told): boolean => history === true || quiet === true

/** News of a thread as a whole. Nothing when it is stale. */
export const threadWrites = async (
  view: Pick<View, 'get'>,
  { platform, thread, revision, closed, completed, tags, deleted }: ActivityOf<'thread'>,
  receipt: Told,
): Promise<ThreadWrites> => {
  const key = keys.thread(platform, thread.id)
  const [before] = (await view.get([key])) as [ThreadItem | undefined]
  if (before?.infoRev !== undefined && before.infoRev >= revision) return NOTHING
  const after: ThreadItem = {
    ...fresh(platform, thread.id),
    infoRev: revision,
    ...(thread.title !== undefined && !deleted ? { title: thread.title } : {}),
    ...(thread.url !== undefined && !deleted ? { url: thread.url } : {}),
    ...(closed === undefined ? {} : { closed }),
    ...(completed ? { completed } : {}),
    ...(tags && !deleted ? { tags } : {}),
    ...(isPast(receipt) ? { infoPast: true } : {}),
    ...(deleted ? { deleted } : {}),
  }
  return { actions: [write(before, after, 'infoRev')], stale: [key] }
}

const answerKey = (platform: string, id: string | undefined): Key[] =>
  id === undefined ? [] : [keys.activity(platform, id)]

/** A thread gets or loses its accepted answer, and the answer's author the credit for it. Nothing when it is stale. */
export const solvedWrites = async (
  view: Pick<View, 'get'>,
  activity: ActivityOf<'solved'>,
  receipt: Told & Pick<Receipt, 'expires'>,
): Promise<ThreadWrites> => {
  const { platform, thread, answer, revision, deleted, at } = activity
  const { expires } = receipt
  const key = keys.thread(platform, thread.id)
  const [before] = (await view.get([key])) as [ThreadItem | undefined]
  if (before?.solvedRev !== undefined && before.solvedRev >= revision) return NOTHING
  const [now, old] = [answerKey(platform, answer.id), answerKey(platform, before?.answerId)]
  const places = (await view.get([...now, ...old])) as Place[]
  const [place, oldPlace] = [places[0], places[1]]
  const named = answer.author && identityId(platform, answer.author.id)
  const answerBy = named ?? (arrived(place) ? place.iid : undefined)
  const month = monthOf(at)
  const waits = !deleted && answerBy === undefined
  const after: ThreadItem = {
    ...fresh(platform, thread.id),
    solvedRev: revision,
    ...(deleted ? {} : { solvedAt: at, answerId: answer.id }),
    ...(isPast(receipt) ? { solvedPast: true } : {}),
    ...(!deleted && answerBy !== undefined ? { answerBy, answerMonth: month } : {}),
  }
  const name = threadWaiter(thread.id)
  const same = before?.answerId === answer.id
  const taken =
    before?.answerBy !== undefined && before.answerMonth !== undefined
      ? [creditFor(before.answerBy, before.answerMonth, -1)]
      : []
  const given = after.answerBy === undefined ? [] : [creditFor(after.answerBy, month, 1)]
  return {
    stale: [key, ...now, ...old],
    actions: [
      write(before, after, 'solvedRev'),
      ...(old[0] && !(waits && same) ? stopWaiting(old[0], oldPlace, name) : []),
      ...(waits ? wait({ platform, id: answer.id, expires }, place, name, { rev: revision, month }) : []),
      ...changeActions(sumOf([{ rollups: [...taken, ...given], edges: [] }])),
    ],
  }
}
