import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { SourceSettings } from '../../../shared/domain/listen/source-settings.ts'
import { contentSchema } from '../../../shared/domain/nudge/content.ts'
import { startPulling } from '../../support/pulls.ts'
import { tableForAll } from '../../support/tables.ts'
import { startWeb, type Web } from '../../support/web.ts'

const test = tableForAll()
let web: Web
beforeEach(async () => {
  web = await startWeb()
})
afterEach(() => web.close())

const urlset = (...pages: (string | [string, string])[]): string =>
  `<urlset>${pages
    .map((page) => (typeof page === 'string' ? [page] : page))
    .map(([loc, lastmod]) => `<url><loc>${loc}</loc>${lastmod ? `<lastmod>${lastmod}</lastmod>` : ''}</url>`)
    .join('')}</urlset>`

let sources = 0
const start = (more: object = {}) => {
  const source = `map${++sources}`
  const settings: SourceSettings = {
    ...{ type: 'sitemap', url: web.url('/sitemap.xml'), under: ['https://guides.example/guides/'] },
    ...{ kind: 'guide', stage: 'use', language: 'en', topics: ['care'] },
    ...more,
  }
  const started = startPulling(test.table)
  const look = () => started.pull(source, settings)
  const titles = () => [...started.shelf.values()].map(({ title }) => title).sort()
  return { ...started, source, look, titles }
}

const G = 'https://guides.example/guides'

describe('looking at a sitemap', () => {
  it('puts its pages on the shelf: words, place, and what the settings say of all', async () => {
    const { look, shelf } = start()
    web.pages['/sitemap.xml'] = urlset([`${G}/how-to-descale`, '2026-11-20'])
    expect(await look()).toEqual({ taken: 1, end: 'done' })
    const [piece] = [...shelf.values()]
    expect(piece).toEqual({
      id: expect.stringMatching(/^map\d+:[\w-]{12}$/),
      kind: 'guide',
      title: 'How to descale',
      url: `${G}/how-to-descale`,
      language: 'en',
      stage: 'use',
      topics: ['care'],
      exclusive: false,
      publishedAt: '2026-11-20T00:00:00.000Z',
    })
    expect(contentSchema.safeParse(piece).success).toBe(true)
  })

  it('puts there only what is under the prefixes, where emails may lead, and has words', async () => {
    const { look, titles, counted } = start({ under: [`${G}/`, 'https://evil.example/'] })
    web.pages['/sitemap.xml'] = urlset(
      `${G}/good`,
      'https://guides.example/imprint',
      'https://evil.example/buy-now',
      'http://guides.example/guides/plain',
      'https://guides.example@evil.example/guides/tricky',
      'https://guides.example/guides/../private/page',
      'javascript:alert(1)',
      `${G}/12345`,
    )
    await look()
    expect(titles()).toEqual(['Good'])
    expect(counted('PullSkipped')).toBe(2)
  })

  it('takes new and changed pages the next time, and takes away what is listed no more', async () => {
    const { look, titles } = start()
    web.pages['/sitemap.xml'] = urlset([`${G}/one`, '2026-11-01'], [`${G}/two`, '2026-11-01'], `${G}/three`)
    expect((await look()).taken).toBe(3)
    expect((await look()).taken).toBe(0)
    web.pages['/sitemap.xml'] = urlset([`${G}/one`, '2026-11-02'], `${G}/three`, `${G}/four`)
    expect((await look()).taken).toBe(3)
    expect(titles()).toEqual(['Four', 'One', 'Three'])
    web.pages['/sitemap.xml'] = urlset([`${G}/two`, '2026-11-03'])
    await look()
    expect(titles()).toEqual(['Two'])
  })

  it('takes nothing away when it could not be read whole', async () => {
    const { look, titles } = start()
    web.pages['/sitemap.xml'] =
      `<sitemapindex><sitemap><loc>${web.url('/1.xml')}</loc></sitemap><sitemap><loc>${web.url('/2.xml')}</loc></sitemap></sitemapindex>`
    web.pages['/1.xml'] = urlset(`${G}/one`)
    web.pages['/2.xml'] = urlset(`${G}/two`)
    await look()
    web.pages['/2.xml'] = (_, response) => response.writeHead(500).end()
    expect((await look()).end).toBe('failed')
    expect(titles()).toEqual(['One', 'Two'])
  })

  it('reads sitemaps of an index that have more pages than one call takes', async () => {
    const { look, titles, counted } = start()
    web.pages['/sitemap.xml'] = `<sitemapindex><sitemap><loc>${web.url('/1.xml')}</loc></sitemap></sitemapindex>`
    const others = Array.from({ length: 150_000 }, (_, at) => `<url><loc>https://guides.example/shop/${at}</loc></url>`)
    web.pages['/1.xml'] = urlset(`${G}/how-to-descale`).replace('</urlset>', `${others.join('')}</urlset>`)
    expect(await look()).toEqual({ taken: 1, end: 'done' })
    expect([titles(), counted('PullSkipped')]).toEqual([['How to descale'], 0])
  })

  it('reads an index one level deep, packed or not, and only on its own host', async () => {
    const other = await startWeb({ '/3.xml': urlset(`${G}/three`) })
    const { look, titles, counted } = start()
    const children = [web.url('/1.xml.gz'), web.url('/index.xml'), other.url('/3.xml'), 'file:///etc/passwd', 'nothing']
    web.pages['/sitemap.xml'] =
      `<sitemapindex>${children.map((one) => `<sitemap><loc>${one}</loc></sitemap>`).join('')}</sitemapindex>`
    web.pages['/1.xml.gz'] = gzipSync(urlset(`${G}/one`))
    web.pages['/index.xml'] = `<sitemapindex><sitemap><loc>${web.url('/deep.xml')}</loc></sitemap></sitemapindex>`
    web.pages['/deep.xml'] = urlset(`${G}/deep`)
    await look()
    expect(titles()).toEqual(['One'])
    expect(other.asked).toEqual([])
    expect(web.asked.map(({ path }) => path)).toEqual(['/sitemap.xml', '/1.xml.gz', '/index.xml'])
    expect(counted('PullSkipped')).toBe(3)
    await other.close()
  })

  it('asks whether the document has changed, and looks again when the settings have', async () => {
    const { look, pull, source, shelf } = start()
    web.pages['/sitemap.xml'] = ({ headers }, response) => {
      if (headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.writeHead(200, { etag: '"1"' }).end(urlset(`${G}/one`))
    }
    await look()
    expect((await look()).taken).toBe(0)
    const other: SourceSettings = {
      ...{
        type: 'sitemap',
        url: web.url('/sitemap.xml'),
        under: [`${G}/`],
        kind: 'article',
        stage: 'onboarding',
        language: 'de',
      },
    }
    expect((await pull(source, other)).taken).toBe(1)
    expect([...shelf.values()]).toMatchObject([{ kind: 'article', stage: 'onboarding', language: 'de', topics: [] }])
  })

  it('keeps to two thousand pages, however many there are, and goes on after a crash', async () => {
    const { look, shelf, counted, pulling } = start()
    web.pages['/sitemap.xml'] = urlset(...Array.from({ length: 2_300 }, (_, at) => `${G}/page-number-x${at}`))
    const { move } = pulling
    let moves = 0
    pulling.move = async (...to) => {
      if (++moves === 5) throw new Error('no table today')
      return await move(...to)
    }
    await expect(look()).rejects.toThrow('no table today')
    pulling.move = move
    expect((await look()).taken).toBe(1_600)
    expect(shelf.size).toBe(2_000)
    expect(counted('PullSkipped')).toBe(300)
    expect((await look()).taken).toBe(0)
  })
})
