import * as z from 'zod/mini'
import { DECISION_STATES, REASON_CODES } from '../nudge/reasons.ts'
import { named } from './answers.ts'

/** What the API answers about a link or a split before it happens. */

const iso = z.iso.datetime()

const previewPersonSchema = named(
  'PreviewPerson',
  'A person as they are, or would be: `limits` says how many accounts of each platform there are and how many may be; `mail` whether each topic may be mailed, and if not, why and by the word of which address (the strictest counts); `timeline` counts what the last 36 months of the timeline hold; `scores` and `segments` are computed as they would be.',
  z.object({
    id: z.string(),
    name: z.string(),
    customer: z.boolean(),
    identities: z.array(z.string()),
    limits: z.array(z.object({ platform: z.string(), count: z.int(), limit: z.int() })),
    mail: z.array(
      z.object({
        topic: z.string(),
        allowed: z.boolean(),
        reason: z.optional(z.enum(REASON_CODES)),
        identity: z.optional(z.string()),
      }),
    ),
    timeline: z.object({ mentions: z.int(), reactions: z.int(), orders: z.int() }),
    scores: z.record(z.string(), z.number()),
    segments: z.array(z.string()),
  }),
)
export type PreviewPersonAnswer = z.infer<typeof previewPersonSchema>

const standing = {
  state: z.enum(DECISION_STATES),
  reason: z.enum(REASON_CODES),
  detail: z.optional(z.string()),
  until: z.optional(iso),
}

const previewNudgeSchema = named(
  'PreviewNudge',
  'An email that is planned: as the decision stands, and what would become of it. A `recalled` one is not sent, and stays so.',
  z.object({
    id: z.string(),
    recipe: z.string(),
    identity: z.string(),
    now: z.object(standing),
    becomes: z.object(standing),
    recalled: z.boolean(),
  }),
)
export type PreviewNudgeAnswer = z.infer<typeof previewNudgeSchema>

export const previewSchema = named(
  'Preview',
  'What a link, or taking one back, would do: `link`, `split`, `none` (they are one person already, or other evidence holds them together) or `forbidden`, with what forbids it in `refused`.',
  z.object({
    outcome: z.enum(['link', 'split', 'none', 'forbidden']),
    refused: z.optional(z.string()),
    before: z.array(previewPersonSchema),
    after: z.array(previewPersonSchema),
    nudges: z.array(previewNudgeSchema),
  }),
)
export type PreviewAnswer = z.infer<typeof previewSchema>
