import { pageOf } from './answers.ts'
import type { Description } from './descriptions.ts'
import { boardEntrySchema, personScoresSchema, scoreSummarySchema } from './score-answers.ts'

/** What the API answers when it is asked about scores, by operation id. */
export const scoreDescriptions = {
  getScores: {
    summary: 'All scores of a person, each with the lines that it is made of.',
    answer: personScoresSchema,
    also: { 404: 'There is no such person.' },
  },
  listBoard: {
    summary:
      'A leaderboard: participation, influence, advocate or value; the first first. A page may be shorter than `limit`: go on while there is a `next`.',
    answer: pageOf(boardEntrySchema),
    also: { 404: 'There is no such board.' },
  },
  getScoreSummary: {
    summary: 'What the last night found out about all people together; the estimated net promoter score among it.',
    answer: scoreSummarySchema,
  },
} as const satisfies Record<string, Description>
