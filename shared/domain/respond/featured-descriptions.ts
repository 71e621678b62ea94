import * as z from 'zod/mini'
import { named } from './answers.ts'
import type { Description } from './descriptions.ts'

const nobody = { 404: 'There is no such person.' }

const wordSchema = z.object({
  identity: z.string(),
  granted: z.boolean(),
  at: z.iso.datetime(),
  source: z.string(),
  wording: z.string(),
  by: z.optional(z.string()),
  why: z.optional(z.string()),
  signUp: z.optional(z.boolean()),
})

const featuredSchema = named(
  'Featured',
  'Whether emails to others may point to what a person wrote. `counts`: the word of each account that said something; `said`: every word, newest first. `signUp`: it follows from signing up at a source.',
  z.object({ personId: z.string(), counts: z.array(wordSchema), said: z.array(wordSchema) }),
)
export type FeaturedAnswer = z.infer<typeof featuredSchema>

/** What the API answers about whose words emails may point to, by operation id. */
export const featuredDescriptions = {
  getFeatured: {
    summary: 'Whether emails to others may point to what a person wrote, and every word that was said on that.',
    answer: featuredSchema,
    also: nobody,
  },
  noteFeatured: {
    summary:
      'Writes down what a person said when somebody asked whether emails to others may point to what they wrote: for all their accounts, with who wrote it down and `why`. It is kept for ever; the newest word counts.',
    answer: featuredSchema,
    also: nobody,
  },
} as const satisfies Record<string, Description>
