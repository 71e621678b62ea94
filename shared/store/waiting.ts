import { become } from './expressions.ts'
import type { ActivityItem, StubItem, Waiting } from './items.ts'
import { type Key, keys } from './keys.ts'
import type { Action } from './table.ts'

/**
 * A reply's edges need the author of what it answers, a solved thread needs the author of its answer, and that may not
 * have arrived. Then the reply waits at the place where its parent will be: the parent's own item, or a stub that stands
 * for it. Whoever brings the parent settles what waits there (settle.ts); whoever sees leftovers goes on.
 */

/** The most that wait for one activity. What comes beyond gets no edge; a parent that late is a rare thing. */
export const MAX_WAITING = 50
const THREAD = 'T#'
const REPLY = 'R#'

/** The name under which a thread waits for the author of its accepted answer. */
export const threadWaiter = (threadId: string): string => `${THREAD}${threadId}`
/** The name under which a reply waits for its parent's author. */
export const replyWaiter = (id: string): string => `${REPLY}${id}`
/** Whether a name in `waiting` is a thread's; else it is a reply's. */
export const isThreadWaiter = (name: string): boolean => name.startsWith(THREAD)

/** The key of who waits under a name. */
export const waiterKey = (platform: string, name: string): Key =>
  isThreadWaiter(name)
    ? keys.thread(platform, name.slice(THREAD.length))
    : keys.activity(platform, name.slice(REPLY.length))

/** What stands at an activity's key. */
export type Place = ActivityItem | StubItem | undefined
/** Whether an activity itself stands at its key, be it deleted. */
export const arrived = (place: Place): place is ActivityItem => place?.type === 'activity'

/** Makes `name` wait for an activity that has not arrived. No action when too many wait there. */
export const wait = (
  target: { platform: string; id: string; expires: number },
  place: Place,
  name: string,
  waiting: Waiting,
): Action[] => {
  const { platform, id, expires } = target
  const key = keys.activity(platform, id)
  if (!place) {
    const stub: StubItem = { ...key, sk: 'A', type: 'stub', platform, id, waiting: { [name]: waiting }, expires }
    return [become(key, undefined, stub, { text: 'attribute_not_exists(pk)' })]
  }
  if (!(name in (place.waiting ?? {})) && Object.keys(place.waiting ?? {}).length >= MAX_WAITING) return []
  return [
    {
      Update: {
        Key: key,
        UpdateExpression: 'SET waiting.#name = :waiting, expires = :expires',
        ConditionExpression: 'attribute_exists(waiting) and attribute_not_exists(rev)',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':waiting': waiting, ':expires': Math.max(expires, place.expires ?? 0) },
      },
    },
  ]
}

/** Takes `name` out of what waits at a place; an empty stub goes away. No action when it does not wait there. */
export const stopWaiting = (key: Key, place: Place, name: string): Action[] => {
  const waiting = place?.waiting ?? {}
  if (!(name in waiting)) return []
  const last = Object.keys(waiting).length === 1
  const unsettled = `attribute_exists(waiting.#name) and size(waiting) ${last ? '=' : '>'} :one`
  const condition = {
    ConditionExpression: arrived(place) ? unsettled : `${unsettled} and attribute_not_exists(rev)`,
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':one': 1 },
  }
  if (last && !arrived(place)) return [{ Delete: { Key: key, ...condition } }]
  const UpdateExpression = last ? 'REMOVE waiting' : 'REMOVE waiting.#name'
  return [{ Update: { Key: key, UpdateExpression, ...condition } }]
}
