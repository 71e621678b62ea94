import * as z from 'zod/mini'
import { STAGES } from '../nudge/stages.ts'
import { named } from './answers.ts'

const iso = z.iso.datetime()
const score = z.number().check(z.gte(0), z.lte(100))

const evidenceSchema = named(
  'JourneyEvidence',
  'One line of what speaks for a stage. `weight`: what it adds to the stage’s score, of 100. `until`: when it ceases to, if nothing more is done.',
  z.object({ what: z.string(), weight: score, from: iso, until: z.optional(iso) }),
)

export const journeySchema = named(
  'Journey',
  'The stage of the journey that a person is at, computed now (docs/journey.md has the rules). `since`, `nextChangeAt`: starts of days, in UTC; `nextChangeAt`: when another stage takes over by itself, if nothing more is done. `stages`: all of them in their order, with what speaks for each; another takes over when it is `ahead` points in front, or nothing speaks for this one any more. `outside`: the brand, staff and bots are on no journey. `stored`: the stage as it was last written, which content is chosen by.',
  z.object({
    personId: z.string(),
    computedAt: iso,
    outside: z.optional(z.enum(['brand', 'staff', 'bot'])),
    stage: z.optional(z.enum(STAGES)),
    since: z.optional(iso),
    nextChangeAt: z.optional(iso),
    ahead: z.number(),
    stages: z.array(z.object({ stage: z.enum(STAGES), score, evidence: z.array(evidenceSchema) })),
    stored: z.optional(z.object({ at: iso, stage: z.enum(STAGES), since: iso })),
  }),
)
export type JourneyAnswer = z.infer<typeof journeySchema>
