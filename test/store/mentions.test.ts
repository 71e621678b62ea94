import { beforeAll, describe, expect, it } from '@jest/globals'
import { mentionSchema } from '../../shared/domain/respond/answers.ts'
import type { Position } from '../../shared/domain/respond/cursor.ts'
import { birthId } from '../../shared/store/keys.ts'
import { getMention, listMentions, type MentionsAsk } from '../../shared/store/mentions.ts'
import { activityItem, personItems, putItems } from '../support/graph-items.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()
const at = (hour: number): string => `2026-11-10T${String(hour).padStart(2, '0')}:00:00.000Z`

beforeAll(async () => {
  await putItems(test.table, [
    ...personItems([
      { iid: 'shop:9', known: true },
      {
        iid: 'github:1',
        profile: { handle: { v: 'jimbo', at: at(1) }, name: { v: 'Jimbo', at: at(1) } },
      },
    ]),
    activityItem({ id: 'early', createdAt: at(1), label: 'NEGATIVE' }),
    activityItem({ id: 'late', createdAt: at(9), label: 'POSITIVE', editedAt: at(10), intents: ['praise', 'dance'] }),
    activityItem({ id: 'gone', createdAt: at(8), deleted: true }),
    activityItem({ id: 'star', createdAt: at(7), kind: 'reaction', reaction: 'star' }),
    activityItem({
      id: 'talk/5',
      platform: 'forum',
      iid: 'forum:4',
      createdAt: at(5),
      kind: 'reply',
      title: 'Scale',
      threadId: 'talk',
      threadTitle: 'Scale',
      parentId: 'talk/4',
      tags: ['care'],
      url: 'https://community.example/t/talk/5',
    }),
  ])
})

const idsOf = async (ask: Partial<MentionsAsk>): Promise<string[]> =>
  (await listMentions(test.table, { limit: 10, ...ask })).items.map(({ id }) => id)

describe('the list of mentions', () => {
  it('has the newest first and leaves out what is deleted or no mention', async () => {
    expect(await idsOf({})).toEqual(['github:late', 'forum:talk~2f5', 'github:early'])
  })

  it('keeps to a source, a sentiment and a moment', async () => {
    expect(await idsOf({ source: 'forum' })).toEqual(['forum:talk~2f5'])
    expect(await idsOf({ source: 'nowhere' })).toEqual([])
    expect(await idsOf({ sentiment: 'NEGATIVE' })).toEqual(['github:early'])
    expect(await idsOf({ before: at(9) })).toEqual(['forum:talk~2f5', 'github:early'])
    expect(await idsOf({ before: at(5), source: 'github' })).toEqual(['github:early'])
  })

  it('goes on where the page before ended', async () => {
    const seen: string[] = []
    let after: Position | undefined
    do {
      const page = await listMentions(test.table, { limit: 1, after })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(seen).toEqual(['github:late', 'forum:talk~2f5', 'github:early'])
  })

  it('shows nothing newer than `before`, wherever it goes on', async () => {
    const { next } = await listMentions(test.table, { limit: 1 })
    const { items } = await listMentions(test.table, { limit: 5, before: at(3), after: next })
    for (const { createdAt } of items) expect(createdAt < at(3)).toBe(true)
    expect(items.length).toBeGreaterThan(0)
  })

  it('says everything about a mention, and who wrote it', async () => {
    const { items } = await listMentions(test.table, { limit: 2 })
    expect(items[0]).toEqual({
      id: 'github:late',
      source: 'github',
      kind: 'post',
      text: 'words of late',
      language: 'en',
      sentiment: {
        label: 'POSITIVE',
        scores: { positive: 0.1, negative: 0.1, neutral: 0.8, mixed: 0 },
        confidence: 0.8,
        engine: 'test',
      },
      intents: ['praise'],
      author: { identity: 'github:1', personId: birthId('shop:9'), handle: 'jimbo', name: 'Jimbo' },
      createdAt: at(9),
      editedAt: at(10),
    })
    expect(items[1]).toMatchObject({
      title: 'Scale',
      tags: ['care'],
      thread: { id: 'talk', title: 'Scale' },
      parent: 'forum:talk~2f4',
      author: { identity: 'forum:4', personId: birthId('forum:4') },
    })
    for (const item of items) expect(mentionSchema.parse(item)).toEqual(item)
  })

  it('says nothing of how words feel before anybody has looked', async () => {
    const { label: _, ...item } = activityItem({ id: 'raw' })
    await putItems(test.table, [item])
    expect(await getMention(test.table, 'github', 'raw')).not.toHaveProperty('sentiment')
  })
})

describe('one mention', () => {
  it('is found by its platform and id', async () => {
    expect(await getMention(test.table, 'forum', 'talk/5')).toMatchObject({ id: 'forum:talk~2f5', kind: 'reply' })
  })

  it('is not found when it never came, is deleted, or is no mention', async () => {
    expect(await getMention(test.table, 'github', 'nothing')).toBeUndefined()
    expect(await getMention(test.table, 'github', 'gone')).toBeUndefined()
    expect(await getMention(test.table, 'github', 'star')).toBeUndefined()
  })
})
