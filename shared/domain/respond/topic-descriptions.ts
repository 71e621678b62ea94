import { pageOf } from './answers.ts'
import type { Description } from './descriptions.ts'
import { shareOfVoiceSchema, topicDetailSchema, topicSchema } from './topic-answers.ts'

/** What the API answers when it is asked about topics, by operation id. */
export const topicDescriptions = {
  listTopics: {
    summary:
      'Topics that are hot or have been, those that became so last first. `hot=true` leaves out those that have cooled, `hot=false` those that are hot.',
    answer: pageOf(topicSchema),
  },
  getTopic: {
    summary: 'One topic: its curve, its season, its sentiment, who leads it, and examples.',
    answer: topicDetailSchema,
    also: { 404: 'Nothing is remembered of such a topic.' },
  },
  getShareOfVoice: {
    summary:
      "How often people say the names that the stage's settings list, yours and others', from one moment until another (at most 92 days; the last seven when left out).",
    answer: shareOfVoiceSchema,
  },
} as const satisfies Record<string, Description>
