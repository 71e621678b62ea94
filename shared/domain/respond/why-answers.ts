import * as z from 'zod/mini'
import { DECISION_STATES, REASON_CODES } from '../nudge/reasons.ts'
import { named } from './answers.ts'

/** What the API answers when it is asked why. */

const iso = z.iso.datetime()

const whyDecisionSchema = named(
  'WhyDecision',
  'What called for an email and what became of it, in a sentence. `GET /api/decisions` has all of the decision.',
  z.object({
    id: z.string(),
    recipe: z.string(),
    state: z.enum(DECISION_STATES),
    reason: z.enum(REASON_CODES),
    until: z.optional(iso),
    at: iso,
    sentence: z.string(),
  }),
)
export type WhyDecisionAnswer = z.infer<typeof whyDecisionSchema>

const whyRecipeSchema = named(
  'WhyRecipe',
  'What may be sent next of a recipe: `now`, `later` (not before `notBefore`) or `no`, what keeps it back (`because`), and the `latest` decisions, three at most. Whether something calls for it, and what it asks of that (`if`, `unless`, content), is not known before.',
  z.object({
    recipe: z.string(),
    name: z.string(),
    may: z.enum(['now', 'later', 'no']),
    notBefore: z.optional(iso),
    sentence: z.string(),
    because: z.array(z.object({ reason: z.enum(REASON_CODES), until: z.optional(iso), sentence: z.string() })),
    latest: z.array(whyDecisionSchema),
  }),
)
export type WhyRecipeAnswer = z.infer<typeof whyRecipeSchema>

export const whySchema = named(
  'Why',
  'Why a person was or was not sent emails. `recipes`: per recipe what may be sent next; on the first page only. `items`: all decisions about the person, newest first. Moments in sentences are in `timeZone`.',
  z.object({
    personId: z.string(),
    name: z.string(),
    at: iso,
    timeZone: z.string(),
    recipes: z.array(whyRecipeSchema),
    items: z.array(whyDecisionSchema),
    next: z.nullable(z.string()),
  }),
)
export type WhyAnswer = z.infer<typeof whySchema>
