import type { Description } from './descriptions.ts'
import { emailPreviewSchema, emailTestSchema } from './email-preview-answers.ts'

const notFound = { 404: 'There is no such recipe, version or person.' }

/** What the API answers about emails that are only looked at, by operation id. */
export const emailPreviewDescriptions = {
  previewRecipe: {
    summary:
      'The email of a recipe as a person would get it: subject, preheader, HTML, text, headers, which content and why, what is missing, and what would hold it. `recipe`: a draft instead of what is kept; `version`: an older one; `language`: instead of the person’s. Nothing is written or sent.',
    answer: emailPreviewSchema,
    also: notFound,
  },
  testRecipe: {
    summary:
      'Sends what the preview shows to the address in your token, and to nobody else: marked as a test, with links that stop nothing, counted nowhere. Ten an hour.',
    answer: emailTestSchema,
    also: {
      ...notFound,
      409: 'The token has no confirmed address, or the email cannot be made.',
      429: 'Ten tests an hour are enough.',
      502: 'The email service did not take it.',
    },
  },
} as const satisfies Record<string, Description>
