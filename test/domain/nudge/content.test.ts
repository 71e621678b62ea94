import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ActivityOf } from '../../../shared/domain/listen/activity.ts'
import { contentSchema, isAllowedLink } from '../../../shared/domain/nudge/content.ts'
import { discussionOf, languageOf, newsOfSolved, newsOfThread } from '../../../shared/domain/nudge/content-news.ts'

const HOSTS = ['community.example', 'localhost:8080']

const entry = (changes: Record<string, unknown> = {}) => ({
  id: 'getting-started',
  kind: 'guide',
  title: 'Getting started',
  url: 'https://community.example/start',
  language: 'en',
  stage: 'onboarding',
  topics: ['basics'],
  exclusive: true,
  publishedAt: '2026-01-01T00:00:00+01:00',
  ...changes,
})

const solved = (changes: Partial<ActivityOf<'solved'>> = {}): ActivityOf<'solved'> => ({
  source: 'forum',
  platform: 'forum',
  id: 's1',
  at: '2026-06-01T00:00:00.000Z',
  revision: 'r1',
  author: { id: '1' },
  kind: 'solved',
  thread: { id: 't1', title: 'How?', url: 'https://community.example/t/1', author: { id: '1' } },
  answer: { id: 'a1', author: { id: '2' }, text: 'Like so.' },
  language: 'en-GB',
  tags: ['basics'],
  ...changes,
})

const thread = (changes: Partial<ActivityOf<'thread'>> = {}): ActivityOf<'thread'> => ({
  source: 'forum',
  platform: 'forum',
  id: 'th1',
  at: '2026-06-01T00:00:00.000Z',
  revision: 'r1',
  author: { id: '1' },
  kind: 'thread',
  thread: { id: 't1', title: 'How, please?', url: 'https://community.example/t/1' },
  ...changes,
})

describe('a link', () => {
  it.each([
    ['https://community.example/t/1', true],
    ['https://localhost:8080/', true],
    ['http://community.example/t/1', false],
    ['https://community.example:444/t/1', false],
    ['https://community.example.evil.example/', false],
    ['https://community.example@evil.example/', false],
    ['https://user@community.example/', false],
    ['https://:secret@community.example/', false],
    ['javascript:alert(1)', false],
    ['community.example', false],
  ])('%s is allowed: %s', (url, allowed) => {
    expect(isAllowedLink(url, HOSTS)).toBe(allowed)
  })
})

describe('an entry of an import', () => {
  it('is read with its time in UTC', () => {
    expect(contentSchema.parse(entry())).toEqual({ ...entry(), publishedAt: '2025-12-31T23:00:00.000Z' })
  })

  it.each([
    ['an unknown field', entry({ colour: 'red' }), ''],
    ['an unknown kind', entry({ kind: 'poem' }), 'kind'],
    ['an unknown stage', entry({ stage: 'later' }), 'stage'],
    ['a language of three letters', entry({ language: 'eng' }), 'language'],
    ['an id with a slash', entry({ id: 'a/b' }), 'id'],
    ['no object', null, ''],
    ['no id', { kind: 'guide' }, 'id'],
  ])('is refused for %s, and the field is named', (_, value, field) => {
    expect(contentSchema.safeParse(value).error?.issues[0]?.path.join('.')).toBe(field)
  })

  it('may be somebody else’s, by name, and the words of members', () => {
    const others = entry({ own: false, site: 'Fix It', service: true })
    expect(contentSchema.parse(others)).toMatchObject({ own: false, site: 'Fix It', service: true })
    expect(contentSchema.parse(entry({ own: true }))).toMatchObject({ own: true })
    expect(contentSchema.safeParse(entry({ own: false })).error?.issues[0]).toMatchObject({ path: ['site'] })
    expect(contentSchema.parse(entry({ authors: ['forum:7'], featured: 'w' }))).toMatchObject({ authors: ['forum:7'] })
    for (const authors of [[], ['Ann'], ['forum:']])
      expect(contentSchema.safeParse(entry({ authors })).success).toBe(false)
  })

  it('never breaks on anything', () => {
    fc.assert(fc.property(fc.anything(), (value) => !contentSchema.safeParse(value).success))
  })
})

describe('a language', () => {
  it.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['pt_BR', 'pt'],
    ['DE', 'de'],
    ['english', 'und'],
    ['', 'und'],
    [undefined, 'und'],
  ])('%s is %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language)
  })
})

describe('a discussion', () => {
  it('is worth pointing to with an accepted answer, the thread’s own word going first', () => {
    expect(discussionOf(newsOfSolved(solved()), newsOfThread(thread()))).toEqual({
      candidate: true,
      title: 'How, please?',
      url: 'https://community.example/t/1',
      text: 'Like so.',
      language: 'en',
      topics: ['basics'],
      authors: ['forum:1', 'forum:2'],
      publishedAt: '2026-06-01T00:00:00.000Z',
    })
  })

  it('takes the language that was understood when the platform says none', () => {
    const { language: _, tags: __, ...plain } = solved()
    expect(discussionOf(newsOfSolved(plain, 'de'), undefined)).toMatchObject({ language: 'de', topics: [] })
    expect(discussionOf(undefined, newsOfThread(thread(), 'fr'))).toMatchObject({ language: 'fr' })
    expect(discussionOf(newsOfSolved(plain), newsOfThread(thread()))).toMatchObject({ language: 'und' })
  })

  it('needs nobody’s name', () => {
    const nobody = solved({ thread: { id: 't1' }, answer: { id: 'a1' } })
    expect(discussionOf(newsOfSolved(nobody), undefined)).toMatchObject({ authors: [] })
  })

  it.each([
    ['without an answer', undefined, newsOfThread(thread())],
    ['when nothing is known', undefined, undefined],
    ['whose answer was taken back', newsOfSolved(solved({ deleted: true })), newsOfThread(thread())],
    ['whose thread is gone', newsOfSolved(solved()), newsOfThread(thread({ deleted: true }))],
    [
      'without a title',
      newsOfSolved(solved({ thread: { id: 't1', url: 'https://community.example/t/1' } })),
      undefined,
    ],
    ['without a place', newsOfSolved(solved({ thread: { id: 't1', title: 'How?' } })), undefined],
  ])('is not worth pointing to %s', (_, fromSolved, fromThread) => {
    expect(discussionOf(fromSolved, fromThread).candidate).toBe(false)
  })

  it('may be closed: what was solved is still worth reading', () => {
    expect(discussionOf(newsOfSolved(solved()), newsOfThread(thread({ closed: true }))).candidate).toBe(true)
  })
})
