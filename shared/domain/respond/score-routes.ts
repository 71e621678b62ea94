import { noQuery, pageQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** What the API can be asked about scores, by operation id. */
export const scoreRoutes = {
  getScores: {
    method: 'GET',
    path: '/api/people/{id}/scores',
    query: noQuery,
  },
  listBoard: {
    method: 'GET',
    path: '/api/boards/{board}',
    query: pageQuery,
  },
  getScoreSummary: {
    method: 'GET',
    path: '/api/scores/summary',
    query: noQuery,
  },
} as const satisfies Record<string, RouteSpec>
