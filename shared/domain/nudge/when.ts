import * as z from 'zod/mini'
import { INTENTS, SENTIMENT_LABELS } from '../understand/understanding.ts'

const share = z.number().check(z.gte(0, 'expected 0 to 1'), z.lte(1, 'expected 0 to 1'))

/** What happens that makes a recipe look: an event and, for mentions, what must be true of its words. All must hold. */
export const whenSchema = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('mention.created'),
    kinds: z.optional(z.array(z.enum(['post', 'reply'])).check(z.minLength(1))),
    /** At least one of these was understood. */
    intents: z.optional(z.array(z.enum(INTENTS)).check(z.minLength(1))),
    labels: z.optional(z.array(z.enum(SENTIMENT_LABELS)).check(z.minLength(1))),
    /** How sure the sentiment must be. */
    minConfidence: z.optional(share),
    sources: z.optional(z.array(z.string()).check(z.minLength(1))),
  }),
  z.strictObject({
    event: z.literal('order.placed'),
    sources: z.optional(z.array(z.string()).check(z.minLength(1))),
  }),
])
/** See {@link whenSchema}. */
export type When = z.infer<typeof whenSchema>
