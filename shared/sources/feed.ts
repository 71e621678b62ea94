import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Iso } from '../domain/time.ts'
import { compact, readFields, stateDigest, textField } from './fields.ts'
import { htmlToText } from './html.ts'
import type { Normalise } from './source.ts'
import { isoText, languageTag, oneLine, paragraphs, webUrl } from './text.ts'

/**
 * Entries of an RSS or Atom feed, one a delivery, as the puller has read them (`feed-read.ts`). Ids are those of one feed,
 * so the platform is the source's name. What vanishes from a feed is only older than the rest, so nothing is ever deleted.
 */

const entrySchema = z.object({
  entry: z.object({
    id: z.string().check(z.minLength(1)),
    title: textField,
    titleHtml: z.nullish(z.boolean()),
    url: textField,
    html: textField,
    text: textField,
    author: textField,
    authorUrl: textField,
    published: textField,
    updated: textField,
    language: textField,
    tags: z.nullish(z.array(z.string())),
    replyTo: textField,
  }),
  feed: z.object({ title: textField, url: textField, language: textField }),
  /** It was pulled before, in another state. */
  changed: z.nullish(z.boolean()),
})
type Pulled = z.infer<typeof entrySchema>

const LONGEST_ID = 200

/** An id that fits: ids of feeds are addresses, some of them very long. */
const fitting = (id: string): string =>
  id.length <= LONGEST_ID ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`

/** Reddit puts a line of links under what people wrote. */
const FOOTER = /\s*submitted by\s+\/u\/\S+(?:\s+to\s+r\/\S+)?(?:\s*\[link\])?(?:\s*\[comments\])?\s*$/

const wordsOf = ({ html, text, url }: Pulled['entry']): string => {
  const words = html ? htmlToText(html) : paragraphs(text ?? '')
  return /^https:\/\/([a-z]+\.)?reddit\.com\//.test(url ?? '') ? words.replace(FOOTER, '') : words
}

/** Who wrote it: known by their page, else by their name in this feed. An entry without an author is the feed's own. */
const authorOf = ({ entry, feed }: Pulled): Author => {
  const name = oneLine(entry.author)
  const url = webUrl(entry.authorUrl)
  if (!name && !url)
    return compact({ id: 'feed', name: oneLine(feed.title), url: webUrl(feed.url), role: 'bot' as const })
  const handle = /^\/u\/(\S+)$/.exec(name ?? '')?.[1]
  return compact({ id: fitting(url ?? name ?? ''), name: handle ?? name, handle, url })
}

/**
 * Whether the feed's site itself says whose entry it is: by a page that it has of them, or as it is the site's own. A name alone is what
 * somebody has typed, as is a page elsewhere: under many a blog anybody can comment as anybody.
 */
const isVouchedFor = ({ role, url }: Author, feed: string): boolean =>
  role === 'bot' || (url !== undefined && URL.parse(url)?.host === URL.parse(feed)?.host)

const earlier = (a: Iso, b: Iso): Iso => (a < b ? a : b)

/** An entry of a feed as an activity. */
export const normaliseFeed: Normalise<'feed'> = (body, { source, settings, receivedAt }) => {
  const pulled = readFields(entrySchema, body)
  const { entry, feed, changed } = pulled
  const id = fitting(entry.id)
  const published = isoText(entry.published)
  const stated = isoText(entry.updated) ?? published ?? receivedAt
  const text = wordsOf(entry)
  const title = oneLine(entry.titleHtml ? htmlToText(entry.title ?? '') : entry.title)
  const url = webUrl(entry.url)
  const author = authorOf(pulled)
  // A date in the future is the feed's mistake, or its wish to stay on top.
  const createdAt = earlier(published ?? stated, receivedAt)
  const at = earlier(stated, receivedAt)
  const tags = (entry.tags ?? []).flatMap((tag) => oneLine(tag) ?? []).slice(0, 50)
  const words = {
    source,
    platform: source,
    id,
    at,
    // Most feeds do not say when something was changed: such a state comes after those that were there from the start.
    revision: revisionOf({ at: stated, since: changed ? receivedAt : undefined, digest: stateDigest(title, text) }),
    author,
    text,
    createdAt,
    ...compact({
      title,
      url,
      language: languageTag(entry.language ?? feed.language),
      editedAt: at > createdAt ? at : undefined,
      tags: tags.length > 0 ? tags : undefined,
      unverified: isVouchedFor(author, settings.url) ? undefined : true,
    }),
  }
  const parent = entry.replyTo ? { id: fitting(entry.replyTo) } : undefined
  const activity: Activity = parent
    ? { ...words, kind: 'reply', thread: parent, parent }
    : { ...words, kind: 'post', thread: compact({ id, title, url, author: { id: author.id } }) }
  return { activities: [activity] }
}
