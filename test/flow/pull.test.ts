import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allOf } from '../../local/cli/api.ts'
import { blueskyDelete, blueskyPost } from '../../local/payloads/bluesky.ts'
import { atomFeed, type Entry } from '../../local/payloads/feed.ts'
import type { MentionAnswer } from '../../shared/domain/respond/answers.ts'
import type { ContentAnswer } from '../../shared/domain/respond/content-answers.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { startJetstream } from '../support/jetstream.ts'
import { synthesizeWith } from '../support/synthesize-with.ts'
import { startWeb, type Web } from '../support/web.ts'

/** Sources that are asked, against a whole Earshot: on their schedules, across a power cut, into mentions and the catalogue. */

const ADA = 'did:plc:adaadaadaadaadaadaadaada'
const MINUTE = 60_000

let earshot: Earshot
let web: Web
let sky: Awaited<ReturnType<typeof startJetstream>>
let remove: () => Promise<void>

const entry = (number: number, more: Partial<Entry> = {}): Entry => ({
  id: `post-${number}`,
  title: `Post ${number}`,
  html: `<p>The new grinder number ${number} is wonderful.</p>`,
  by: { name: 'Cleo' },
  published: new Date(Date.now() - 60 * MINUTE + number * 1_000).toISOString(),
  ...more,
})

const sitemap = (...names: string[]): string =>
  `<urlset>${names.map((name) => `<url><loc>https://guides.example/guides/${name}</loc></url>`).join('')}</urlset>`

beforeAll(async () => {
  web = await startWeb({
    '/feed.xml': atomFeed([entry(2), entry(1)]),
    '/sitemap.xml': sitemap('how-to-descale', 'old-page'),
  })
  sky = await startJetstream()
  const made = await synthesizeWith({
    blog: { type: 'feed', url: web.url('/feed.xml') },
    sky: { type: 'bluesky', terms: ['cloud nine'], endpoint: sky.url },
    guides: {
      ...{ type: 'sitemap', url: web.url('/sitemap.xml'), under: ['https://guides.example/guides/'] },
      ...{ kind: 'guide', stage: 'use', language: 'en' },
    },
  })
  remove = made.remove
  earshot = await startEarshot('pull', { assembly: made.assembly })
}, 240_000)

afterAll(async () => {
  await earshot?.stop()
  await Promise.all([web?.close(), sky?.close(), remove?.()])
})

/** All schedules once, and everything that comes of it. */
const look = async (): Promise<void> => {
  const now = Date.now()
  sky.events.push(blueskyPost({ did: ADA, rkey: 'now', at: new Date(now + 30_000).toISOString(), text: 'now' }))
  await earshot.runner.tick()
  await earshot.runner.settle()
  sky.events.length = 0
}

const texts = async (source: string): Promise<string[]> =>
  (await allOf<MentionAnswer>(earshot.api, `/api/mentions?source=${source}`)).map(({ text }) => text ?? '').sort()

const titles = async (): Promise<string[]> =>
  (await allOf<ContentAnswer>(earshot.api, '/api/content')).map(({ title }) => title).sort()

const metric = async (name: string): Promise<Record<string, number>> => {
  const all = (await (await fetch(earshot.own('metrics'))).json()) as Record<string, number>
  return Object.fromEntries(Object.entries(all).filter(([one]) => one.startsWith(name)))
}

describe('sources that are asked on a schedule', () => {
  it('become mentions and pieces of the catalogue', async () => {
    const at = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()
    sky.events.push(
      blueskyPost({ did: ADA, rkey: 'one', at: at(100), text: 'Love the beans of Cloud Nine!' }),
      blueskyPost({ did: ADA, rkey: 'tea', at: at(90), text: 'Tea is fine' }),
    )
    await look()
    expect(await texts('blog')).toEqual([
      'The new grinder number 1 is wonderful.',
      'The new grinder number 2 is wonderful.',
    ])
    expect(await texts('sky')).toEqual(['Love the beans of Cloud Nine!'])
    expect(await titles()).toEqual(expect.arrayContaining(['How to descale', 'Old page']))
  }, 90_000)

  it('go on where they were after a power cut: what is new, what changed, what is gone', async () => {
    await earshot.crashAndRestart()
    const asked = web.asked.length
    web.pages['/feed.xml'] = atomFeed([
      entry(3),
      entry(2, { html: 'The grinder broke.', updated: new Date().toISOString() }),
      entry(1),
    ])
    web.pages['/sitemap.xml'] = sitemap('how-to-descale', 'how-to-steam-milk')
    sky.events.push(blueskyDelete({ did: ADA, rkey: 'one', at: new Date(Date.now() - 1_000).toISOString() }))
    await look()
    expect(web.asked.length).toBeGreaterThan(asked)
    expect(await texts('blog')).toEqual([
      'The grinder broke.',
      'The new grinder number 1 is wonderful.',
      'The new grinder number 3 is wonderful.',
    ])
    expect(await texts('sky')).toEqual([])
    const now = await titles()
    expect(now).toEqual(expect.arrayContaining(['How to descale', 'How to steam milk']))
    expect(now).not.toContain('Old page')
  }, 90_000)

  it('have no door', async () => {
    expect(earshot.local.sources.map(({ name }) => name)).not.toContain('blog')
    const response = await fetch(`${earshot.local.app}/hooks/blog/token`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(404)
  })

  it('cost a busy site only itself, and it is left alone', async () => {
    web.pages['/feed.xml'] = (_, response) => response.writeHead(503, { 'retry-after': '3600' }).end()
    await look()
    const asked = web.asked.filter(({ path }) => path === '/feed.xml').length
    await look()
    expect(web.asked.filter(({ path }) => path === '/feed.xml')).toHaveLength(asked)
    expect(Object.keys(await metric('PullFailed'))).toHaveLength(1)
  }, 90_000)

  it('stay within their rights and leave nothing in a dead-letter queue', async () => {
    expect((await earshot.iam()).denied).toEqual([])
    expect(await deadLetters(earshot)).toEqual([])
  })
})
