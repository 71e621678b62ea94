import type { Activity } from '../listen/activity.ts'

/** Whom an activity is directed at: an account, or the author of an activity that is known by its id only. */
export type Direction = { author?: string; parentId?: string }

/**
 * Whom an activity is directed at. A reply is to its parent's author, or without a parent to whoever started the
 * thread; a reaction is to whom the platform names. The payload's own word is used where there is one. A thread's id is
 * never taken for a post's: platforms count them apart.
 */
export const directionOf = (activity: Activity): Direction => {
  if (activity.kind === 'reaction' || activity.kind === 'follow') {
    const author = activity.target?.author?.id
    return author === undefined ? {} : { author }
  }
  if (activity.kind !== 'reply') return {}
  const { parent, thread } = activity
  const named = parent?.author?.id ?? (!parent || parent.id === thread.id ? thread.author?.id : undefined)
  if (named !== undefined) return { author: named }
  return parent ? { parentId: parent.id } : {}
}
