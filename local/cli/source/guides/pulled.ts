import type { Guide } from './guide.ts'

/** Sources that are asked. */
export const pulled = {
  bluesky: {
    secret: 'doorless',
    where: 'Earshot asks Bluesky by itself; nothing is set up there',
    example: { type: 'bluesky', mentions: ['did:plc:ewvi7nxzyoun6zhxrhs64oiz'], terms: ['#example'] },
  },
  feed: {
    secret: 'doorless',
    where: 'Earshot asks for the feed by itself; nothing is set up there',
    example: { type: 'feed', url: 'https://blog.example.com/feed.xml' },
  },
  sitemap: {
    secret: 'doorless',
    where: 'Earshot asks for the sitemap by itself; nothing is set up there',
    example: {
      type: 'sitemap',
      url: 'https://example.com/sitemap.xml',
      under: ['https://example.com/guides/'],
      kind: 'guide',
      stage: 'use',
      language: 'en',
    },
  },
} satisfies Record<string, Guide>
