import { noQuery, pageQuery } from './asks.ts'
import { answerBody, pairBody, previewQuery, whyQuery } from './link-asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** What the API can be asked about who is who, by operation id. */
export const linkRoutes = {
  getLinks: {
    method: 'GET',
    path: '/api/people/{id}/links',
    query: noQuery,
  },
  listPeers: {
    method: 'GET',
    path: '/api/people/{id}/peers',
    query: pageQuery,
  },
  createLink: {
    method: 'POST',
    path: '/api/links',
    query: noQuery,
    body: pairBody,
  },
  deleteLink: {
    method: 'DELETE',
    path: '/api/links/{id}',
    query: whyQuery,
  },
  previewLink: {
    method: 'GET',
    path: '/api/links/preview',
    query: previewQuery,
  },
  keepApart: {
    method: 'POST',
    path: '/api/links/apart',
    query: noQuery,
    body: pairBody,
  },
  liftApart: {
    method: 'DELETE',
    path: '/api/links/apart/{id}',
    query: whyQuery,
  },
  listSuggestions: {
    method: 'GET',
    path: '/api/suggestions',
    query: pageQuery,
  },
  answerSuggestion: {
    method: 'POST',
    path: '/api/suggestions/{id}',
    query: noQuery,
    body: answerBody,
  },
  listConflicts: {
    method: 'GET',
    path: '/api/conflicts',
    query: pageQuery,
  },
} as const satisfies Record<string, RouteSpec>
