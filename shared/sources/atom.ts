import { MalformedDeliveryError } from './errors.ts'
import { parseXml, type XmlElement } from './xml.ts'

/** The news of an Atom feed as YouTube's hub sends it (RFC 4287), with what is gone (RFC 6721). */

const ATOM = 'http://www.w3.org/2005/Atom'
const TOMBSTONES = 'http://purl.org/atompub/tombstones/1.0'
const YOUTUBE = 'http://www.youtube.com/xml/schemas/2015'

/** Texts of an entry that is there, by the names that are read; what is missing is undefined. */
export type Feed = { entries: Record<string, string | undefined>[]; deleted: Record<string, string | undefined>[] }

const child = (of: XmlElement | undefined, name: string, space = ATOM): XmlElement | undefined =>
  of?.children.find((one) => one.name === name && one.space === space)

const textIn = (of: XmlElement | undefined, name: string, space = ATOM): string | undefined =>
  child(of, name, space)?.text.trim()

const linkOf = (of: XmlElement): string | undefined =>
  of.children.find(
    ({ name, space, attributes }) =>
      name === 'link' && space === ATOM && (attributes.rel ?? 'alternate') === 'alternate',
  )?.attributes.href

const entryOf = (entry: XmlElement) => ({
  videoId: textIn(entry, 'videoId', YOUTUBE),
  channelId: textIn(entry, 'channelId', YOUTUBE),
  title: textIn(entry, 'title'),
  link: linkOf(entry),
  name: textIn(child(entry, 'author'), 'name'),
  uri: textIn(child(entry, 'author'), 'uri'),
  published: textIn(entry, 'published'),
  updated: textIn(entry, 'updated'),
})

const deletedOf = (entry: XmlElement) => ({
  ref: entry.attributes.ref,
  when: entry.attributes.when,
  link: linkOf(entry),
  name: textIn(child(entry, 'by', TOMBSTONES), 'name'),
  uri: textIn(child(entry, 'by', TOMBSTONES), 'uri'),
})

/**
 * A body as the news of a feed.
 * @throws MalformedDeliveryError when it is no XML, or no Atom feed
 */
export const readFeed = (body: Buffer): Feed => {
  const feed = parseXml(body)
  if (feed.name !== 'feed' || feed.space !== ATOM)
    throw new MalformedDeliveryError('', 'The body is XML, but not an Atom feed.')
  const named = (name: string, space: string) => feed.children.filter((one) => one.name === name && one.space === space)
  return { entries: named('entry', ATOM).map(entryOf), deleted: named('deleted-entry', TOMBSTONES).map(deletedOf) }
}
