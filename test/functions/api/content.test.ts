import { beforeAll, describe, expect, it } from '@jest/globals'
import { discussionId } from '../../../shared/domain/nudge/content-news.ts'
import { upsertContentFromSolved } from '../../../shared/store/content-news.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import { keys } from '../../../shared/store/keys.ts'
import { putLink } from '../../../shared/store/link-rounds.ts'
import { settleContent } from '../../../shared/store/shelving.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const NOW = '2026-06-10T12:00:00.000Z'
const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })

const guide = (id: string, over: object = {}) => ({
  ...{ id, kind: 'guide', title: `Guide ${id}`, url: `https://community.example/${id}`, language: 'en', stage: 'use' },
  ...{ topics: ['care'], exclusive: true, publishedAt: '2026-01-01T00:00:00Z' },
  ...over,
})
const found = async (query: string) => {
  const { items, ...rest } = (await api.askAs('listContent', `/api/content?${query}`)) as {
    items: Record<string, unknown>[]
  }
  return { ids: items.map(({ id }) => id), items, ...rest }
}
const shelving = () => ({ table: test.table, hosts: ['community.example'], sources: {}, outside: new Set<string>() })

beforeAll(async () => {
  await api.askAs('importContent', '/api/content', [
    guide('descaling', { title: 'Descaling, call +44 20 7946 0958' }),
    guide('returns', {
      title: 'Returns',
      text: 'After descaling, too.',
      service: true,
      stage: 'purchase',
      kind: 'article',
    }),
    guide('entkalken', { title: 'Descaling auf Deutsch', language: 'de' }),
    guide('repair', { title: 'Descaling elsewhere', service: true, own: false, site: 'Fix It' }),
    guide('story', { title: 'My descaling story', authors: ['forum:5'] }),
  ])
  await upsertContentFromSolved(test.table, {
    ...{ source: 'forum', platform: 'forum', id: 's', at: NOW, revision: 'r', author: { id: '8' }, kind: 'solved' },
    thread: { id: 't9', title: 'Descaling how?', url: 'https://community.example/t/9' },
    answer: { id: 't9/2', author: { id: '8' }, text: 'So.' },
    language: 'en',
  })
  await settleContent(shelving(), 'story', NOW)
  await settleContent(shelving(), discussionId('forum', 't9'), NOW)
})

describe('GET /api/content', () => {
  it('lists everything, with why a piece is left out', async () => {
    const { items } = await found('limit=100')
    expect(Object.fromEntries(items.map(({ id, leftOut }) => [id, leftOut]))).toEqual({
      ...{ descaling: undefined, returns: undefined, entkalken: undefined, repair: undefined },
      ...{ story: 'author_not_asked', 'thread#forum#t9': 'author_not_asked' },
    })
    expect((await found('limit=100&service=true')).ids).toEqual(['repair', 'returns'])
    expect((await found('limit=100&service=false&language=de')).ids).toEqual(['entkalken'])
    expect((await found('stage=purchase&kind=article&limit=100')).ids).toEqual(['returns'])
  })

  it('says what was wrong with a link', async () => {
    const link = { url: 'https://community.example/returns', at: NOW, problem: 'status 500', failedDays: 1 }
    await putLink(test.table, 'returns', link)
    const returns = (await found('limit=100')).items.find(({ id }) => id === 'returns')
    expect(returns).toMatchObject({ link: { at: NOW, problem: 'status 500', failedDays: 1 } })
    await putLink(test.table, 'returns', { ...link, failedDays: 3, dead: true })
    await settleContent(shelving(), 'returns', NOW)
    expect((await found('q=returns')).ids).toEqual([])
    await putLink(test.table, 'returns', { url: link.url, at: NOW })
    await settleContent(shelving(), 'returns', NOW)
  })

  it('finds what may be pointed to, own and others’ service articles alike, with why', async () => {
    const { ids, items } = await found('q=descaling')
    expect(ids.slice().sort()).toEqual(['descaling', 'entkalken', 'repair', 'returns'])
    expect(ids.at(-1)).toBe('returns')
    expect(items.find(({ id }) => id === 'repair')).toMatchObject({
      ...{ service: true, own: false, site: 'Fix It' },
      why: expect.arrayContaining(['a service article', 'on Fix It']) as unknown,
    })
    expect(items.every(({ score }) => typeof score === 'number')).toBe(true)
  })

  it('narrows a search down, and finds the same by the shelves of a language', async () => {
    expect((await found('q=descaling&language=de')).ids).toEqual(['entkalken'])
    expect((await found('q=descaling&service=true')).ids).toEqual(['repair', 'returns'])
    expect((await found('q=descaling&language=en&stage=purchase')).ids).toEqual(['returns'])
    expect((await found('q=descaling&language=en')).ids.sort()).toEqual(['descaling', 'repair', 'returns'])
    expect((await found('q=descaling&limit=1')).ids).toHaveLength(1)
  })

  it('hides what identifies people from those who may not see it', async () => {
    expect(JSON.stringify((await found('q=descaling&limit=100')).items)).not.toContain('7946')
  })

  it('says that it was cut when the catalogue is larger than what it looks through', async () => {
    const many = Array.from({ length: 1_050 }, (_, at) => `m${String(at).padStart(4, '0')}`)
    await putItems(
      test.table,
      many.map((id) => ({
        ...{ ...guide(id, { title: 'Milk' }), ...keys.content(id), type: 'content', helpful: 0, votes: 0 },
        ...{ sends: 0, clickers: 0, fd: indexKeys.contents(), at: id, q: indexKeys.content('use', 'en'), qs: id },
      })),
    )
    expect(await found('q=milk')).toMatchObject({ cut: true })
    expect(await found('q=milk&language=en')).toMatchObject({ cut: true })
    expect(await found('q=entkalken&language=de')).not.toHaveProperty('cut')
  })

  it.each([
    ['q=', 'q: came "", expected words to search for'],
    ['stage=start', 'stage: came "start", expected "onboarding"'],
    ['service=maybe', 'service: came "maybe", expected true or false'],
    ['words=x', 'words'],
  ])('refuses ?%s and says what it expected', async (query, message) => {
    expect(await api.ask('GET', `/api/content?${query}`)).toMatchObject({
      ...{ status: 400, body: { error: expect.stringContaining(message) as unknown } },
    })
  })
})
