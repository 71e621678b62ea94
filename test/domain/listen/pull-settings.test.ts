import { describe, expect, it } from '@jest/globals'
import { isPulledType, lookEvery, lookedAt } from '../../../shared/domain/listen/pull-settings.ts'
import {
  hasDoor,
  type SourceSettings,
  sourcesSchema,
  withDoors,
} from '../../../shared/domain/listen/source-settings.ts'

const url = 'https://blog.example/feed.xml'
const sitemap = { type: 'sitemap', url, under: ['https://blog.example/'], kind: 'guide', stage: 'use', language: 'en' }
const accepts = (settings: object): boolean => sourcesSchema.safeParse({ one: settings }).success

describe('webhooks that are asked what failed', () => {
  it.each(['acme', 'acme/anvil', 'a-1/b_c.d', 'acme/.github'])('may be of %s', (of) => {
    const redeliver = { hooks: [{ of, id: 123 }], api: 'https://github.example.com/api/v3' }
    expect(accepts({ type: 'github', repositories: ['*'], redeliver })).toBe(true)
  })
})

describe('sources that are asked', () => {
  it('have no door, and so no secret', () => {
    expect(['bluesky', 'feed', 'sitemap', 'github'].map(isPulledType)).toEqual([true, true, true, false])
    expect(['bluesky', 'feed', 'sitemap', 'github'].map(hasDoor)).toEqual([false, false, false, true])
    expect(Object.keys(withDoors({ blog: { type: 'feed' }, code: { type: 'github' } }))).toEqual(['code'])
  })

  it('are looked at as often as their settings say, or as their type wants', () => {
    expect(lookEvery({ type: 'feed', url })).toBe(15)
    expect(lookEvery({ type: 'feed', url, everyMinutes: 60 })).toBe(60)
    expect(lookEvery({ type: 'bluesky', terms: ['tea'] })).toBe(5)
    expect(lookEvery({ type: 'youtube', channels: [] })).toBe(15)
    expect(lookEvery({ type: 'standard' })).toBeUndefined()
  })

  it('are those too that have to be asked what they did not send', () => {
    const plain: SourceSettings = { type: 'github', repositories: ['*'] }
    const asking: SourceSettings = { ...plain, redeliver: { hooks: [{ of: 'acme', id: 1 }] } }
    expect([lookEvery(plain), lookEvery(asking)]).toEqual([undefined, 15])
    expect(lookedAt({ plain, asking, shop: { type: 'standard' } })).toEqual({ asking })
  })

  it.each([
    'http://blog.example/feed',
    'ftp://x/y',
    'https://me:pw@blog.example/feed',
    'http://127.0.0.1@evil/',
    'feed',
    '',
  ])('do not take the address %s', (wrong) => {
    expect(accepts({ type: 'feed', url: wrong })).toBe(false)
    expect(accepts({ ...sitemap, url: wrong })).toBe(false)
  })

  it('take https, and http on this machine', () => {
    for (const right of [url, 'https://blog.example', 'http://127.0.0.1:8080/feed'])
      expect(accepts({ type: 'feed', url: right })).toBe(true)
    expect(accepts(sitemap)).toBe(true)
  })

  it.each([
    { type: 'feed', url, everyMinutes: 0 },
    { type: 'feed', url, everyMinutes: 1.5 },
    { type: 'bluesky', accounts: ['ada.example'] },
    { type: 'bluesky', terms: ['x'] },
    { type: 'bluesky', terms: ['tea'], endpoint: 'https://jetstream.example' },
    { type: 'bluesky', terms: ['tea'], endpoint: 'wss://jetstream.example/subscribe?cursor=1' },
    { ...sitemap, under: [] },
    { ...sitemap, under: ['http://blog.example/'] },
    { ...sitemap, language: 'English' },
    { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'], hub: 'http://hub.example/' },
    ...['', 'acme/', '/anvil', 'acme/anvil/x', 'acme/..', 'acme/.', 'a b', 'acme?x', 'acme/a%2Fb', '-acme'].map(
      (of) => ({
        ...{ type: 'github', repositories: ['*'], redeliver: { hooks: [{ of, id: 1 }] } },
      }),
    ),
    ...[0, -1, 1.5, '7'].map((id) => ({
      ...{ type: 'github', repositories: ['*'], redeliver: { hooks: [{ of: 'acme', id }] } },
    })),
    { type: 'github', repositories: ['*'], redeliver: { hooks: [] } },
    {
      type: 'github',
      repositories: ['*'],
      redeliver: { hooks: [{ of: 'acme', id: 1 }], api: 'http://github.example' },
    },
  ])('do not take %j', (wrong) => expect(accepts(wrong)).toBe(false))
})
