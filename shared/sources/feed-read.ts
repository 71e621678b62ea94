import { MalformedDeliveryError } from './errors.ts'
import { parseXml, type XmlElement } from './xml.ts'

/**
 * RSS 0.9x and 2.0 (rssboard.org), RSS 1.0 (RDF), Atom (RFC 4287, and 0.3 before it) with threads (RFC 4685), as they are
 * found in the wild. Nothing expands, nothing else is fetched.
 */

/** One entry: texts as they were sent, what is missing left out. `html` is markup, `text` is none. */
export type FeedEntry = {
  id?: string
  title?: string
  /** The title holds markup. */
  titleHtml?: true
  url?: string
  html?: string
  text?: string
  author?: string
  authorUrl?: string
  published?: string
  updated?: string
  language?: string
  tags?: string[]
  /** The id of the entry that this one answers. */
  replyTo?: string
}

/** A feed, its entries in the order of the document. `skipped`: entries with nothing by which to know them again. */
export type FeedDocument = { title?: string; url?: string; language?: string; entries: FeedEntry[]; skipped: number }

const DC = 'http://purl.org/dc/elements/1.1/'
const CONTENT = 'http://purl.org/rss/1.0/modules/content/'
const THREADS = 'http://purl.org/syndication/thread/1.0'

/** The most elements of a feed's document: some ten thousand entries. */
const MOST_ELEMENTS = 200_000
const MOST_TAGS = 50

const children = (of: XmlElement | undefined, name: string, space = of?.space): XmlElement[] =>
  of?.children.filter((one) => one.name === name && one.space === space) ?? []

const child = (of: XmlElement | undefined, name: string, space?: string): XmlElement | undefined =>
  children(of, name, space)[0]

const textIn = (of: XmlElement | undefined, name: string, space?: string): string | undefined =>
  child(of, name, space)?.text.trim() || undefined

const given = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

const absolute = (link: string | undefined, base: string): string | undefined =>
  link ? URL.parse(link, base)?.href : undefined

/** The words of an Atom text construct: plain, escaped HTML, or XHTML as elements. */
const construct = (of: XmlElement | undefined): { html?: string; text?: string } => {
  if (!of) return {}
  const type = of.attributes.type ?? 'text'
  if (type === 'xhtml' || (type.endsWith('xml') && of.children.length > 0)) return { html: of.inner ?? '' }
  return type === 'html' || type === 'text/html' ? { html: of.text } : { text: of.text }
}

const linkOf = (of: XmlElement): string | undefined =>
  children(of, 'link').find(({ attributes }) => (attributes.rel ?? 'alternate') === 'alternate')?.attributes.href

const isoLike = (of: XmlElement, ...names: string[]): string | undefined =>
  names.map((name) => textIn(of, name)).find((text) => text !== undefined)

const atomEntry = (entry: XmlElement, base: string): FeedEntry => {
  const title = construct(child(entry, 'title'))
  const content = construct(child(entry, 'content'))
  const words = content.html || content.text ? content : construct(child(entry, 'summary'))
  const author = child(entry, 'author')
  const tags = children(entry, 'category').flatMap(({ attributes }) => attributes.label ?? attributes.term ?? [])
  return given<FeedEntry>({
    id: textIn(entry, 'id'),
    title: title.html ?? title.text,
    titleHtml: title.html === undefined ? undefined : true,
    url: absolute(linkOf(entry), base),
    html: words.html,
    text: words.text,
    author: textIn(author, 'name'),
    authorUrl: textIn(author, 'uri') ?? textIn(author, 'url'),
    published: isoLike(entry, 'published', 'issued', 'created'),
    updated: isoLike(entry, 'updated', 'modified'),
    language: entry.attributes['xml:lang'],
    tags: tags.length > 0 ? tags.slice(0, MOST_TAGS) : undefined,
    replyTo: child(entry, 'in-reply-to', THREADS)?.attributes.ref,
  })
}

/** RSS writes an author as an address with the name in brackets behind it; only the name is read. */
const rssAuthor = (item: XmlElement): string | undefined => {
  const creator = textIn(item, 'creator', DC)
  const author = creator ?? textIn(item, 'author')
  if (author === undefined || !author.includes('@')) return author
  return /\(([^()]{1,200})\)\s*$/.exec(author)?.[1]?.trim() || undefined
}

const rssItem = (item: XmlElement, base: string): FeedEntry => {
  const guid = child(item, 'guid')
  const id = guid?.text.trim() || item.attributes['rdf:about']
  const permalink = guid?.attributes.isPermaLink === 'false' ? undefined : guid?.text.trim()
  const link = textIn(item, 'link') ?? (permalink && /^https?:/i.test(permalink) ? permalink : undefined)
  const tags = [...children(item, 'category'), ...children(item, 'subject', DC)].flatMap(
    ({ text }) => text.trim() || [],
  )
  return given<FeedEntry>({
    id: id ?? link,
    title: textIn(item, 'title'),
    titleHtml: undefined,
    url: absolute(link, base),
    html: textIn(item, 'encoded', CONTENT) ?? textIn(item, 'description'),
    text: undefined,
    author: rssAuthor(item),
    authorUrl: undefined,
    published: textIn(item, 'pubDate') ?? textIn(item, 'date', DC),
    updated: undefined,
    language: textIn(item, 'language', DC),
    tags: tags.length > 0 ? tags.slice(0, MOST_TAGS) : undefined,
    replyTo: undefined,
  })
}

const named = (all: FeedEntry[]): Pick<FeedDocument, 'entries' | 'skipped'> => {
  const entries = all.map((entry) => (entry.id ? entry : entry.url ? { ...entry, id: entry.url } : entry))
  const known = entries.filter(({ id }) => id !== undefined)
  return { entries: known, skipped: all.length - known.length }
}

const atom = (feed: XmlElement, base: string): FeedDocument => {
  const title = construct(child(feed, 'title'))
  return {
    ...given<Pick<FeedDocument, 'title' | 'url' | 'language'>>({
      title: title.text ?? title.html,
      url: absolute(linkOf(feed), base),
      language: feed.attributes['xml:lang'],
    }),
    ...named(children(feed, 'entry').map((entry) => atomEntry(entry, base))),
  }
}

const rss = (channel: XmlElement | undefined, items: XmlElement[], base: string): FeedDocument => ({
  ...given<Pick<FeedDocument, 'title' | 'url' | 'language'>>({
    title: textIn(channel, 'title'),
    url: absolute(textIn(channel, 'link'), base),
    language: textIn(channel, 'language') ?? textIn(channel, 'language', DC),
  }),
  ...named(items.map((item) => rssItem(item, base))),
})

/** The elements of any name space: RSS 2.0 has none, RSS 0.90, 1.0 and some that mean 2.0 have one. */
const anySpace = (of: XmlElement, name: string): XmlElement[] => of.children.filter((one) => one.name === name)

const KINDS: Readonly<Record<string, (root: XmlElement, base: string) => FeedDocument>> = {
  feed: atom,
  rss: (root, base) => {
    const [channel] = anySpace(root, 'channel')
    return rss(channel, channel ? children(channel, 'item') : [], base)
  },
  RDF: (root, base) => {
    const [channel] = anySpace(root, 'channel')
    return rss(channel, anySpace(root, 'item'), base)
  },
}

const CHARSET = /^[a-z0-9._:-]{1,40}$/i

/** The bytes as UTF-8, whatever the header or the document says that they are. */
const asUtf8 = (body: Buffer, contentType: string): Buffer => {
  const declared = /^(?:\ufeff)?\s*<\?xml[^>]{0,200}\bencoding\s*=\s*["']([^"']+)["']/.exec(
    body.toString('latin1', 0, 300),
  )
  const mark =
    body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : ''
  const label = mark || (/charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? declared?.[1] ?? 'utf-8')
  if (!CHARSET.test(label)) throw new MalformedDeliveryError('', 'The document names an encoding that is none.')
  try {
    return Buffer.from(new TextDecoder(label, { fatal: /^utf-?8$/i.test(label) }).decode(body).trimStart())
  } catch (cause) {
    throw new MalformedDeliveryError('', 'The document is not of the encoding that it says.', { cause })
  }
}

/**
 * A document as XML, of any encoding that the web knows.
 * @param most the most elements
 * @throws MalformedDeliveryError
 */
export const readXmlDocument = (body: Buffer, contentType: string, most = MOST_ELEMENTS): XmlElement =>
  parseXml(asUtf8(body, contentType), { lenient: true, most })

/**
 * A document as a feed.
 * @param from `contentType` is the header's, `url` the address that relative links start from
 * @throws MalformedDeliveryError when it is no XML, or no feed
 */
export const readAnyFeed = (body: Buffer, from: { contentType: string; url: string }): FeedDocument => {
  const root = readXmlDocument(body, from.contentType)
  const kind = Object.hasOwn(KINDS, root.name) ? KINDS[root.name] : undefined
  if (!kind) throw new MalformedDeliveryError('', 'The document is XML, but neither RSS nor Atom.')
  return kind(root, from.url)
}
