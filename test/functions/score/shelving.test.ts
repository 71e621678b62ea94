import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it, jest } from '@jest/globals'
import { shelving } from '../../../functions/score/shelving.ts'
import { discussionId } from '../../../shared/domain/nudge/content-news.ts'
import type { ContentSource } from '../../../shared/domain/nudge/content-rules.ts'
import type { Change } from '../../../shared/store/changes.ts'
import { candidates, postContentId, putContent } from '../../../shared/store/content.ts'
import { getContent } from '../../../shared/store/content-fields.ts'
import { upsertContentFromSolved, upsertContentFromThread } from '../../../shared/store/content-news.ts'
import { readFeatured, setFeatured } from '../../../shared/store/featured.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import type { ActivityItem } from '../../../shared/store/items.ts'
import { getAll, type Item, query } from '../../../shared/store/table.ts'
import { activityItem, identityItem, personItems, putItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'

const test = tablePerTest()

const SOURCES: Record<string, ContentSource> = {
  videos: { type: 'youtube', content: { stages: { setup: 'onboarding' } } },
  blog: { type: 'feed', content: { own: false, site: 'Fix It', service: true } },
  terms: { type: 'discourse', content: { featured: { wording: 'terms-2026' }, stage: 'onboarding' } },
  shy: { type: 'discourse', content: false },
}
const HOSTS = ['forum.example', 'www.youtube.com', 'blog.example']
let sequence = 0

type Told = Omit<Change, 'sequence' | 'at'>
const reactAll = (changes: readonly Told[]) =>
  shelving({ table: test.table, hosts: HOSTS, sources: SOURCES, outside: new Set(['forum:9']) })(
    changes.map((change) => ({
      ...change,
      sequence: String(++sequence),
      at: Date.parse('2026-06-10T12:00:00.000Z'),
    })),
  )
const react = (change: Told) => reactAll([change])

/** Tells of an item as it is in the table now, and what it was before. */
const told = async (key: { pk: string; sk: string }, before?: Item) => {
  const [after] = await getAll(test.table, [key])
  expect(
    await react({
      key,
      type: String((after ?? before)?.type),
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    }),
  ).toEqual([])
}
const put = async (item: Item & { pk: string; sk: string }) => {
  const [before] = await getAll(test.table, [item])
  await test.table.client.send(new PutCommand({ TableName: test.table.name, Item: item }))
  await told({ pk: item.pk, sk: item.sk }, before)
}

const solve = async (source = 'forum', { asker = '1', answerer = '2' } = {}) => {
  const common = {
    ...{ source, platform: source, at: '2026-06-01T00:00:00.000Z', revision: 'r1' },
    author: { id: asker },
  }
  const thread = { id: 't', title: 'How to descale?', url: 'https://forum.example/t/1', author: { id: asker } }
  const answer = { id: 't/2', author: { id: answerer }, text: 'With vinegar.' }
  await upsertContentFromThread(test.table, { ...common, kind: 'thread', id: 'thread', thread }, 'en')
  await upsertContentFromSolved(
    test.table,
    { ...common, kind: 'solved', id: 's', thread, answer, tags: ['care'] },
    'en',
  )
  const id = discussionId(source, 't')
  await told({ pk: `C#${id}`, sk: 'A' })
  return id
}
const said = async (iid: string, granted: boolean, day = 1) => {
  await setFeatured(test.table, iid, granted, {
    ...{ at: `2026-06-0${day}T00:00:00.000Z`, source: 'preferences', wording: 'w' },
  })
  await told({ pk: `I#${iid}`, sk: 'FEATURED' })
}
const idsOn = async (stage: string) => (await candidates(test.table, ['en'], [stage])).map(({ id }) => id)
const stands = async (id: string) => (await getContent(test.table, id))?.leftOut ?? 'on its shelf'

describe('a discussion', () => {
  it('waits for the word of who asked and of who answered, and goes when one of them takes it back', async () => {
    const id = await solve()
    expect(await stands(id)).toBe('author_not_asked')
    await said('forum:1', true)
    expect(await stands(id)).toBe('author_not_asked')
    await said('forum:2', true)
    expect(await stands(id)).toBe('on its shelf')
    expect(await idsOn('use')).toEqual([id])
    await said('forum:1', false, 2)
    expect(await stands(id)).toBe('author_refused')
    expect(await idsOn('use')).toEqual([])
  })

  it('needs no word of staff, of the brand, or of accounts that the settings name', async () => {
    await putItems(test.table, [identityItem('forum:2')])
    const id = await solve('forum', { asker: '9' })
    expect(await stands(id)).toBe('author_not_asked')
    await put(identityItem('forum:2', { profile: { role: { v: 'staff', at: '2026-06-01T00:00:00.000Z' } } }))
    expect(await stands(id)).toBe('on its shelf')
  })

  it('of a source whose sign-up grants it is pointed to, with that written down; a refusal beats it', async () => {
    const id = await solve('terms')
    expect(await idsOn('onboarding')).toEqual([id])
    const words = await readFeatured(test.table, ['terms:1', 'terms:2'])
    expect([...words.values()].map(({ wording, signUp, granted }) => [wording, signUp, granted])).toEqual([
      ['terms-2026', true, true],
      ['terms-2026', true, true],
    ])
    await said('terms:2', false)
    expect(await stands(id)).toBe('author_refused')
  })

  it('is left out when an account is gone, and of a source that gives no content', async () => {
    const id = await solve('terms')
    await put(identityItem('terms:1', { gone: { v: true, at: '2026-06-02T00:00:00.000Z' } }))
    expect(await stands(id)).toBe('author_gone')
    const other = await solve('shy')
    expect(await getContent(test.table, other)).not.toHaveProperty('fd')
  })

  it('has the answer as it is now: edited, judged, liked, taken down', async () => {
    const id = await solve('terms')
    const answer = (over: Partial<ActivityItem>) =>
      activityItem({ id: 't/2', platform: 'terms', kind: 'reply', threadId: 't', iid: 'terms:2', ...over })
    await put(answer({}))
    await put(answer({ text: 'With citric acid.', label: 'NEGATIVE' }))
    expect(await getContent(test.table, id)).toMatchObject({ text: 'With citric acid.', traits: { negative: true } })
    const like = (by: string, over: Partial<ActivityItem> = {}) =>
      activityItem({
        ...{ id: `like:${by}`, platform: 'terms', kind: 'reaction', iid: `terms:${by}` },
        ...{ th: indexKeys.votes('terms', 't/2'), ...over },
      })
    await put(like('5'))
    await put(like('6'))
    expect(await getContent(test.table, id)).toMatchObject({ helpful: 2, votes: 2 })
    const { th: _, ...gone } = like('5', { deleted: true })
    await put(gone)
    expect(await getContent(test.table, id)).toMatchObject({ helpful: 1, votes: 1 })
    const { text: __, ...deleted } = answer({ deleted: true })
    await put(deleted)
    const left = await getContent(test.table, id)
    expect(left).not.toHaveProperty('text')
    expect(JSON.stringify(left)).not.toContain('vinegar')
    expect(await idsOn('onboarding')).toEqual([])
  })

  it('that many like at once has its likes counted once for a batch, however many they are', async () => {
    const id = await solve('terms')
    const answer = activityItem({ id: 't/2', platform: 'terms', kind: 'reply', threadId: 't', iid: 'terms:2' })
    await put(answer)
    const likes = Array.from({ length: 20 }, (_, n) =>
      activityItem({
        ...{ id: `like:${n}`, platform: 'terms', kind: 'reaction', iid: `terms:x${n}` },
        ...{ th: indexKeys.votes('terms', 't/2') },
      }),
    )
    await putItems(test.table, likes)
    const told = likes.map((after) => ({ key: { pk: after.pk, sk: after.sk }, type: 'activity', after }))
    const { client } = test.table
    const send = jest.spyOn(client, 'send')
    expect(await reactAll(told)).toEqual([])
    const counted = send.mock.calls.filter(([command]) => command instanceof QueryCommand)
    send.mockRestore()
    expect(counted).toHaveLength(1)
    expect(await getContent(test.table, id)).toMatchObject({ helpful: 20, votes: 20 })
  })

  it('is told again and again without another write', async () => {
    const id = await solve('terms')
    const before = await getContent(test.table, id)
    await told({ pk: `C#${id}`, sk: 'A' })
    expect(await getContent(test.table, id)).toEqual(before)
  })
})

describe('a refusal', () => {
  it('at the very moment that a piece is shelved is never overlooked', async () => {
    const id = await solve('terms')
    for (let day = 1; day <= 9; day++) {
      const again = upsertContentFromThread(
        test.table,
        {
          ...{ source: 'terms', platform: 'terms', kind: 'thread', id: 'thread', author: { id: '1' } },
          ...{ at: '2026-06-01T00:00:00.000Z', revision: `r2${day}` },
          thread: { id: 't', title: `Title ${day}`, url: 'https://forum.example/t/1' },
        },
        'en',
      ).then(() => told({ pk: `C#${id}`, sk: 'A' }, { type: 'content', rev: 'other' }))
      await Promise.all([again, said('terms:2', day % 2 === 0, day)])
      expect(await stands(id)).toBe(day % 2 === 0 ? 'on its shelf' : 'author_refused')
      expect(await idsOn('onboarding')).toEqual(day % 2 === 0 ? [id] : [])
    }
  })
})

describe('a post of a source whose posts are content', () => {
  const video = (over: Partial<ActivityItem> = {}) =>
    activityItem({
      ...{ id: 'video:1', platform: 'youtube', source: 'videos', iid: 'youtube:UC', rev: 'r1' },
      ...{ title: 'First brew', url: 'https://www.youtube.com/watch?v=1', tags: ['setup'], ...over },
    })
  const tell = async (item: ActivityItem) => {
    await put(item)
    await told({ pk: `C#${postContentId(item.platform, item.id)}`, sk: 'A' })
  }

  it('is a piece with the stage of its topic, and goes with it', async () => {
    await tell(video())
    const id = postContentId('youtube', 'video:1')
    expect(await getContent(test.table, id)).toMatchObject({ kind: 'video', title: 'First brew', exclusive: false })
    expect(await idsOn('onboarding')).toEqual([id])
    await tell(video({ rev: 'r2', title: 'Second brew' }))
    expect(await getContent(test.table, id)).toMatchObject({ title: 'Second brew' })
    const { text: _, ...gone } = video({ rev: 'r3', deleted: true })
    await tell(gone)
    expect(await idsOn('onboarding')).toEqual([])
    expect((await query(test.table, { index: 'feed', pk: indexKeys.contents() })).items).toEqual([])
  })

  it('of somebody else’s site says so, and one that emails may not lead to is none', async () => {
    const entry = video({ id: 'e', platform: 'blog', source: 'blog', iid: 'blog:a', url: 'https://blog.example/e' })
    await tell(entry)
    expect(await getContent(test.table, postContentId('blog', 'e'))).toMatchObject({
      ...{ kind: 'article', stage: 'research', traits: { service: true, own: false, site: 'Fix It' } },
    })
    await put({ ...entry, ...activityItem({ ...entry, id: 'f', url: 'https://elsewhere.example/f' }) })
    expect(await getContent(test.table, postContentId('blog', 'f'))).toBeUndefined()
    await put(video({ id: 'g', source: 'unknown' }))
    expect(await getContent(test.table, postContentId('youtube', 'g'))).toBeUndefined()
  })
})

describe('an import', () => {
  const piece = {
    ...{ id: 'story', kind: 'article' as const, title: 'My first year', url: 'https://forum.example/story' },
    ...{ language: 'en', stage: 'use' as const, topics: [], exclusive: true, publishedAt: '2026-01-01T00:00:00.000Z' },
  }
  const bring = async (over: object = {}, at = '2026-06-10T12:00:00.000Z') => {
    await putContent(test.table, { ...piece, ...over }, at)
    await told({ pk: 'C#story', sk: 'A' })
  }

  it('without authors is on its shelf at once; with authors it waits for their word', async () => {
    await putContent(test.table, piece, '2026-06-10T12:00:00.000Z')
    expect(await idsOn('use')).toEqual(['story'])
    await bring({ authors: ['forum:3'] }, '2026-06-10T13:00:00.000Z')
    expect(await stands('story')).toBe('author_not_asked')
    await bring({ authors: ['forum:3'], featured: 'by-mail-2026' }, '2026-06-10T14:00:00.000Z')
    expect(await stands('story')).toBe('on its shelf')
  })

  it('may name an author twice, who agrees and refuses once', async () => {
    await bring({ authors: ['forum:3', 'forum:4', 'forum:3'], featured: 'by-mail-2026' })
    expect(await stands('story')).toBe('on its shelf')
    await said('forum:3', false)
    await told({ pk: 'I#forum:3', sk: 'FEATURED' })
    expect(await stands('story')).toBe('author_refused')
  })

  it('with a dead link is left out, and comes back when the link does or is another', async () => {
    const link = { url: piece.url, at: '2026-06-09T00:00:00.000Z', dead: true, problem: '404' }
    await bring()
    await put({ ...(await getContent(test.table, 'story')), pk: 'C#story', sk: 'A', link })
    expect(await stands('story')).toBe('dead_link')
    expect(await idsOn('use')).toEqual([])
    await bring({ url: 'https://forum.example/moved' }, '2026-06-10T15:00:00.000Z')
    expect(await stands('story')).toBe('on its shelf')
  })
})

describe('people', () => {
  it('say it once for all their accounts; who joins them later gets a refusal, and no agreement', async () => {
    const three = ['email:x', 'forum:1', 'forum:2'].map((iid) => ({ iid }))
    await putItems(test.table, personItems(three))
    const id = await solve()
    await said('email:x', true)
    for (const iid of ['forum:1', 'forum:2']) await told({ pk: `I#${iid}`, sk: 'FEATURED' })
    expect(await stands(id)).toBe('on its shelf')

    const [before] = personItems(three)
    const [person, ...identities] = personItems([...three, { iid: 'github:7' }])
    await putItems(test.table, identities)
    if (!person || !before) throw new Error('A person has items.')
    await putItems(test.table, [before])
    await put(person)
    expect((await readFeatured(test.table, ['github:7'])).size).toBe(0)
    await said('email:x', false, 3)
    await told({ pk: 'I#github:7', sk: 'FEATURED' })
    const words = await readFeatured(test.table, ['forum:1', 'forum:2', 'github:7'])
    expect([...words.values()].map(({ granted }) => granted)).toEqual([false, false, false])
    await told({ pk: 'I#forum:1', sk: 'FEATURED' })
    expect(await stands(id)).toBe('author_refused')
  })

  it('who have refused on one account have refused on another that is linked with it', async () => {
    await said('forum:1', false)
    const [person, ...identities] = personItems([{ iid: 'forum:1' }, { iid: 'github:7' }])
    await putItems(test.table, identities)
    if (person) await put(person)
    expect((await readFeatured(test.table, ['github:7'])).get('github:7')).toMatchObject({ granted: false })
  })
})
