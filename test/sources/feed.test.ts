import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { atomFeed, type Entry, rssFeed } from '../../local/payloads/feed.ts'
import { activitySchema, type MentionActivity } from '../../shared/domain/listen/activity.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { type FeedEntry, readAnyFeed } from '../../shared/sources/feed-read.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'

const URL_OF_FEED = 'https://blog.example/feed.xml'
const RECEIVED = '2026-11-21T20:00:00.000Z'

const read = (document: string | Buffer, contentType = 'application/xml') =>
  readAnyFeed(Buffer.from(document), { contentType, url: URL_OF_FEED })

const mention = (body: object, receivedAt = RECEIVED): MentionActivity => {
  const delivery = { v: 1 as const, id: 'd', source: 'blog', receivedAt, headers: {} }
  const { activities } = normaliseDelivery(delivery, Buffer.from(JSON.stringify(body)), {
    blog: { type: 'feed', url: URL_OF_FEED },
  })
  return activities[0] as MentionActivity
}

const pulled = (document: string, at = 0, more: object = {}, receivedAt = RECEIVED): MentionActivity => {
  const { entries, skipped: _, ...feed } = read(document)
  return mention({ entry: entries[at] ?? {}, feed, ...more }, receivedAt)
}

const entry = (more: Partial<Entry> = {}): Entry => ({
  id: 'tag:blog.example,2026:1',
  title: 'Descaling & you',
  html: '<p>Use <b>citric acid</b>.</p><p>Rinse.</p>',
  url: 'https://blog.example/descaling',
  by: { name: 'Ada', url: 'https://blog.example/ada' },
  published: '2026-11-20T09:00:00Z',
  ...more,
})

describe('entries of Atom', () => {
  it('are posts that start a thread', () => {
    expect(pulled(atomFeed([entry({ tags: ['tips'], updated: '2026-11-20T10:00:00Z' })]))).toEqual({
      kind: 'post',
      source: 'blog',
      platform: 'blog',
      id: 'tag:blog.example,2026:1',
      at: '2026-11-20T10:00:00.000Z',
      revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
      author: { id: 'https://blog.example/ada', name: 'Ada', url: 'https://blog.example/ada' },
      title: 'Descaling & you',
      text: 'Use citric acid.\n\nRinse.',
      url: 'https://blog.example/descaling',
      language: 'en-GB',
      tags: ['tips'],
      createdAt: '2026-11-20T09:00:00.000Z',
      editedAt: '2026-11-20T10:00:00.000Z',
      thread: {
        id: 'tag:blog.example,2026:1',
        title: 'Descaling & you',
        url: 'https://blog.example/descaling',
        author: { id: 'https://blog.example/ada' },
      },
    })
  })

  it('that answer another one are replies', () => {
    expect(pulled(atomFeed([entry({ replyTo: 'tag:blog.example,2026:0' })]))).toMatchObject({
      kind: 'reply',
      parent: { id: 'tag:blog.example,2026:0' },
      thread: { id: 'tag:blog.example,2026:0' },
    })
  })

  it('of Reddit have a handle, and not the line of links that Reddit puts under them', () => {
    const html = `<!-- SC_OFF --><div class="md"><p>My portafilter leaks.</p></div><!-- SC_ON --> &#32; submitted by &#32; <a href="https://www.reddit.com/user/tamper"> /u/tamper </a> <br/> <span><a href="https://www.reddit.com/r/espresso/1">[link]</a></span> &#32; <span><a href="https://www.reddit.com/r/espresso/1">[comments]</a></span>`
    const url = 'https://www.reddit.com/r/espresso/comments/1'
    const by = { name: '/u/tamper', url: 'https://www.reddit.com/user/tamper' }
    expect(pulled(atomFeed([entry({ id: 't3_1', html, url, by })]))).toMatchObject({
      id: 't3_1',
      text: 'My portafilter leaks.',
      author: { id: 'https://www.reddit.com/user/tamper', handle: 'tamper', name: 'tamper' },
    })
  })

  it.each([
    ['a name alone', { name: 'Ada' }, true],
    ['a page elsewhere, as commenters type one in', { name: 'Ada', url: 'https://ada.example/' }, true],
    ['a page of the feed’s own site', { name: 'Ada', url: 'https://blog.example/ada' }, undefined],
    ['nobody, so that they are the site’s own', undefined, undefined],
  ])('by %s: what nobody vouches for is marked', (_, by, unverified) => {
    const { by: __, ...rest } = entry()
    expect(pulled(atomFeed([by ? { ...rest, by } : rest])).unverified).toBe(unverified)
  })

  it('may have their words as XHTML, as plain text, or in a summary', () => {
    const atom = (words: string) =>
      pulled(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>${words}</entry></feed>`).text
    const xhtml = '<div xmlns="http://www.w3.org/1999/xhtml">One <b>two</b> three<br/>four</div>'
    expect(atom(`<content type="xhtml">${xhtml}</content>`)).toBe('One two three\nfour')
    expect(atom('<content>2 &lt; 3</content>')).toBe('2 < 3')
    expect(atom('<content type="html"/><summary type="html">&lt;i&gt;short&lt;/i&gt;</summary>')).toBe('short')
  })
})

describe('entries of RSS', () => {
  it('are posts with all of their words, under the guid', () => {
    expect(pulled(rssFeed([entry({ tags: ['tips', 'water'] })]))).toMatchObject({
      kind: 'post',
      id: 'tag:blog.example,2026:1',
      text: 'Use citric acid.\n\nRinse.',
      title: 'Descaling & you',
      author: { id: 'Ada', name: 'Ada' },
      createdAt: '2026-11-20T09:00:00.000Z',
      tags: ['tips', 'water'],
      language: 'en',
    })
  })

  const item = (inner: string): FeedEntry | undefined =>
    read(`<rss><channel><item>${inner}</item></channel></rss>`).entries[0]

  it('have no email address in them: only the name beside it is read', () => {
    expect(item('<guid>1</guid><author>ada@blog.example (Ada)</author>')?.author).toBe('Ada')
    expect(item('<guid>1</guid><author>ada@blog.example</author>')).not.toHaveProperty('author')
    const { author } = mention({ entry: { id: '1', author: null }, feed: { title: 'The blog' } })
    expect(author).toEqual({ id: 'feed', name: 'The blog', role: 'bot' })
  })

  it('are known by their link where they have no guid, and left out where they have neither', () => {
    expect(item('<link>/one</link>')).toMatchObject({ id: '/one', url: 'https://blog.example/one' })
    expect(item('<guid>https://blog.example/p</guid>')).toMatchObject({ url: 'https://blog.example/p' })
    const feed = read('<rss><channel><item><title>Nobody</title></item><item><guid>1</guid></item></channel></rss>')
    expect([feed.entries.length, feed.skipped]).toEqual([1, 1])
  })

  it('of version 1.0 stand beside the channel, dated by Dublin Core', () => {
    const rdf = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://blog.example/"><title>Old blog</title><link>https://blog.example/</link></channel>
      <item rdf:about="https://blog.example/1"><title>One</title><link>https://blog.example/1</link><description>Words</description><dc:date>2026-11-19T01:02:03+01:00</dc:date><dc:creator>Ben</dc:creator></item></rdf:RDF>`
    expect(pulled(rdf)).toMatchObject({
      id: 'https://blog.example/1',
      createdAt: '2026-11-19T00:02:03.000Z',
      author: { id: 'Ben' },
      text: 'Words',
    })
  })
})

describe('states of an entry', () => {
  it('that the feed dates are ordered by it', () => {
    const first = pulled(atomFeed([entry()]))
    const edited = pulled(atomFeed([entry({ html: 'New words', updated: '2026-11-20T11:00:00Z' })]), 0, {
      changed: true,
    })
    expect(edited.revision > first.revision).toBe(true)
    expect(edited.editedAt).toBe('2026-11-20T11:00:00.000Z')
  })

  it('that the feed does not date come after the first, in the order in which they were seen', () => {
    const first = pulled(rssFeed([entry()]))
    const second = pulled(rssFeed([entry({ html: 'second' })]), 0, { changed: true }, '2026-11-21T21:00:00.000Z')
    const third = pulled(rssFeed([entry({ html: 'third' })]), 0, { changed: true }, '2026-11-21T22:00:00.000Z')
    expect([third.revision, first.revision, second.revision].sort()).toEqual([
      first.revision,
      second.revision,
      third.revision,
    ])
  })

  it('that are the same have the same revision, whenever they are seen', () => {
    const [one, other] = [RECEIVED, '2026-11-22T20:00:00.000Z'].map((at) => pulled(rssFeed([entry()]), 0, {}, at))
    expect(one?.revision).toBe(other?.revision)
  })

  it('are never from the future, and have the time of the look where the feed has none', () => {
    expect(pulled(atomFeed([entry({ published: '2036-01-01T00:00:00Z' })]))).toMatchObject({
      at: RECEIVED,
      createdAt: RECEIVED,
    })
    expect(mention({ entry: { id: '1', published: 'last Tuesday' }, feed: {} }).createdAt).toBe(RECEIVED)
  })
})

describe('documents', () => {
  it('are read in the encoding that they say', () => {
    const latin = (declared: string) =>
      Buffer.from(`<?xml version="1.0"${declared}?><rss><channel><title>Caf\xe9</title></channel></rss>`, 'latin1')
    expect(read(latin(' encoding="ISO-8859-1"')).title).toBe('Café')
    expect(read(latin(''), 'text/xml; charset=windows-1252').title).toBe('Café')
    const wide = Buffer.from('\ufeff<rss><channel><title>Tea</title></channel></rss>', 'utf16le')
    expect(read(wide).title).toBe('Tea')
    expect(() => read(latin(' encoding="klingon"'))).toThrow(MalformedDeliveryError)
    expect(() => read(latin(''))).toThrow(MalformedDeliveryError)
  })

  it('may be written carelessly: HTML’s entities, prefixes nobody declared, a DOCTYPE, blanks in front', () => {
    const careless = `\n<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example/rss.dtd"><rss><channel><item><guid>1</guid><title>Tea &nbsp;&amp; AT&T &#0;</title><media:thumbnail url="x"/></item></channel></rss>`
    expect(read(careless).entries[0]?.title).toBe('Tea &nbsp;& AT&T \ufffd')
  })

  it.each([
    ['nothing', ''],
    ['a web page', '<!DOCTYPE html><html><head><title>404</title></head><body><p>Sorry<p></body></html>'],
    ['JSON', '{"version":"https://jsonfeed.org/version/1.1"}'],
    ['another document', '<opml><body/></opml>'],
    ['half a feed', atomFeed([entry()]).slice(0, 600)],
    [
      'entities of its own',
      '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
    ],
    [
      'an entity outside',
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    ],
  ])('that are no feed are refused: %s', (_, document) => {
    expect(() => read(document)).toThrow(MalformedDeliveryError)
  })

  it('give back what was written, whatever it is', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[^\P{C}\n]/gu, '').trim())
    fc.assert(
      fc.property(fc.array(fc.record({ id: word, title: word, html: word }), { maxLength: 5 }), (words) => {
        const entries = words.map((one, at) => ({ ...one, id: `${at}-${one.id}`, published: '2026-11-20T09:00:00Z' }))
        const document = read(atomFeed(entries))
        expect(document.entries.map(({ id, html }) => [id, html])).toEqual(
          entries.map(({ id, html }) => [id, html || undefined].map((one) => one?.trim() || one)),
        )
        for (const { id, title, html } of document.entries)
          expect(activitySchema.safeParse(mention({ entry: { id, title, html }, feed: {} })).success).toBe(true)
      }),
    )
  })

  it('of any bytes end in a feed or in a refusal, and in nothing else', () => {
    const sample = Buffer.from(rssFeed([entry()]))
    const mutated = fc
      .array(fc.record({ at: fc.nat(sample.length - 1), byte: fc.nat(255) }), { maxLength: 8 })
      .map((edits) => {
        const bytes = Buffer.from(sample)
        for (const { at, byte } of edits) bytes[at] = byte
        return bytes
      })
    fc.assert(
      fc.property(
        fc.oneof(
          mutated,
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          try {
            const { entries, skipped: _, ...feed } = read(bytes)
            for (const one of entries) mention({ entry: one, feed })
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedDeliveryError)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('of great length are read in a time that grows with it, and not faster', () => {
    const timeOf = (count: number): number => {
      const document = Buffer.from(atomFeed(Array.from({ length: count }, (_, at) => entry({ id: `${at}` }))))
      const from = performance.now()
      expect(read(document).entries).toHaveLength(count)
      return performance.now() - from
    }
    timeOf(500)
    // A busy machine may disturb one measurement, but not every one of them.
    let least = Number.POSITIVE_INFINITY
    for (let attempt = 0; attempt < 10 && least >= 30; attempt++) least = Math.min(least, timeOf(8_000) / timeOf(1_000))
    expect(least).toBeLessThan(30)
  })

  it('with more elements than any feed are refused', () => {
    expect(() => read(`<rss><channel>${'<a/>'.repeat(200_001)}</channel></rss>`)).toThrow(MalformedDeliveryError)
  })
})

describe('ids and names', () => {
  it('that are too long are kept as a hash of them', () => {
    const long = `https://blog.example/${'x'.repeat(1_000)}`
    const { id, author, parent } = mention({
      entry: { id: long, author: 'A', authorUrl: long, replyTo: long },
      feed: {},
    })
    expect(id).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect([author.id, parent?.id]).toEqual([id, id])
  })
})
