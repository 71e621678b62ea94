import { contentPageSchema, importSchema } from './content-answers.ts'
import type { Description } from './descriptions.ts'

/** What the routes of the catalogue do, for people and for OpenAPI. */
export const contentDescriptions = {
  listContent: {
    summary:
      'The content that emails may lead to, and what is left out with the reason, in the order of its ids; with `q` what may be pointed to and fits the words, the best first, with why.',
    answer: contentPageSchema,
  },
  importContent: {
    summary:
      'Takes up to 100 pieces of content into the catalogue; the same id again replaces a piece. Good pieces are taken even if others are refused; 400 when none is good.',
    answer: importSchema,
  },
} satisfies Record<string, Description>
