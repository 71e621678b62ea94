import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { DAY } from '../../shared/domain/time.ts'
import { type FeedDocument, type FeedEntry, readAnyFeed } from '../../shared/sources/feed-read.ts'
import type { SettingsOf } from '../../shared/sources/source.ts'
import { cursorAs, type Page, type PulledDelivery, type Puller } from './puller.ts'

/**
 * RSS and Atom. The cursor has what the server called the document (so that one which did not change is not sent again) and a
 * short hash of each entry's state, by a short hash of its id: what is new, and what changed, is handed over.
 */

const cursorSchema = z.object({
  url: z.string(),
  etag: z.optional(z.string()),
  modified: z.optional(z.string()),
  seen: z.record(z.string(), z.string()),
  /** The first look at this address was broken off: the rest of what it had is as old as what was handed over. */
  begun: z.optional(z.literal(true)),
})
type Cursor = z.infer<typeof cursorSchema>

/** The newest entries that are looked at; what stands behind them in a longer feed is skipped, and counted. */
const MOST_ENTRIES = 1_000
const PAGE = 100
/** What a feed had before it was first read is the past. */
const PAST = DAY

const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, length)

const deliveryOf = (
  entry: FeedEntry,
  { title, url, language }: FeedDocument,
  known: { changed: boolean; past: boolean },
) => ({
  body: JSON.stringify({ entry, feed: { title, url, language }, ...(known.changed ? { changed: true } : {}) }),
  ...(known.past ? { history: true as const } : {}),
})

const isPast = ({ published, updated }: FeedEntry, now: number): boolean => {
  const at = Date.parse(published ?? updated ?? '')
  return Number.isNaN(at) || now - at > PAST
}

type News = { key: string; state: string; delivery: PulledDelivery }

/** Whether what a feed has now was there before anybody looked: of another address nothing is known either. */
const isFirstLook = (before: Cursor | undefined, url: string): boolean =>
  before === undefined || before.begun === true || before.url !== url

/** What is new or changed, the oldest first: feeds have the newest on top. */
const newsOf = (
  feed: FeedDocument,
  before: Cursor | undefined,
  { first, now }: { first: boolean; now: number },
): News[] =>
  feed.entries
    .slice(0, MOST_ENTRIES)
    .flatMap((entry) => {
      const key = hash(entry.id ?? '', 10)
      const state = hash(JSON.stringify(entry), 8)
      const known = before && Object.hasOwn(before.seen, key) ? before.seen[key] : undefined
      if (known === state) return []
      const past = first && isPast(entry, now)
      return [{ key, state, delivery: deliveryOf(entry, feed, { changed: known !== undefined, past }) }]
    })
    .reverse()

const conditions = (before: Cursor | undefined, url: string): Record<string, string> =>
  before?.url === url
    ? {
        ...(before.etag ? { 'if-none-match': before.etag } : {}),
        ...(before.modified ? { 'if-modified-since': before.modified } : {}),
      }
    : {}

const header = (name: 'etag' | 'last-modified', headers: Readonly<Record<string, string>>): string | undefined => {
  const value = headers[name]
  return value !== undefined && value.length <= 500 ? value : undefined
}

/** Looks at a feed once. */
export const pullFeed: Puller<SettingsOf<'feed'>> = async function* (
  { settings: { url }, cursor },
  deps,
): AsyncGenerator<Page> {
  const before = cursorAs(cursor, cursorSchema)
  const answer = await deps.fetch(url, {
    headers: {
      accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5',
      ...conditions(before, url),
    },
  })
  if (answer.status === 304 && cursor !== undefined) return yield { deliveries: [], cursor }
  const feed = readAnyFeed(answer.body, { contentType: answer.headers['content-type'] ?? '', url })
  const first = isFirstLook(before, url)
  const news = newsOf(feed, before, { first, now: deps.now() })
  const seen: Record<string, string> = { ...before?.seen }
  for (let from = 0; from + PAGE < news.length; from += PAGE) {
    const some = news.slice(from, from + PAGE)
    for (const { key, state } of some) seen[key] = state
    // Not yet the document's own name: the rest of it is still to come.
    const cursor = JSON.stringify({ url, seen, ...(first ? { begun: true } : {}) } satisfies Cursor)
    yield { deliveries: some.map(({ delivery }) => delivery), cursor }
  }
  const etag = header('etag', answer.headers)
  const modified = header('last-modified', answer.headers)
  const now = Object.fromEntries(
    feed.entries.slice(0, MOST_ENTRIES).map((entry) => [hash(entry.id ?? '', 10), hash(JSON.stringify(entry), 8)]),
  )
  const end: Cursor = { url, ...(etag ? { etag } : {}), ...(modified ? { modified } : {}), seen: now }
  const last = news.length === 0 ? [] : news.slice(Math.floor((news.length - 1) / PAGE) * PAGE)
  yield {
    deliveries: last.map(({ delivery }) => delivery),
    cursor: JSON.stringify(end),
    skipped: feed.skipped + Math.max(0, feed.entries.length - MOST_ENTRIES),
  }
}
