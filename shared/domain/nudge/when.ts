import * as z from 'zod/mini'
import { DAY } from '../time.ts'
import { INTENTS, SENTIMENT_LABELS } from '../understand/understanding.ts'
import { duration } from './duration.ts'
import { stageSchema } from './stages.ts'

const share = z.number().check(z.gte(0, 'expected 0 to 1'), z.lte(1, 'expected 0 to 1'))
const texts = z.array(z.string().check(z.minLength(1))).check(z.minLength(1))
const sources = z.optional(texts)
const segment = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'expected the id of a segment'))

/**
 * How long nothing may be heard of somebody until `person.quiet` begins, and the ready-made segment that people enter then: it is
 * the segment that knows when the time is over, without asking everybody every day.
 */
export const QUIET = {
  '60d': { ms: 60 * DAY, segment: 'quiet-60d' },
  '120d': { ms: 120 * DAY, segment: 'gone-quiet' },
} as const satisfies Record<string, { ms: number; segment: string }>
type QuietFor = keyof typeof QUIET

const quietFor = z.enum(Object.keys(QUIET) as [QuietFor, ...QuietFor[]], {
  error: () =>
    `expected ${Object.keys(QUIET).join(' or ')}; for another time define a segment by daysSinceActivity, and begin with segment.entered`,
})

const mention = {
  kinds: z.optional(z.array(z.enum(['post', 'reply'])).check(z.minLength(1))),
  /** At least one of these was understood. */
  intents: z.optional(z.array(z.enum(INTENTS)).check(z.minLength(1))),
  labels: z.optional(z.array(z.enum(SENTIMENT_LABELS)).check(z.minLength(1))),
  /** How sure the sentiment must be. */
  minConfidence: z.optional(share),
  sources,
}

/** What happens that makes a recipe look: an event and what must be true of it. All that is named must hold. docs/recipes.md has each in words. */
export const whenSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('mention.created'), ...mention }),
  /** A question that nobody has answered for so long. Posts that ask something, unless it says otherwise. */
  z.strictObject({ event: z.literal('thread.unanswered'), for: duration, ...mention }),
  z.strictObject({ event: z.literal('order.placed'), sources }),
  /** An account joined: only where the platform says when. */
  z.strictObject({ event: z.literal('account.created'), platforms: sources }),
  /** A thread has an accepted answer. */
  z.strictObject({ event: z.literal('thread.solved'), platforms: sources }),
  /** Somebody's answer was accepted. */
  z.strictObject({ event: z.literal('answer.accepted'), platforms: sources }),
  /** An idea was carried out: `tags` say what is an idea, `shipped` what says that it is there. */
  z.strictObject({
    event: z.literal('idea.shipped'),
    platforms: sources,
    tags: z.optional(texts),
    shipped: z.optional(texts),
  }),
  z.strictObject({ event: z.literal('segment.entered'), segment }),
  z.strictObject({ event: z.literal('segment.left'), segment }),
  z.strictObject({ event: z.literal('person.quiet'), for: quietFor }),
  z.strictObject({ event: z.literal('stage.reached'), stage: stageSchema }),
  /** A topic is talked about much more than usual. `topics`: only these, by what they are called. */
  z.strictObject({ event: z.literal('topic.hot'), topics: z.optional(texts) }),
])
/** See {@link whenSchema}. */
export type When = z.infer<typeof whenSchema>
/** The name of what begins a nudge. */
export type WhenEvent = When['event']

/** The segment that must be there for a recipe to begin, if it needs one. */
export const segmentNeeded = (when: When): string | undefined => {
  if (when.event === 'person.quiet') return QUIET[when.for].segment
  return when.event === 'segment.entered' || when.event === 'segment.left' ? when.segment : undefined
}

/** Milliseconds that an event waits by itself, before the recipe's `after`. */
export const waitOf = (when: When): number => (when.event === 'thread.unanswered' ? when.for : 0)
