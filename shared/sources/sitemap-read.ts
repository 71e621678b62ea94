import { MalformedDeliveryError } from './errors.ts'
import { readXmlDocument } from './feed-read.ts'
import { isoText, oneLine } from './text.ts'
import type { XmlElement } from './xml.ts'

/** Sitemaps as sitemaps.org has them, with what Google's news and video extensions add. */

/** A page of a sitemap. `title` is there only where an extension tells it. */
export type SitemapPage = { loc: string; lastmod?: string; title?: string; language?: string; published?: string }

/** What a document is: pages, or the addresses of more sitemaps. */
export type Sitemap = { pages: SitemapPage[] } | { sitemaps: string[] }

/** The protocol's limit of 50,000 pages, with all that can be said of each. */
const MOST_ELEMENTS = 600_000

const child = (of: XmlElement | undefined, name: string): XmlElement | undefined =>
  of?.children.find((one) => one.name === name)

const textIn = (of: XmlElement | undefined, name: string): string | undefined =>
  child(of, name)?.text.trim() || undefined

const pageOf = (url: XmlElement): SitemapPage[] => {
  const loc = textIn(url, 'loc')
  if (!loc) return []
  const news = child(url, 'news')
  const title = oneLine(textIn(news, 'title') ?? textIn(child(url, 'video'), 'title'))
  const language = textIn(child(news, 'publication'), 'language')?.slice(0, 2).toLowerCase()
  const lastmod = isoText(textIn(url, 'lastmod'))
  const published = isoText(textIn(news, 'publication_date'))
  return [
    {
      loc,
      ...(lastmod ? { lastmod } : {}),
      ...(title ? { title } : {}),
      ...(language && /^[a-z]{2}$/.test(language) ? { language } : {}),
      ...(published ? { published } : {}),
    },
  ]
}

/**
 * A document as a sitemap, or as an index of them.
 * @throws MalformedDeliveryError when it is no XML, or neither of the two
 */
export const readSitemap = (body: Buffer, contentType: string): Sitemap => {
  const root = readXmlDocument(body, contentType, MOST_ELEMENTS)
  const all = (name: string) => root.children.filter((one) => one.name === name)
  if (root.name === 'urlset') return { pages: all('url').flatMap(pageOf) }
  if (root.name === 'sitemapindex') return { sitemaps: all('sitemap').flatMap((one) => textIn(one, 'loc') ?? []) }
  throw new MalformedDeliveryError('', 'The document is XML, but no sitemap.')
}

/** Ids without words: numbers, and hexadecimal text such as a hash or a part of a UUID. */
const NO_WORD = /^(?:\d+|(?=[^g-z]*\d)[0-9a-f]{6,})$/i

/**
 * The words of a page's address: the last part of its path. `/guides/how-to-descale.html` is `How to descale`. Where that is
 * only an id, the part before it that has several words; a single one is the name of a section, not of a page.
 * @returns undefined when there are none
 */
export const wordsOfAddress = (url: URL): string | undefined => {
  const parts = url.pathname.split('/').filter((part) => part !== '')
  for (const [at, part] of parts.toReversed().entries()) {
    let text = part
    try {
      text = decodeURIComponent(part)
    } catch {
      // As it is, then: the words are for people, nothing is looked up by them.
    }
    const words = text
      .replace(/\.[a-z]{2,5}$/i, '')
      .split(/[-_+.\s]+/)
      .filter((word) => word !== '' && !NO_WORD.test(word))
    const line = words.length > (at === 0 ? 0 : 1) ? oneLine(words.join(' '), 200) : undefined
    if (line && /\p{L}{2}/u.test(line)) return line.charAt(0).toUpperCase() + line.slice(1)
  }
  return undefined
}
