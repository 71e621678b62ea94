import { type Activity, isMention } from '../../shared/domain/listen/activity.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Item } from '../../shared/store/table.ts'

/** What mentions are said to be in the end, against what was counted. */

/** The items of one type. */
export const ofType = <T extends Item>(items: readonly Item[], type: string): T[] =>
  items.filter((item) => item.type === type) as T[]

/** The activities, with the words that say what their mention is now said to be. */
export const asJudged = (activities: readonly Activity[], mentions: readonly ActivityItem[]): Activity[] => {
  const items = new Map(mentions.map((item) => [item.id, item]))
  return activities.map((activity) => {
    const item = items.get(activity.id)
    return isMention(activity) && item
      ? { ...activity, text: `${item.label} ${item.intents?.includes('question') === true}` }
      : activity
  })
}

/** The edges that the stored replies make. */
export const edgesFrom = (mentions: readonly ActivityItem[]) => {
  const edges = new Map<string, { c: number; pos: number; neg: number }>()
  for (const { kind, iid, to, label, deleted } of mentions) {
    if (kind !== 'reply' || deleted || to === undefined || to === iid) continue
    const { pk, sk } = keys.edge(iid, to)
    const { c, pos, neg } = edges.get(`${pk} ${sk}`) ?? { c: 0, pos: 0, neg: 0 }
    edges.set(`${pk} ${sk}`, {
      c: c + 1,
      pos: pos + (label === 'POSITIVE' ? 1 : 0),
      neg: neg + (label === 'NEGATIVE' ? 1 : 0),
    })
  }
  return edges
}

/** The edges that are stored. */
export const edgesIn = (items: readonly Item[]) =>
  new Map(
    ofType<Item & { c: number; pos?: number; neg?: number }>(items, 'edge')
      .filter(({ c }) => c > 0)
      .map(({ pk, sk, c, pos = 0, neg = 0 }) => [`${pk} ${sk}`, { c, pos, neg }]),
  )
