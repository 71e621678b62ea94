/** Feeds as the programs that make them write them. */

export type Entry = {
  id: string
  title: string
  html: string
  url?: string
  by?: { name: string; url?: string }
  published: string
  updated?: string
  replyTo?: string
  tags?: string[]
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const optional = (text: string | undefined, element: (text: string) => string): string =>
  text === undefined ? '' : element(text)

/** Atom (RFC 4287), as Reddit, GitHub and WordPress write it. */
export const atomFeed = (
  entries: readonly Entry[],
  title = 'The blog',
): string => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="en-GB">
 <title>${escaped(title)}</title><id>urn:feed</id><updated>2026-11-20T10:00:00Z</updated>
 <link rel="self" href="https://blog.example/feed.xml"/><link href="https://blog.example/"/>
${entries
  .map(
    ({ id, title: name, html, url, by, published, updated, replyTo, tags = [] }) => ` <entry>
  <id>${escaped(id)}</id><title>${escaped(name)}</title>${optional(url, (to) => `<link rel="alternate" href="${escaped(to)}"/>`)}
  ${by ? `<author><name>${escaped(by.name)}</name>${optional(by.url, (to) => `<uri>${escaped(to)}</uri>`)}</author>` : ''}
  ${tags.map((tag) => `<category term="${escaped(tag)}"/>`).join('')}${optional(replyTo, (ref) => `<thr:in-reply-to ref="${escaped(ref)}"/>`)}
  <content type="html">${escaped(html)}</content><published>${published}</published><updated>${updated ?? published}</updated>
 </entry>`,
  )
  .join('\n')}
</feed>`

/** RSS 2.0, as most blogs write it. */
export const rssFeed = (
  entries: readonly Entry[],
  title = 'The blog',
): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
 <title>${escaped(title)}</title><link>https://blog.example/</link><description>All of it</description><language>en</language>
 <atom:link href="https://blog.example/feed.xml" rel="self" type="application/rss+xml"/>
${entries
  .map(
    ({ id, title: name, html, url, by, published, tags = [] }) => ` <item>
  <title>${escaped(name)}</title>${optional(url, (to) => `<link>${escaped(to)}</link>`)}<guid isPermaLink="false">${escaped(id)}</guid>
  ${by ? `<dc:creator><![CDATA[${by.name}]]></dc:creator>` : ''}${tags.map((tag) => `<category>${escaped(tag)}</category>`).join('')}
  <description>${escaped(html.slice(0, 20))}</description><content:encoded><![CDATA[${html}]]></content:encoded>
  <pubDate>${new Date(published).toUTCString()}</pubDate>
 </item>`,
  )
  .join('\n')}
</channel></rss>`
