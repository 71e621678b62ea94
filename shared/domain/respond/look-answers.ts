import * as z from 'zod/mini'
import { named } from './answers.ts'

const iso = z.iso.datetime()

const needSchema = named(
  'NeedsALook',
  'Something that Earshot does not settle by itself. `since`: since when; `what`: what it is; `todo`: what to do. `decision`, `recipe` or `request` (and its `source` and `identity`): what it is about.',
  z.object({
    kind: z.enum(['sending-paused', 'recipe-paused', 'unknown-email', 'privacy-request']),
    since: iso,
    what: z.string(),
    todo: z.string(),
    decision: z.optional(z.string()),
    recipe: z.optional(z.string()),
    request: z.optional(z.string()),
    source: z.optional(z.string()),
    identity: z.optional(z.string()),
  }),
)
export type NeedAnswer = z.infer<typeof needSchema>

export const doneSchema = named(
  'PrivacyRequestDone',
  'A privacy request that somebody has done.',
  z.object({ id: z.string(), by: z.string(), at: iso, why: z.optional(z.string()) }),
)

export const needsSchema = named(
  'NeedsALookList',
  'What needs somebody’s look, what stops the most first. `more`: there are more emails of unknown fate than are shown; `GET /api/decisions?state=unknown` has all.',
  z.object({ at: iso, items: z.array(needSchema), more: z.boolean() }),
)
