import { beforeAll, describe, expect, it } from '@jest/globals'
import { timelineItemSchema } from '../../shared/domain/respond/answers.ts'
import type { Position } from '../../shared/domain/respond/cursor.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import { readTimeline } from '../../shared/store/timeline.ts'
import { activityItem, personItems, putItems } from '../support/graph-items.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()
const at = (hour: number): string => `2026-11-10T${String(hour).padStart(2, '0')}:00:00.000Z`
const by = (id: string, hour: number, over: Partial<ActivityItem> = {}): ActivityItem =>
  activityItem({ id, createdAt: at(hour), ...over })

beforeAll(async () => {
  await putItems(test.table, [
    ...personItems([{ iid: 'github:1' }, { iid: 'shop:9' }]),
    by('post', 3),
    by('gone', 4, { deleted: true }),
    by('star', 6, { kind: 'reaction', reaction: 'star', parentId: 'repo' }),
    by('follow', 2, { kind: 'follow' }),
    by('order', 5, {
      platform: 'shop',
      iid: 'shop:9',
      kind: 'order',
      order: { amount: 64_900, currency: 'EUR', items: [{ title: 'Machine', quantity: 1 }] },
    }),
    by('other', 7, { iid: 'github:2' }),
  ])
})

const identities = ['github:1', 'shop:9']

describe("a person's timeline", () => {
  it('has what all accounts of the person did, newest first, and nothing of others', async () => {
    const { items, next } = await readTimeline(test.table, { identities, limit: 10 })
    expect(items.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'reaction github:star',
      'order shop:order',
      'post github:post',
      'follow github:follow',
    ])
    expect(next).toBeUndefined()
    for (const item of items) expect(timelineItemSchema.parse(item)).toEqual(item)
  })

  it('says what was bought and what was reacted to', async () => {
    const { items } = await readTimeline(test.table, { identities, limit: 2 })
    expect(items).toMatchObject([
      { kind: 'reaction', reaction: 'star', target: 'github:repo', identity: 'github:1', createdAt: at(6) },
      { kind: 'order', total: { amount: 64_900, currency: 'EUR' }, items: [{ title: 'Machine', quantity: 1 }] },
    ])
  })

  it('goes on where the page before ended, also when an account was linked or unlinked meanwhile', async () => {
    const first = await readTimeline(test.table, { identities, limit: 2 })
    const after: Position | undefined = first.next
    const rest = await readTimeline(test.table, { identities: ['github:1'], limit: 2, after })
    expect(rest.items.map(({ id }) => id)).toEqual(['github:post', 'github:follow'])
  })

  it('is empty for nobody', async () => {
    expect(await readTimeline(test.table, { identities: [], limit: 2 })).toEqual({ items: [] })
  })
})
