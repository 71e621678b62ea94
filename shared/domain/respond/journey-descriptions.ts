import type { Description } from './descriptions.ts'
import { journeySchema } from './journey-answers.ts'

/** What the API answers about journeys, by operation id. */
export const journeyDescriptions = {
  getJourney: {
    summary:
      'The stage of the journey that a person is at (research, consideration, purchase, onboarding, use, renewal, advocacy), since when, with the evidence line by line, and the scores of the other stages.',
    answer: journeySchema,
    also: { 404: 'There is no such person.' },
  },
} as const satisfies Record<string, Description>
