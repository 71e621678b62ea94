import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type ContentInput, isAllowedLink } from '../../shared/domain/nudge/content.ts'
import { isoOf } from '../../shared/domain/time.ts'
import type { Fetched } from '../../shared/platform/fetch.ts'
import { readSitemap, type SitemapPage, wordsOfAddress } from '../../shared/sources/sitemap-read.ts'
import type { SettingsOf } from '../../shared/sources/source.ts'
import { cursorAs, type Page, type PullDeps, PullError, type Puller } from './puller.ts'

/**
 * Sitemaps: pages that are new or changed become pieces of content that emails may lead to, and what is listed no more goes out
 * of the catalogue. They go straight into the catalogue, as an import does: a page is no activity of anybody's.
 */

type Settings = SettingsOf<'sitemap'>

/** `known`: 16 characters a page, 12 of its address's hash and 4 of its state's. */
const cursorSchema = z.object({
  url: z.string(),
  etag: z.optional(z.string()),
  known: z.string(),
})

/** More pieces than this of one source could not be weighed against each other anyway. */
const MOST_PAGES = 2_000
/** Sitemaps of one index that are read. */
const MOST_SITEMAPS = 50
/** Bytes of one sitemap, unpacked: several times that of one with as many pages as the protocol allows (50,000). */
const MOST_BYTES = 20_000_000
const PAGE = 100
const CELL = 16
const KEY = 12

const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, length)

const cellsOf = (known: string): Map<string, string> =>
  new Map(
    Array.from({ length: Math.floor(known.length / CELL) }, (_, at) => {
      const cell = known.slice(at * CELL, (at + 1) * CELL)
      return [cell.slice(0, KEY), cell.slice(KEY)] as const
    }),
  )

const knownOf = (cells: ReadonlyMap<string, string>): string => [...cells].map(([key, state]) => key + state).join('')

const pieceId = (source: string, key: string): string => `${source}:${key}`

/** Only addresses of the same host and kind as the one in the settings are fetched, however many an index names. */
const ofSameHost = (address: string, settings: string): boolean => {
  const [one, other] = [URL.parse(address), new URL(settings)]
  return one !== null && one.host === other.host && one.protocol === other.protocol
}

const MORE = { accept: 'application/xml, text/xml, */*;q=0.5' }

type Read = { pages: SitemapPage[]; skipped: number; etag?: string }

/** Whether a page is one of those that the settings name. */
const isUnder = ({ under }: Settings, { loc }: SitemapPage): boolean => {
  const href = URL.parse(loc)?.href
  return href !== undefined && under.some((prefix) => href.startsWith(prefix))
}

const readAll = async (settings: Settings, deps: PullDeps, answer: Fetched): Promise<Read> => {
  const sitemap = readSitemap(answer.body, answer.headers['content-type'] ?? '')
  const { etag } = answer.headers
  if ('pages' in sitemap) return { pages: sitemap.pages, skipped: 0, ...(etag && etag.length <= 500 ? { etag } : {}) }
  const own = sitemap.sitemaps.filter((address) => ofSameHost(address, settings.url)).slice(0, MOST_SITEMAPS)
  const pages: SitemapPage[] = []
  for (const address of own) {
    if (deps.timeLeft() <= 0) throw new PullError('The sitemaps of the index take more time than there is.')
    const { body, headers } = await deps.fetch(address, { most: MOST_BYTES, headers: MORE })
    const one = readSitemap(body, headers['content-type'] ?? '')
    // What nobody wants is let go at once: fifty sitemaps hold more pages than fit into memory, or into one call.
    if ('pages' in one) for (const page of one.pages) if (isUnder(settings, page)) pages.push(page)
  }
  return { pages, skipped: sitemap.sitemaps.length - own.length }
}

/** What the settings say of all pages, besides. */
const saidOf = ({ content }: Settings): Pick<ContentInput, 'exclusive' | 'service' | 'own' | 'site'> => {
  const { exclusive = false, service, own, site } = content || {}
  return {
    exclusive,
    ...(service === undefined ? {} : { service }),
    ...(own === undefined ? {} : { own }),
    ...(site === undefined ? {} : { site }),
  }
}

const pieceOf = (page: SitemapPage, source: string, settings: Settings, now: number): ContentInput | undefined => {
  const url = new URL(page.loc)
  const title = page.title ?? wordsOfAddress(url)
  if (!title) return undefined
  const { kind, stage, language, topics = [] } = settings
  return {
    ...{ id: pieceId(source, hash(url.href, KEY)), kind, title, url: url.href, stage, topics },
    language: page.language ?? language,
    ...saidOf(settings),
    publishedAt: page.published ?? page.lastmod ?? isoOf(now),
  }
}

type Found = { key: string; state: string; piece: ContentInput }

/** What is worth having: under one of the prefixes, where emails may lead, with words. */
const found = (pages: readonly SitemapPage[], source: string, settings: Settings, deps: PullDeps) => {
  const all = new Map<string, Found>()
  let skipped = 0
  for (const page of pages) {
    const href = URL.parse(page.loc)?.href
    if (href === undefined || !isUnder(settings, page)) continue
    const piece = isAllowedLink(href, deps.contentHosts) ? pieceOf(page, source, settings, deps.now()) : undefined
    if (!piece || href.length > 2_000 || all.size >= MOST_PAGES) skipped++
    else all.set(hash(href, KEY), { key: hash(href, KEY), state: hash(stateOf(page, settings), CELL - KEY), piece })
  }
  return { all, skipped }
}

/** What makes a piece another one: its own words, and what the settings say of all. */
const stateOf = (page: SitemapPage, settings: Settings): string =>
  JSON.stringify([page, settings.kind, settings.stage, settings.language, settings.topics, saidOf(settings)])

/** Looks at a sitemap once. */
export const pullSitemap: Puller<Settings> = async function* (
  { source, settings, cursor },
  deps,
): AsyncGenerator<Page> {
  // Other settings want another look at the same document.
  const url = `${settings.url} ${hash(JSON.stringify([settings, deps.contentHosts]), 8)}`
  const before = cursorAs(cursor, cursorSchema)
  const etag = before?.url === url ? before.etag : undefined
  const answer = await deps.fetch(settings.url, {
    most: MOST_BYTES,
    headers: { ...MORE, ...(etag ? { 'if-none-match': etag } : {}) },
  })
  if (answer.status === 304 && cursor !== undefined) return yield { deliveries: [], cursor }
  const read = await readAll(settings, deps, answer)
  const { all, skipped } = found(read.pages, source, settings, deps)
  const cells = cellsOf(before?.known ?? '')
  const news = [...all.values()].filter(({ key, state }) => cells.get(key) !== state)
  for (let from = 0; from < news.length; from += PAGE) {
    const some = news.slice(from, from + PAGE)
    for (const { key, state } of some) cells.set(key, state)
    yield {
      deliveries: [],
      pieces: some.map(({ piece }) => piece),
      cursor: JSON.stringify({ url, known: knownOf(cells) }),
    }
  }
  const gone = [...cells.keys()].filter((key) => !all.has(key))
  for (const key of gone) cells.delete(key)
  yield {
    deliveries: [],
    gone: gone.map((key) => pieceId(source, key)),
    skipped: skipped + read.skipped,
    cursor: JSON.stringify({ url, ...(read.etag ? { etag: read.etag } : {}), known: knownOf(cells) }),
  }
}
