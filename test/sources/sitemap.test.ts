import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { readSitemap, wordsOfAddress } from '../../shared/sources/sitemap-read.ts'

const read = (document: string) => readSitemap(Buffer.from(document), 'application/xml')
const SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

describe('sitemaps', () => {
  it('tell addresses, and what extensions say of them', () => {
    const document = `<?xml version="1.0" encoding="UTF-8"?><urlset ${SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc> https://guides.example/a?x=1&amp;y=2 </loc><lastmod>2026-11-20</lastmod><priority>0.8</priority></url>
      <url><loc>https://guides.example/b</loc><news:news><news:publication><news:name>N</news:name><news:language>de</news:language></news:publication>
        <news:publication_date>2026-11-19T10:00:00+01:00</news:publication_date><news:title>Gut &amp; neu</news:title></news:news></url>
      <url><lastmod>2026-11-20</lastmod></url></urlset>`
    expect(read(document)).toEqual({
      pages: [
        { loc: 'https://guides.example/a?x=1&y=2', lastmod: '2026-11-20T00:00:00.000Z' },
        { loc: 'https://guides.example/b', title: 'Gut & neu', language: 'de', published: '2026-11-19T09:00:00.000Z' },
      ],
    })
  })

  it('may be an index of more of them', () => {
    const document = `<sitemapindex ${SPACE}><sitemap><loc>https://guides.example/1.xml.gz</loc></sitemap><sitemap/></sitemapindex>`
    expect(read(document)).toEqual({ sitemaps: ['https://guides.example/1.xml.gz'] })
  })

  it.each([
    '',
    '<rss/>',
    'https://guides.example/a',
    `<urlset ${SPACE}><url>`,
    '<!DOCTYPE x [<!ENTITY a "b">]><urlset/>',
  ])('are not: %s', (document) => expect(() => read(document)).toThrow(MalformedDeliveryError))

  it('of any bytes end in pages or in a refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        try {
          read(`<urlset><url><loc>${text}</loc></url></urlset>`)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedDeliveryError)
        }
      }),
    )
  })

  it('are nobody’s activities', () => {
    const delivery = { v: 1 as const, id: 'd', source: 'guides', receivedAt: '2026-11-21T20:00:00.000Z', headers: {} }
    const sources = {
      guides: {
        ...{ type: 'sitemap' as const, url: 'https://guides.example/sitemap.xml', under: ['https://guides.example/'] },
        ...{ kind: 'guide' as const, stage: 'use' as const, language: 'en' },
      },
    }
    expect(normaliseDelivery(delivery, Buffer.from('{}'), sources)).toEqual({
      activities: [],
      ignored: 'pages are no activities',
    })
  })
})

describe('the words of an address', () => {
  it.each([
    ['https://x.example/guides/how-to-descale.html', 'How to descale'],
    ['https://x.example/guides/caf%C3%A9_au_lait/', 'Café au lait'],
    ['https://x.example/t/why-is-my-shot-sour/8841', 'Why is my shot sour'],
    ['https://x.example/p/grinder-0f8fad5bd9cb469f', 'Grinder'],
    ['https://x.example/en/%E0%A4%A', undefined],
    ['https://x.example/guides/12345', undefined],
    ['https://x.example/12345', undefined],
    ['https://x.example/', undefined],
    ['https://x.example/550e8400-e29b-41d4-a716-446655440000', undefined],
  ])('%s', (address, words) => expect(wordsOfAddress(new URL(address))).toBe(words))
})
