import type { Activity } from '../listen/activity.ts'

const threadOf = (activity: Activity): string | undefined => ('thread' in activity ? activity.thread.id : undefined)

const authorKey = ({ platform, author }: Activity): string => `a ${platform} ${author.id}`

/** What an activity shares with others that would write the same items, beside its author: its thread. */
const threadKey = (activity: Activity): string => {
  const thread = threadOf(activity)
  return thread === undefined ? authorKey(activity) : `t ${activity.platform} ${thread}`
}

/**
 * Sorts the activities of a batch into chains, so that those with the same author or thread are in one chain, in the order
 * in which they happened. Chains can be worked through side by side without getting into each other's way.
 */
export const chainsOf = <T extends { activity: Activity }>(entries: readonly T[]): T[][] => {
  // Disjoint sets with path compression (Tarjan 1975): each key points towards the one that stands for its chain.
  const towards = new Map<string, string>()
  const topOf = (key: string): string => {
    const next = towards.get(key)
    if (next === undefined) return key
    const top = topOf(next)
    towards.set(key, top)
    return top
  }
  for (const { activity } of entries) {
    const [author, thread] = [topOf(authorKey(activity)), topOf(threadKey(activity))]
    if (author !== thread) towards.set(author, thread)
  }
  const chains = Map.groupBy(entries, ({ activity }) => topOf(authorKey(activity)))
  return [...chains.values()].map((chain) =>
    chain.toSorted((a, b) => (a.activity.at < b.activity.at ? -1 : Number(a.activity.at > b.activity.at))),
  )
}
