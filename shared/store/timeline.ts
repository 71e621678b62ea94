import type { TimelineItemAnswer } from '../domain/respond/answers.ts'
import type { Position } from '../domain/respond/cursor.ts'
import { mentionId } from '../domain/respond/mention-id.ts'
import { indexKeys } from './index-keys.ts'
import type { ActivityItem, IdentityItem } from './items.ts'
import type { IdentityId } from './keys.ts'
import { type List, mergeShards, takePage } from './lists.ts'
import { mentionAnswer, readActivities } from './mentions.ts'
import type { Table } from './table.ts'

const eventOf = (item: ActivityItem) => ({
  id: mentionId(item.platform, item.id),
  source: item.source,
  identity: item.iid,
  ...(item.url ? { url: item.url } : {}),
  createdAt: item.createdAt,
})

type Kind = ActivityItem['kind']

const answers: {
  [K in Kind]: (item: ActivityItem, author: IdentityItem | undefined) => TimelineItemAnswer | undefined
} = {
  post: mentionAnswer,
  reply: mentionAnswer,
  reaction: (item) => ({
    kind: 'reaction',
    ...eventOf(item),
    reaction: item.reaction ?? '',
    ...(item.parentId ? { target: mentionId(item.platform, item.parentId) } : {}),
  }),
  follow: (item) => ({ kind: 'follow', ...eventOf(item) }),
  order: (item) => ({
    kind: 'order',
    ...eventOf(item),
    total: { amount: item.order?.amount ?? 0, currency: item.order?.currency ?? '' },
    items: item.order?.items ?? [],
  }),
}

/** What the accounts of a person did, newest first, without what was deleted. */
export const readTimeline = async (
  table: Table,
  ask: { identities: readonly IdentityId[]; limit: number; after?: Position | undefined },
): Promise<List<TimelineItemAnswer>> => {
  const entries = mergeShards(table, {
    index: 'byAuthor',
    pks: ask.identities.map(indexKeys.author),
    after: ask.after,
    want: ask.limit,
  })
  return await takePage(entries, ask.limit, async (batch) =>
    (await readActivities(table, batch)).map(({ item, author }) =>
      item && !item.deleted && item.rev !== undefined ? answers[item.kind]?.(item, author) : undefined,
    ),
  )
}
