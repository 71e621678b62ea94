import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { atomFeed, type Entry } from '../../../local/payloads/feed.ts'
import type { SourceSettings } from '../../../shared/domain/listen/source-settings.ts'
import { startPulling } from '../../support/pulls.ts'
import { tableForAll } from '../../support/tables.ts'
import { startWeb, type Web } from '../../support/web.ts'

const test = tableForAll()
let web: Web
beforeEach(async () => {
  web = await startWeb()
})
afterEach(() => web.close())

const post = (number: number, more: Partial<Entry> = {}): Entry => ({
  id: `post-${number}`,
  title: `Post ${number}`,
  html: `Words ${number}`,
  published: new Date(Date.parse('2026-11-21T12:00:00Z') + number * 60_000).toISOString(),
  ...more,
})

type Sent = { entry: { id: string; html: string }; changed?: boolean }

let sources = 0
const start = () => {
  const source = `feed${++sources}`
  const settings: SourceSettings = { type: 'feed', url: web.url('/feed.xml') }
  const started = startPulling(test.table)
  const look = async () => {
    const pulled = await started.pull(source, settings)
    return { ...pulled, ids: (started.taken() as Sent[]).map(({ entry }) => entry.id) }
  }
  return { ...started, source, settings, look }
}

describe('looking at a feed', () => {
  it('hands over every entry once, the oldest first, and then only what is new', async () => {
    const { look } = start()
    web.pages['/feed.xml'] = atomFeed([post(3), post(2), post(1)])
    expect((await look()).ids).toEqual(['post-1', 'post-2', 'post-3'])
    expect((await look()).ids).toEqual([])
    web.pages['/feed.xml'] = atomFeed([post(4), post(3), post(2)])
    expect((await look()).ids).toEqual(['post-4'])
  })

  it('hands over an entry that changed as changed, and nothing for one that is no longer there', async () => {
    const { look, taken, pull, source, settings } = start()
    web.pages['/feed.xml'] = atomFeed([post(2), post(1)])
    await look()
    web.pages['/feed.xml'] = atomFeed([post(2, { html: 'Better words' })])
    await pull(source, settings)
    expect(taken()).toMatchObject([{ entry: { id: 'post-2', html: 'Better words' }, changed: true }])
  })

  it('asks whether the document has changed, in the server’s own words, and takes no for an answer', async () => {
    const { look, cursor, source } = start()
    web.pages['/feed.xml'] = ({ headers }, response) => {
      const known =
        headers['if-none-match'] === '"v1"' && headers['if-modified-since'] === 'Fri, 20 Nov 2026 10:00:00 GMT'
      if (known) response.writeHead(304).end()
      else
        response
          .writeHead(200, { etag: '"v1"', 'last-modified': 'Fri, 20 Nov 2026 10:00:00 GMT' })
          .end(atomFeed([post(1)]))
    }
    expect((await look()).taken).toBe(1)
    const before = await cursor(source)
    expect(await look()).toMatchObject({ taken: 0, end: 'done' })
    expect(await cursor(source)).toEqual(before)
  })

  it('takes what a feed had before it was first read for the past, and what comes later for news', async () => {
    const { look, queue, pull, source, settings } = start()
    const old = '2026-10-01T00:00:00Z'
    web.pages['/feed.xml'] = atomFeed([post(1), post(0, { published: old })])
    await pull(source, settings)
    expect(queue.map(({ history }) => history)).toEqual([true, undefined])
    queue.length = 0
    web.pages['/feed.xml'] = atomFeed([post(2, { published: old }), post(1), post(0, { published: old })])
    await pull(source, settings)
    expect(queue.map(({ history }) => history)).toEqual([undefined])
    expect((await look()).ids).toEqual(['post-2'])
  })

  it('takes the rest of a first look for the past, too, when that was broken off', async () => {
    const { queue, pull, pulling, source, settings } = start()
    const old = (number: number) =>
      post(number, { published: `2026-10-01T00:${String(number % 60).padStart(2, '0')}:00Z` })
    web.pages['/feed.xml'] = atomFeed(Array.from({ length: 250 }, (_, at) => old(250 - at)))
    const { enqueue } = pulling
    let pages = 0
    pulling.enqueue = async (messages) => {
      if (++pages === 2) throw new Error('no queue for this page')
      await enqueue(messages)
    }
    await expect(pull(source, settings)).rejects.toThrow('no queue for this page')
    pulling.enqueue = enqueue
    await pull(source, settings)
    expect(queue).toHaveLength(250)
    expect(queue.filter(({ history }) => history)).toHaveLength(250)
    queue.length = 0
    web.pages['/feed.xml'] = atomFeed([post(251), old(250)])
    await pull(source, settings)
    expect(queue.map(({ history }) => history)).toEqual([undefined])
  })

  it('takes what was published long ago for the past though it was corrected a moment ago', async () => {
    const { queue, pull, source, settings } = start()
    web.pages['/feed.xml'] = atomFeed([post(1, { published: '2019-10-01T00:00:00Z', updated: '2026-11-21T19:00:00Z' })])
    await pull(source, settings)
    expect(queue.map(({ history }) => history)).toEqual([true])
  })

  it('takes what stands at a new address for the past, but for what is new', async () => {
    const { queue, pull, source, settings } = start()
    web.pages['/feed.xml'] = atomFeed([post(1)])
    await pull(source, settings)
    queue.length = 0
    web.pages['/other.xml'] = atomFeed([post(3), post(1), post(2, { published: '2026-10-01T00:00:00Z' })])
    await pull(source, { type: 'feed', url: web.url('/other.xml') })
    expect(queue.map(({ history }) => history)).toEqual([true, undefined])
  })

  it('goes on where it fell over, without asking the server to leave out what was not handed over', async () => {
    const { look, pulling, state } = start()
    const entries = Array.from({ length: 250 }, (_, at) => post(250 - at))
    web.pages['/feed.xml'] = ({ headers }, response) => {
      if (headers['if-none-match'] === '"big"') response.writeHead(304).end()
      else response.writeHead(200, { etag: '"big"' }).end(atomFeed(entries))
    }
    const { enqueue } = pulling
    let pages = 0
    pulling.enqueue = async (messages) => {
      if (++pages === 2) throw new Error('no queue for this page')
      await enqueue(messages)
    }
    await expect(look()).rejects.toThrow('no queue for this page')
    pulling.enqueue = enqueue
    state.now += 60_000
    const { ids } = await look()
    expect(ids).toHaveLength(250)
    expect(new Set(ids).size).toBe(250)
    expect((await look()).ids).toEqual([])
  })

  it('looks at the newest thousand of a huge feed and counts the rest', async () => {
    const { look, counted } = start()
    web.pages['/feed.xml'] = atomFeed(Array.from({ length: 1_200 }, (_, at) => post(1_200 - at)))
    const { ids } = await look()
    expect([ids.length, ids.at(-1)]).toEqual([1_000, 'post-1200'])
    expect(counted('PullSkipped')).toBe(200)
    expect((await look()).ids).toEqual([])
  })

  it('survives what is no feed, a server that is busy and one that is away, and goes on from its cursor', async () => {
    const { look, state, cursor, source, counted } = start()
    web.pages['/feed.xml'] = atomFeed([post(1)])
    await look()
    const kept = (await cursor(source)).cursor
    web.pages['/feed.xml'] = '<html><body>Be right back</body></html>'
    expect((await look()).end).toBe('failed')
    web.pages['/feed.xml'] = (_, response) => response.writeHead(429, { 'retry-after': '60' }).end()
    expect((await look()).end).toBe('failed')
    const asked = web.asked.length
    expect((await look()).end).toBe('resting')
    expect(web.asked).toHaveLength(asked)
    state.now += 61_000
    web.pages['/feed.xml'] = (_, response) => response.destroy()
    expect((await look()).end).toBe('failed')
    expect((await cursor(source)).cursor).toBe(kept)
    expect(counted('PullFailed')).toBe(3)
    web.pages['/feed.xml'] = atomFeed([post(2), post(1)])
    expect((await look()).ids).toEqual(['post-2'])
  })

  it('costs one bad entry only itself', async () => {
    const { look, counted } = start()
    web.pages['/feed.xml'] = atomFeed([post(2), post(1)])
      .replace('<id>post-2</id>', '')
      .replace('<id>urn:feed</id>', '')
    expect((await look()).ids).toEqual(['post-1'])
    expect(counted('PullSkipped')).toBe(1)
  })
})
