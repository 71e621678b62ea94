import type { Description } from './descriptions.ts'
import { resultsSchema } from './results-answers.ts'
import { whySchema } from './why-answers.ts'

/** What the API answers about why, and about results, by operation id. */
export const whyDescriptions = {
  getWhy: {
    summary:
      'Why a person was or was not sent emails, in plain sentences, and what may be sent next. `recipe`: of one recipe only.',
    answer: whySchema,
    also: { 404: 'There is no such person.' },
  },
  getResults: {
    summary:
      'What a recipe has achieved, compared with people who were left without. `detect`: the smallest effect worth telling, as a part of the share without the email (.25 tells 20 % from 25 %); settle on it before you look.',
    answer: resultsSchema,
    also: { 404: 'There is no such recipe.' },
  },
} as const satisfies Record<string, Description>
