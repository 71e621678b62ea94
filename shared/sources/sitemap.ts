import type { Normalise } from './source.ts'

/** Pages of a sitemap are nobody's activities: they go straight into the catalogue, and never through the queue. */
export const normaliseSitemap: Normalise<'sitemap'> = () => ({ activities: [], ignored: 'pages are no activities' })
