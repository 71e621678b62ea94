import type * as z from 'zod/mini'
import {
  contentBody,
  decisionsQuery,
  mappingBody,
  mappingTestBody,
  mentionsQuery,
  noQuery,
  pageQuery,
  pauseBody,
  personQuery,
  understandingBody,
} from './asks.ts'
import { campaignRoutes } from './campaign-routes.ts'
import { linkRoutes } from './link-routes.ts'
import { scoreRoutes } from './score-routes.ts'
import { segmentRoutes } from './segment-routes.ts'
import { topicRoutes } from './topic-routes.ts'
import { whyRoutes } from './why-routes.ts'

/**
 * One thing the API can be asked. `path` has `{name}` for a parameter of one segment. `open` needs no token.
 * `query` and `body` are the schemas that validate; what is answered stands in descriptions.ts.
 */
export type RouteSpec = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  open?: true
  query: z.ZodMiniObject
  body?: z.ZodMiniType
}

/** Everything the API can be asked, by operation id. */
export const routes = {
  listMentions: {
    method: 'GET',
    path: '/api/mentions',
    query: mentionsQuery,
  },
  getMention: {
    method: 'GET',
    path: '/api/mentions/{id}',
    query: noQuery,
  },
  correctMention: {
    method: 'PUT',
    path: '/api/mentions/{id}/understanding',
    query: noQuery,
    body: understandingBody,
  },
  findPerson: {
    method: 'GET',
    path: '/api/people',
    query: personQuery,
  },
  getPerson: {
    method: 'GET',
    path: '/api/people/{id}',
    query: noQuery,
  },
  getTimeline: {
    method: 'GET',
    path: '/api/people/{id}/timeline',
    query: pageQuery,
  },
  listDecisions: {
    method: 'GET',
    path: '/api/decisions',
    query: decisionsQuery,
  },
  getPause: {
    method: 'GET',
    path: '/api/pause',
    query: noQuery,
  },
  pause: {
    method: 'POST',
    path: '/api/pause',
    query: noQuery,
    body: pauseBody,
  },
  resume: {
    method: 'POST',
    path: '/api/resume',
    query: noQuery,
    body: pauseBody,
  },
  listContent: {
    method: 'GET',
    path: '/api/content',
    query: pageQuery,
  },
  importContent: {
    method: 'POST',
    path: '/api/content',
    query: noQuery,
    body: contentBody,
  },
  listSources: {
    method: 'GET',
    path: '/api/sources',
    query: noQuery,
  },
  getMapping: {
    method: 'GET',
    path: '/api/sources/{name}/mapping',
    query: noQuery,
  },
  putMapping: {
    method: 'PUT',
    path: '/api/sources/{name}/mapping',
    query: noQuery,
    body: mappingBody,
  },
  deleteMapping: {
    method: 'DELETE',
    path: '/api/sources/{name}/mapping',
    query: noQuery,
  },
  testMapping: {
    method: 'POST',
    path: '/api/sources/{name}/mapping/test',
    query: noQuery,
    body: mappingTestBody,
  },
  ...linkRoutes,
  ...topicRoutes,
  ...campaignRoutes,
  ...segmentRoutes,
  ...scoreRoutes,
  ...whyRoutes,
} as const satisfies Record<string, RouteSpec>
export type RouteId = keyof typeof routes

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const found = new RegExp(`^${pattern.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(path)
  return found ? { ...found.groups } : undefined
}

/** What a request is for; or, when only the method is wrong, the methods that would do; or nothing at all. */
export type Found = { route: RouteId; params: Record<string, string> } | { allow: string[] }

/** Finds the route of a request. No methods to allow means that there is nothing at this path. */
export const findRoute = (method: string, path: string): Found => {
  const allow: string[] = []
  for (const [id, spec] of Object.entries(routes) as [RouteId, RouteSpec][]) {
    const params = match(spec.path, path)
    if (!params) continue
    if (spec.method === method) return { route: id, params }
    allow.push(spec.method)
  }
  return { allow }
}
