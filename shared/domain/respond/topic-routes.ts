import { pageOf } from './answers.ts'
import { noQuery } from './asks.ts'
import type { RouteSpec } from './routes.ts'
import { shareOfVoiceSchema, topicDetailSchema, topicSchema } from './topic-answers.ts'
import { shareOfVoiceQuery, topicsQuery } from './topic-asks.ts'

/** What the API can be asked about topics, by operation id. */
export const topicRoutes = {
  listTopics: {
    method: 'GET',
    path: '/api/topics',
    summary:
      'Topics that are hot or have been, those that became so last first. `hot=true` leaves out those that have cooled, `hot=false` those that are hot.',
    query: topicsQuery,
    answer: pageOf(topicSchema),
  },
  getTopic: {
    method: 'GET',
    path: '/api/topics/{id}',
    summary: 'One topic: its curve, its season, its sentiment, who leads it, and examples.',
    query: noQuery,
    answer: topicDetailSchema,
    also: { 404: 'Nothing is remembered of such a topic.' },
  },
  getShareOfVoice: {
    method: 'GET',
    path: '/api/share-of-voice',
    summary:
      "How often people say the names that the stage's settings list, yours and others', from one moment until another (at most 92 days; the last seven when left out).",
    query: shareOfVoiceQuery,
    answer: shareOfVoiceSchema,
  },
} as const satisfies Record<string, RouteSpec>
