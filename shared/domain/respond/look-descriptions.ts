import { decisionSchema } from './answers.ts'
import type { Description } from './descriptions.ts'
import { doneSchema, needsSchema } from './look-answers.ts'

/** What the API answers about what needs somebody's look, by operation id. */
export const lookDescriptions = {
  listNeedsALook: {
    summary:
      'What Earshot does not settle by itself, in one list with what to do: sending that stopped because SES refused, recipes that paused themselves, privacy requests that nobody has done, and emails of which nobody has known for an hour whether SES took them.',
    answer: needsSchema,
  },
  resolveDecision: {
    summary:
      'Settles an email of which nobody knows whether it was sent, by somebody’s word, which is kept with who said it. Nothing is sent either way: `not-sent` only stops counting it against the limits on how often. What SES tells later wins.',
    answer: decisionSchema,
    also: { 404: 'There is no email of unknown fate with this id; it may have been settled.' },
  },
  donePrivacyRequest: {
    summary:
      'Says that what a platform asked for in a person’s name is done, which is kept with who said it. Nothing else is done by it.',
    answer: doneSchema,
    also: { 404: 'There is no open privacy request with this id; it may have been done.' },
  },
} as const satisfies Record<string, Description>
