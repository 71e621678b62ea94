import { noQuery } from './asks.ts'
import { contentBody, contentQuery } from './content-asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** The routes of the catalogue of content. */
export const contentRoutes = {
  listContent: {
    method: 'GET',
    path: '/api/content',
    query: contentQuery,
  },
  importContent: {
    method: 'POST',
    path: '/api/content',
    query: noQuery,
    body: contentBody,
  },
} as const satisfies Record<string, RouteSpec>
