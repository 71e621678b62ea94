import * as z from 'zod/mini'
import { named } from './answers.ts'

const iso = z.iso.datetime()

const needSchema = named(
  'NeedsALook',
  'Something that Earshot does not settle by itself. `since`: since when; `what`: what it is; `todo`: what to do. `decision` or `recipe`: what it is about.',
  z.object({
    kind: z.enum(['sending-paused', 'recipe-paused', 'unknown-email']),
    since: iso,
    what: z.string(),
    todo: z.string(),
    decision: z.optional(z.string()),
    recipe: z.optional(z.string()),
  }),
)
export type NeedAnswer = z.infer<typeof needSchema>

export const needsSchema = named(
  'NeedsALookList',
  'What needs somebody’s look, what stops the most first. `more`: there are more emails of unknown fate than are shown; `GET /api/decisions?state=unknown` has all.',
  z.object({ at: iso, items: z.array(needSchema), more: z.boolean() }),
)
