import * as z from 'zod/mini'
import {
  contentPieceSchema,
  decisionSchema,
  importSchema,
  mappingSchema,
  mappingTestSchema,
  mentionSchema,
  pageOf,
  pauseSchema,
  personSchema,
  sourceSchema,
  timelineItemSchema,
} from './answers.ts'
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

/**
 * One thing the API can be asked. `path` has `{name}` for a parameter of one segment. `open` needs no token.
 * `query`, `body` and `answer` are the schemas that validate and that the OpenAPI document is made of.
 */
export type RouteSpec = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  summary: string
  open?: true
  query: z.ZodMiniObject
  body?: z.ZodMiniType
  answer: z.ZodMiniType
  /** What else may be answered, beside what every route may: status → when. */
  also?: Record<number, string>
}

const notFound = { 404: 'There is no such thing.' }

/** Everything the API can be asked, by operation id. */
export const routes = {
  listMentions: {
    method: 'GET',
    path: '/api/mentions',
    summary:
      'Mentions, newest first. Deleted ones are left out. A page may be shorter than `limit`: go on while there is a `next`.',
    query: mentionsQuery,
    answer: pageOf(mentionSchema),
  },
  getMention: {
    method: 'GET',
    path: '/api/mentions/{id}',
    summary: 'One mention.',
    query: noQuery,
    answer: mentionSchema,
    also: notFound,
  },
  correctMention: {
    method: 'PUT',
    path: '/api/mentions/{id}/understanding',
    summary:
      'Says what a mention means: its sentiment, its intents, or both. It wins over the engines as long as the words stay the same, and is kept with who said it. The same again changes nothing.',
    query: noQuery,
    body: understandingBody,
    answer: mentionSchema,
    also: notFound,
  },
  findPerson: {
    method: 'GET',
    path: '/api/people',
    summary: 'The person behind a handle (`handle=github:alice`) or an account (`identity=github:12345`).',
    query: personQuery,
    answer: personSchema,
    also: notFound,
  },
  getPerson: {
    method: 'GET',
    path: '/api/people/{id}',
    summary: 'One person. An id that was merged into another one still finds the person.',
    query: noQuery,
    answer: personSchema,
    also: notFound,
  },
  getTimeline: {
    method: 'GET',
    path: '/api/people/{id}/timeline',
    summary: 'What a person wrote, bought and reacted to on all platforms, newest first.',
    query: pageQuery,
    answer: pageOf(timelineItemSchema),
    also: notFound,
  },
  listDecisions: {
    method: 'GET',
    path: '/api/decisions',
    summary: 'Who was or was not sent what, and why, newest first.',
    query: decisionsQuery,
    answer: pageOf(decisionSchema),
  },
  getPause: {
    method: 'GET',
    path: '/api/pause',
    summary: 'Whether all emails are held.',
    query: noQuery,
    answer: pauseSchema,
  },
  pause: {
    method: 'POST',
    path: '/api/pause',
    summary: 'Holds all emails at once. Decisions go on, with the reason `paused_all`.',
    query: noQuery,
    body: pauseBody,
    answer: pauseSchema,
  },
  resume: {
    method: 'POST',
    path: '/api/resume',
    summary: 'Lets emails go again. What has expired meanwhile stays unsent.',
    query: noQuery,
    body: pauseBody,
    answer: pauseSchema,
  },
  listContent: {
    method: 'GET',
    path: '/api/content',
    summary: 'The content that emails may lead to, in the order of its ids.',
    query: pageQuery,
    answer: pageOf(contentPieceSchema),
  },
  importContent: {
    method: 'POST',
    path: '/api/content',
    summary:
      'Takes up to 100 pieces of content into the catalogue; the same id again replaces a piece. Good pieces are taken even if others are refused; 400 when none is good.',
    query: noQuery,
    body: contentBody,
    answer: importSchema,
  },
  listSources: {
    method: 'GET',
    path: '/api/sources',
    summary:
      'All sources, in the order of the settings, and how each is doing. Counts are up to a quarter of an hour old.',
    query: noQuery,
    answer: z.object({ items: z.array(sourceSchema) }),
  },
  getMapping: {
    method: 'GET',
    path: '/api/sources/{name}/mapping',
    summary: 'The mapping of a source, and who put it.',
    query: noQuery,
    answer: mappingSchema,
    also: notFound,
  },
  putMapping: {
    method: 'PUT',
    path: '/api/sources/{name}/mapping',
    summary:
      'Puts the mapping of a source; the body is the mapping. It counts within a minute, without a deployment, and is kept with who put it. One that is wrong is refused with everything that is wrong with it.',
    query: noQuery,
    body: mappingBody,
    answer: mappingSchema,
    also: notFound,
  },
  deleteMapping: {
    method: 'DELETE',
    path: '/api/sources/{name}/mapping',
    summary: 'Takes the mapping of a source away. The log of what it was stays.',
    query: noQuery,
    answer: mappingSchema,
    also: notFound,
  },
  testMapping: {
    method: 'POST',
    path: '/api/sources/{name}/mapping/test',
    summary:
      'Tries a mapping (without one, that of the source) on a body, and stores nothing: answers the activities, why there are none, or what is wrong.',
    query: noQuery,
    body: mappingTestBody,
    answer: mappingTestSchema,
    also: notFound,
  },
  ...linkRoutes,
  ...topicRoutes,
  ...campaignRoutes,
  ...segmentRoutes,
  ...scoreRoutes,
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
