import { pageOf } from './answers.ts'
import { noQuery, pageQuery } from './asks.ts'
import type { RouteSpec } from './routes.ts'
import { boardEntrySchema, personScoresSchema, scoreSummarySchema } from './score-answers.ts'

/** What the API can be asked about scores, by operation id. */
export const scoreRoutes = {
  getScores: {
    method: 'GET',
    path: '/api/people/{id}/scores',
    summary: 'All scores of a person, each with the lines that it is made of.',
    query: noQuery,
    answer: personScoresSchema,
    also: { 404: 'There is no such person.' },
  },
  listBoard: {
    method: 'GET',
    path: '/api/boards/{board}',
    summary:
      'A leaderboard: participation, influence, advocate or value; the first first. A page may be shorter than `limit`: go on while there is a `next`.',
    query: pageQuery,
    answer: pageOf(boardEntrySchema),
    also: { 404: 'There is no such board.' },
  },
  getScoreSummary: {
    method: 'GET',
    path: '/api/scores/summary',
    summary: 'What the last night found out about all people together; the estimated net promoter score among it.',
    query: noQuery,
    answer: scoreSummarySchema,
  },
} as const satisfies Record<string, RouteSpec>
