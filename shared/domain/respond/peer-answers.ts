import * as z from 'zod/mini'
import { named } from './answers.ts'

/** What the API answers about who talks with whom. */

const talkSchema = named(
  'Talk',
  'Replies that went one way between two: how many, how many of them good and bad, and the latest month with one (`2026-11`).',
  z.object({
    replies: z.int(),
    positive: z.int(),
    negative: z.int(),
    lastMonth: z.optional(z.string()),
  }),
)

export const peerSchema = named(
  'Peer',
  'An account that a person talks with: `to` is what the person replied to it, `from` what it replied to the person, over all accounts of the person. `outside`: it is the brand’s own, of staff, or a bot.',
  z.object({
    identity: z.string(),
    person: z.string(),
    name: z.string(),
    handle: z.optional(z.string()),
    customer: z.boolean(),
    outside: z.optional(z.enum(['brand', 'staff', 'bot'])),
    to: talkSchema,
    from: talkSchema,
  }),
)
export type PeerAnswer = z.infer<typeof peerSchema>
