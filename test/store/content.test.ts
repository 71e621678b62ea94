import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ActivityOf } from '../../shared/domain/listen/activity.ts'
import type { ContentInput } from '../../shared/domain/nudge/content.ts'
import { discussionId } from '../../shared/domain/nudge/content-news.ts'
import { candidates, putContent } from '../../shared/store/content.ts'
import { getContent } from '../../shared/store/content-fields.ts'
import { listContent } from '../../shared/store/content-lists.ts'
import { upsertContentFromSolved, upsertContentFromThread } from '../../shared/store/content-news.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Shelving, settleContent } from '../../shared/store/shelving.ts'
import { createTable } from '../support/table.ts'
import { tableForAll } from '../support/tables.ts'

const NOW = '2026-06-10T12:00:00.000Z'

const test = tableForAll()

const piece = (over: Partial<ContentInput> & { id: string }): ContentInput => ({
  kind: 'guide',
  title: 'Getting started',
  url: 'https://community.example/start',
  language: 'en',
  stage: 'onboarding',
  topics: ['basics'],
  exclusive: true,
  publishedAt: '2026-01-01T00:00:00.000Z',
  ...over,
})

const solved = (thread: string, over: Partial<ActivityOf<'solved'>> = {}): ActivityOf<'solved'> => ({
  source: 'forum',
  platform: 'forum',
  id: `solved-${thread}`,
  at: '2026-06-01T00:00:00.000Z',
  revision: 'r1',
  author: { id: '1' },
  kind: 'solved',
  thread: { id: thread, title: 'How?', url: 'https://community.example/t/1', author: { id: '1' } },
  answer: { id: 'a1', author: { id: '2' }, text: 'Like so.' },
  ...over,
})

const threadNews = (thread: string, over: Partial<ActivityOf<'thread'>> = {}): ActivityOf<'thread'> => ({
  source: 'forum',
  platform: 'forum',
  id: `thread-${thread}`,
  at: '2026-06-01T00:00:00.000Z',
  revision: 'r1',
  author: { id: '1' },
  kind: 'thread',
  thread: { id: thread, title: 'How, please?', url: 'https://community.example/t/1' },
  ...over,
})

const idsOn = async (stage: string, language: string): Promise<string[]> =>
  (await candidates(test.table, [language], [stage])).map(({ id }) => id).sort()

/** Nobody there has to be asked. */
const shelving = (): Shelving => ({
  table: test.table,
  hosts: ['community.example'],
  sources: { forum: { type: 'discourse', content: { featured: 'published' } } },
  outside: new Set(),
})
const settleThread = (thread: string) => settleContent(shelving(), discussionId('forum', thread), NOW)
const solve = async (...told: Parameters<typeof upsertContentFromSolved>) => {
  await upsertContentFromSolved(...told)
  await settleThread(told[1].thread.id)
}
const hear = async (...told: Parameters<typeof upsertContentFromThread>) => {
  await upsertContentFromThread(...told)
  await settleThread(told[1].thread.id)
}

const countClick = (id: string) =>
  test.table.client.send(
    new UpdateCommand({
      TableName: test.table.name,
      Key: keys.content(id),
      UpdateExpression: 'ADD sends :one, clickers :one',
      ExpressionAttributeValues: { ':one': 1 },
    }),
  )

describe('imported content', () => {
  it('can be chosen in its stage and language', async () => {
    await putContent(test.table, piece({ id: 'a', stage: 'research', language: 'fr', text: 'x'.repeat(5_000) }), NOW)
    const [found] = await candidates(test.table, ['fr'], ['research', 'onboarding'])
    expect(found).toMatchObject({ id: 'a', title: 'Getting started', helpful: 0, votes: 0, sends: 0, clickers: 0 })
    expect(found?.text).toHaveLength(2_000)
  })

  it('is replaced by the same id, and keeps its counts', async () => {
    await putContent(test.table, piece({ id: 'b', staffPick: true, helpful: 3, votes: 4, text: 'old' }), NOW)
    await countClick('b')
    await putContent(test.table, piece({ id: 'b', title: 'New', language: 'de' }), NOW)
    const now = await getContent(test.table, 'b')
    expect(now).toMatchObject({ title: 'New', language: 'de', helpful: 0, votes: 0, sends: 1, clickers: 1 })
    expect(now).not.toHaveProperty('staffPick')
    expect(now).not.toHaveProperty('text')
    expect(await idsOn('onboarding', 'de')).toEqual(['b'])
    expect(await idsOn('onboarding', 'en')).toEqual([])
  })

  it('leaves the catalogue when it is deleted', async () => {
    await putContent(test.table, piece({ id: 'c', stage: 'purchase' }), NOW)
    await putContent(test.table, piece({ id: 'c', stage: 'purchase', deleted: true }), NOW)
    expect(await idsOn('purchase', 'en')).toEqual([])
  })

  it('is listed by id, page by page', async () => {
    const own = await createTable()
    for (const id of ['g', 'e', 'f', 'd']) await putContent(own.table, piece({ id }), NOW)
    await putContent(own.table, piece({ id: 'e', deleted: true }), NOW)
    const first = await listContent(own.table, { limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual(['d', 'f'])
    const second = await listContent(own.table, { limit: 2, after: first.next })
    expect(second.items.map(({ id }) => id)).toEqual(['g'])
    expect(second.next).toBeUndefined()
    await own.close()
  })
})

describe('a discussion', () => {
  it('is content once its answer is accepted, not before', async () => {
    await hear(test.table, threadNews('t1'), 'en')
    expect(await idsOn('use', 'en')).toEqual([])
    await solve(test.table, solved('t1'), 'en')
    const [found] = await candidates(test.table, ['en'], ['use'])
    expect(found).toMatchObject({
      id: discussionId('forum', 't1'),
      kind: 'discussion',
      title: 'How, please?',
      text: 'Like so.',
      exclusive: true,
      accepted: true,
      threadId: 't1',
      publishedAt: '2026-06-01T00:00:00.000Z',
    })
    expect((await getContent(test.table, discussionId('forum', 't1')))?.authors).toEqual(['forum:1', 'forum:2'])
  })

  it('goes when the answer is taken back, and comes back with the next', async () => {
    const shelf = () => idsOn('use', 'nl')
    await solve(test.table, solved('t2'), 'nl')
    expect(await shelf()).toHaveLength(1)
    await solve(test.table, solved('t2', { revision: 'r2', deleted: true }), 'nl')
    expect(await shelf()).toEqual([])
    await solve(test.table, solved('t2', { revision: 'r3' }), 'nl')
    expect(await shelf()).toHaveLength(1)
    await hear(test.table, threadNews('t2', { deleted: true }), 'nl')
    expect(await shelf()).toEqual([])
  })

  it('keeps its counts through all news', async () => {
    await solve(test.table, solved('t3'), 'en')
    await countClick(discussionId('forum', 't3'))
    await hear(test.table, threadNews('t3', { thread: { id: 't3', title: 'Renamed' } }))
    expect(await getContent(test.table, discussionId('forum', 't3'))).toMatchObject({
      title: 'Renamed',
      sends: 1,
      clickers: 1,
    })
  })

  it('stores no more of a long answer than the choice can use', async () => {
    const long = solved('t4', { answer: { id: 'a', text: 'y'.repeat(90_000) } })
    await solve(test.table, long, 'en')
    const item = await getContent(test.table, discussionId('forum', 't4'))
    expect(JSON.stringify(item).length).toBeLessThan(6_000)
  })

  it('survives news of both clocks at the same time', async () => {
    const news = ['r1', 'r2', 'r3', 'r4']
    await Promise.all(
      news.flatMap((revision) => [
        solve(test.table, solved('t5', { revision }), 'en'),
        hear(test.table, threadNews('t5', { revision, thread: { id: 't5', title: revision } })),
      ]),
    )
    expect(await getContent(test.table, discussionId('forum', 't5'))).toMatchObject({ rev: 'r4 r4', title: 'r4' })
  })

  it('ends the same in any order and with any repeats', async () => {
    const states: ((thread: string) => Promise<void>)[] = [
      (id) => solve(test.table, solved(id, { revision: 'r1' }), 'en'),
      (id) => solve(test.table, solved(id, { revision: 'r2', deleted: true }), 'en'),
      (id) => solve(test.table, solved(id, { revision: 'r3', tags: ['late'] }), 'en'),
      (id) => hear(test.table, threadNews(id, { revision: 'r1', closed: true }), 'en'),
      (id) => hear(test.table, threadNews(id, { revision: 'r2', thread: { id, title: 'Last' } })),
    ]
    let thread = 0
    const end = async (order: readonly number[]) => {
      thread += 1
      for (const at of order) await states[at]?.(`any${thread}`)
      const { settles: _, ...item } = (await getContent(test.table, discussionId('forum', `any${thread}`))) ?? {}
      return JSON.parse(JSON.stringify(item).replaceAll(`any${thread}`, 'any')) as unknown
    }
    const straight = await end([0, 1, 2, 3, 4])
    const shuffled = fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], { minLength: 10, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        expect(await end(order)).toEqual(straight)
      }),
      { numRuns: 15 },
    )
  })
})
