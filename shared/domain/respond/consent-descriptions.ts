import { consentSchema, preferencesSchema } from './consent-answers.ts'
import type { Description } from './descriptions.ts'

const nobody = { 404: 'There is no such person.' }

/** What the API answers about what people agreed to and chose, by operation id. */
export const consentDescriptions = {
  getConsent: {
    summary: 'The ledger of consent: who said what of emails, where and to which wording, newest first.',
    answer: consentSchema,
    also: nobody,
  },
  getPreferences: {
    summary: 'What a person may be sent by email, and what they have chosen.',
    answer: preferencesSchema,
    also: nobody,
  },
  stopEmails: {
    summary:
      'Stops a topic, or all emails (`stop: "all"`), because the person asked somebody for it. It is kept with who did it and `why`. Nothing can be turned on here: only the person can do that. The same again changes nothing.',
    answer: preferencesSchema,
    also: nobody,
  },
} as const satisfies Record<string, Description>
