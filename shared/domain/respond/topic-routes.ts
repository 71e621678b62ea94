import { noQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'
import { shareOfVoiceQuery, topicsQuery } from './topic-asks.ts'

/** What the API can be asked about topics, by operation id. */
export const topicRoutes = {
  listTopics: {
    method: 'GET',
    path: '/api/topics',
    query: topicsQuery,
  },
  getTopic: {
    method: 'GET',
    path: '/api/topics/{id}',
    query: noQuery,
  },
  getShareOfVoice: {
    method: 'GET',
    path: '/api/share-of-voice',
    query: shareOfVoiceQuery,
  },
} as const satisfies Record<string, RouteSpec>
