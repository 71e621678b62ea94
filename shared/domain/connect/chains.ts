import type { Activity } from '../listen/activity.ts'

const threadOf = (activity: Activity): string | undefined => ('thread' in activity ? activity.thread.id : undefined)

/** What an activity shares with others that would write the same items: its author and its thread. */
const sharedBy = (activity: Activity): string[] => {
  const thread = threadOf(activity)
  const author = `a ${activity.platform} ${activity.author.id}`
  return thread === undefined ? [author] : [author, `t ${activity.platform} ${thread}`]
}

/**
 * Sorts the activities of a batch into chains, so that those with the same author or thread are in one chain, in the order
 * in which they happened. Chains can be worked through side by side without getting into each other's way.
 */
export const chainsOf = <T extends { activity: Activity }>(entries: readonly T[]): T[][] => {
  const chainByKey = new Map<string, T[]>()
  for (const entry of entries) {
    const touched = new Set(sharedBy(entry.activity).map((key) => chainByKey.get(key) ?? []))
    const joined = [...[...touched].flat(), entry]
    for (const one of joined) for (const key of sharedBy(one.activity)) chainByKey.set(key, joined)
  }
  return [...new Set(chainByKey.values())].map((chain) =>
    chain.toSorted((a, b) => (a.activity.at < b.activity.at ? -1 : Number(a.activity.at > b.activity.at))),
  )
}
