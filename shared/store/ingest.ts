import { changesBetween } from '../domain/connect/contribution.ts'
import { directionOf } from '../domain/connect/direction.ts'
import { type Activity, isMention } from '../domain/listen/activity.ts'
import type { Understanding } from '../domain/understand/understanding.ts'
import { correctionsAfter, forgetExample, notCorrectedSince, understoodAfter } from './corrected.ts'
import { become, create } from './expressions.ts'
import { identityWrites, sightingOf, type Writes } from './ingest-identity.ts'
import { historyAfter, isStored, itemOf, type Receipt, type StoredActivity } from './ingest-item.ts'
import type { View } from './ingest-view.ts'
import type { ActivityItem, IdentityItem } from './items.ts'
import { identityId, type Key, keys } from './keys.ts'
import { markKnown } from './link.ts'
import { changeActions } from './rollups.ts'
import { settle } from './settle.ts'
import { type Action, type Item, retryConflicts, type Table, transact } from './table.ts'
import { solvedWrites, type ThreadWrites, threadWrites } from './threads.ts'
import { arrived, type Place, replyWaiter, stopWaiting, wait, waiterKey } from './waiting.ts'

/** An activity says something else than what is stored under its id: two things share an id, and neither may win. */
export class ActivityClashError extends Error {
  override name = 'ActivityClashError'
}

/** `new`: applied. `stale`: this or a later state was applied before. `plain`: the kind has no item of its own. */
export type IngestOutcome = 'new' | 'stale' | 'plain'

type Plan = { actions: Action[]; items: { key: Key; item: Item }[]; stale: Key[]; outcome: IngestOutcome }

const placeKey = (activity: Activity, id: string): Key => keys.activity(activity.platform, id)

/** What a reply answers, as far as it is not its own author's doing: undefined when the platform does not say. */
const parentOf = (activity: StoredActivity): string | undefined => {
  const { parentId } = directionOf(activity)
  return parentId === activity.id ? undefined : parentId
}

/** The keys that the ingest of an activity reads, as far as they are known beforehand: to be read in one call. */
export const ingestKeys = (activity: Activity): Key[] => {
  const { platform, author, id } = activity
  const own = [keys.identity(identityId(platform, author.id))]
  if (activity.kind === 'thread' || activity.kind === 'solved')
    return [...own, keys.thread(platform, activity.thread.id)]
  if (!isStored(activity)) return own
  const parentId = parentOf(activity)
  return [...own, placeKey(activity, id), ...(parentId === undefined ? [] : [placeKey(activity, parentId)])]
}

/** Whether this or a later state of an activity was applied before. */
export const isStale = async (view: Pick<View, 'get'>, activity: Activity): Promise<boolean> => {
  if (!isStored(activity)) return false
  const [place] = (await view.get([placeKey(activity, activity.id)])) as [Place]
  return arrived(place) && place.rev >= activity.revision
}

/** The key that only the items at {@link ingestKeys} give away: a new author's handle. */
export const followUpKeys = async (view: Pick<View, 'get'>, { platform, author }: Activity): Promise<Key[]> => {
  if (author.handle === undefined) return []
  const [identity] = await view.get([keys.identity(identityId(platform, author.id))])
  return identity ? [] : [keys.alias(platform, author.handle)]
}

/** Whom a state is directed at, as far as that is known now. */
const resolveTo = async (
  view: Pick<View, 'get'>,
  activity: StoredActivity,
  before: ActivityItem | undefined,
): Promise<{ to?: string }> => {
  if (activity.deleted) return {}
  const { author } = directionOf(activity)
  const parentId = parentOf(activity)
  let to = author === undefined ? undefined : identityId(activity.platform, author)
  if (parentId !== undefined) {
    // What is settled stays settled, even when the parent has expired since.
    if (before?.to !== undefined && before.parentId === parentId) to = before.to
    const [place] = (await view.get([placeKey(activity, parentId)])) as [Place]
    if (to === undefined && arrived(place)) to = place.iid
  }
  return to === undefined ? {} : { to }
}

/** Keeps what waits for a parent in step with the reply: its entry is there exactly while the reply has edges to come. */
const waitingActions = async (
  view: Pick<View, 'get'>,
  activity: StoredActivity,
  { before, after }: { before: ActivityItem | undefined; after: ActivityItem },
): Promise<{ actions: Action[]; stale: Key[] }> => {
  const now = !after.deleted && after.to === undefined ? parentOf(activity) : undefined
  const was = before?.to === undefined ? before?.parentId : undefined
  const ids = [...new Set([now, was])].filter((id) => id !== undefined)
  const places = (await view.get(ids.map((id) => placeKey(activity, id)))) as Place[]
  const actions = ids.flatMap((id, at) =>
    id === now
      ? wait({ platform: activity.platform, id, expires: after.expires ?? 0 }, places[at], replyWaiter(activity.id), {
          rev: after.rev,
        })
      : stopWaiting(placeKey(activity, id), places[at], replyWaiter(activity.id)),
  )
  return { actions, stale: actions.length > 0 ? ids.map((id) => placeKey(activity, id)) : [] }
}

const asRead = (place: Place) => {
  if (!arrived(place)) return { text: 'attribute_not_exists(rev)' }
  const { text, values } = notCorrectedSince(place)
  // A reply that is settled keeps its revision, and its edge has just been counted.
  const unsettled = place.to === undefined ? 'attribute_not_exists(#to)' : '#to = :to'
  return {
    text: `rev = :was and ${text} and ${unsettled}`,
    names: { '#to': 'to' },
    values: { ':was': place.rev, ...values, ...(place.to === undefined ? {} : { ':to': place.to }) },
  }
}

const writeItem = (place: Place, after: ActivityItem): Action => {
  if (!place) return create(after)
  return become({ pk: after.pk, sk: after.sk }, place, after, asRead(place), ['waiting'])
}

const checkKind = (before: ActivityItem | undefined, activity: StoredActivity): void => {
  const clash = before && before.kind !== activity.kind && !(isMention(activity) && /^(post|reply)$/.test(before.kind))
  if (!clash) return
  throw new ActivityClashError(
    `A ${activity.kind} came with an id under which a ${before.kind} is stored; the source has to tell them apart.`,
  )
}

const planStored = async (
  view: Pick<View, 'get'>,
  activity: StoredActivity,
  understanding: Understanding | undefined,
  { identity, receipt }: { identity: Writes; receipt: Receipt },
): Promise<Plan> => {
  const key = placeKey(activity, activity.id)
  const [place] = (await view.get([key])) as [Place]
  const before = arrived(place) ? place : undefined
  checkKind(before, activity)
  if (before && before.rev >= activity.revision) return { ...identity, stale: [], outcome: 'stale' }
  const after: ActivityItem = {
    ...itemOf(activity, understoodAfter(before, activity, understanding), receipt),
    ...correctionsAfter(before, activity),
    ...historyAfter(before, receipt),
    ...(await resolveTo(view, activity, before)),
  }
  const waiting = await waitingActions(view, activity, { before, after })
  const kept = place?.waiting ? { waiting: place.waiting } : {}
  return {
    outcome: 'new',
    actions: [
      writeItem(place, after),
      ...identity.actions,
      ...changeActions(changesBetween(before, after)),
      ...waiting.actions,
      ...forgetExample(before, after),
    ],
    items: [...identity.items, { key, item: { ...after, ...kept } }],
    stale: waiting.stale,
  }
}

const THREADS = { actions: [], stale: [] } satisfies ThreadWrites

const plan = async (
  view: Pick<View, 'get'>,
  activity: Activity,
  understanding: Understanding | undefined,
  receipt: Receipt,
): Promise<Plan> => {
  const { kind } = activity
  const identity = await identityWrites(view, sightingOf(activity, receipt))
  if (isStored(activity)) return planStored(view, activity, understanding, { identity, receipt })
  const thread =
    kind === 'thread'
      ? await threadWrites(view, activity, receipt)
      : kind === 'solved'
        ? await solvedWrites(view, activity, receipt)
        : THREADS
  return {
    actions: [...identity.actions, ...thread.actions],
    items: identity.items,
    stale: thread.stale,
    outcome: thread.actions.length > 0 ? 'new' : kind === 'thread' || kind === 'solved' ? 'stale' : 'plain',
  }
}

/**
 * A new customer is known from the first sight. An account that becomes one may give its person another id, which takes a
 * transaction of its own.
 */
const becomeKnown = async (
  { table, view }: { table: Table; view: View },
  { platform, author, at, source }: Activity,
): Promise<void> => {
  const key = keys.identity(identityId(platform, author.id))
  const [identity] = (await view.get([key])) as [IdentityItem | undefined]
  if (!identity || identity.known) return
  await markKnown(table, identity.iid, { at, actor: `source:${source}` })
  view.forget([key])
}

/** Remembers which keys a plan was built on, so that exactly those are read again when it fails. */
const watching = (view: View): { get: View['get']; seen: Key[] } => {
  const seen: Key[] = []
  return {
    seen,
    get: (wanted) => {
      seen.push(...wanted)
      return view.get(wanted)
    },
  }
}

/**
 * Applies one activity to the customer graph, exactly once per revision: in one transaction the activity's item, its
 * author (made at first sight), the author's monthly rollup and the edges of a reply. A state that was applied before
 * writes nothing. Afterwards what waited for this activity is settled.
 *
 * @param understanding of a mention's words; not needed for what is deleted
 * @throws ActivityClashError when two things share an id
 */
export const ingest = async (
  { table, view }: { table: Table; view: View },
  activity: Activity,
  understanding: Understanding | undefined,
  receipt: Receipt,
): Promise<IngestOutcome> => {
  const outcome = await retryConflicts(async () => {
    const reads = watching(view)
    try {
      // In every attempt, because somebody else may have made the identity since the last one.
      if (sightingOf(activity).known) await becomeKnown({ table, view }, activity)
      const { actions, items, stale, outcome } = await plan(reads, activity, understanding, receipt)
      if (actions.length > 0) await transact(table, actions)
      view.forget(stale)
      for (const { key, item } of items) view.wrote(key, item)
      return outcome
    } catch (error) {
      // Whatever failed, what was read may be out of date or have been written after all.
      view.forget(reads.seen)
      throw error
    }
  })
  await settleLeftovers({ table, view }, activity)
  return outcome
}

const settleLeftovers = async ({ table, view }: { table: Table; view: View }, activity: Activity): Promise<void> => {
  if (!isStored(activity)) return
  const key = placeKey(activity, activity.id)
  const [place] = (await view.get([key])) as [Place]
  if (!arrived(place) || Object.keys(place.waiting ?? {}).length === 0) return
  await settle(table, key)
  view.forget([key, ...Object.keys(place.waiting ?? {}).map((name) => waiterKey(activity.platform, name))])
}
