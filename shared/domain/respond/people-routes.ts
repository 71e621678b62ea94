import {
  mappingBody,
  mappingTestBody,
  mentionsQuery,
  noQuery,
  pageQuery,
  personQuery,
  understandingBody,
} from './asks.ts'
import { campaignRoutes } from './campaign-routes.ts'
import { linkRoutes } from './link-routes.ts'
import type { RouteSpec } from './route-spec.ts'
import { scoreRoutes } from './score-routes.ts'
import { segmentRoutes } from './segment-routes.ts'
import { topicRoutes } from './topic-routes.ts'

/** What the function `api` can be asked: who said what, and who they are. */
export const peopleRoutes = {
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
} as const satisfies Record<string, RouteSpec>
