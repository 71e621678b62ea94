import * as z from 'zod/mini'
import { isoTime } from '../listen/activity.ts'
import { DECISION_STATES } from '../nudge/reasons.ts'
import { INTENTS, SENTIMENT_LABELS, type SentimentLabel } from '../understand/understanding.ts'

/** What the API may be asked: the schemas of query parameters and bodies. Each message says what was expected. */

const LIMIT = 'expected a whole number from 1 to 100'

/** How many items a page may have; 25 unless told. */
export const limit = z._default(z.coerce.number(LIMIT).check(z.int(LIMIT), z.gte(1, LIMIT), z.lte(100, LIMIT)), 25)

/** The `next` of the page before. */
export const next = z.optional(
  z.string().check(z.minLength(1, 'expected the `next` of the page before'), z.maxLength(2_000)),
)

const lowerLabels = ['positive', 'negative', 'neutral', 'mixed'] as const
const upper: Record<(typeof lowerLabels)[number], SentimentLabel> = {
  positive: 'POSITIVE',
  negative: 'NEGATIVE',
  neutral: 'NEUTRAL',
  mixed: 'MIXED',
}

const label = z.pipe(
  z.enum([...SENTIMENT_LABELS, ...lowerLabels], `expected one of ${SENTIMENT_LABELS.join(', ')}`),
  z.transform((text): SentimentLabel => (text in upper ? upper[text as keyof typeof upper] : (text as SentimentLabel))),
)

/** A moment with any offset; in UTC afterwards. */
export const moment = z.pipe(
  z.iso.datetime({ offset: true, error: 'expected a moment such as 2026-11-21T20:47:57Z' }),
  isoTime,
)

const source = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,30}$/, "expected a source's name: lower-case letters, digits and dashes"))

const person = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, "expected a person's id of 26 characters"))
/** A recipe's id. */
export const recipe = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,60}$/, "expected a recipe's id: lower-case letters, digits and dashes"))

const reference = (example: string) =>
  z.optional(z.string().check(z.maxLength(300), z.regex(/^[^:]+:.+$/s, `expected platform:value such as ${example}`)))

export const noQuery = z.strictObject({})
export const pageQuery = z.strictObject({ limit, next })

export const mentionsQuery = z.strictObject({
  source: z.optional(source),
  sentiment: z.optional(label),
  before: z.optional(moment),
  limit,
  next,
})

/** Exactly one of the two must be there; the handler says so. */
export const personQuery = z.strictObject({
  handle: reference('github:alice'),
  identity: reference('github:12345'),
})

export const decisionsQuery = z.strictObject({
  person: z.optional(person),
  recipe: z.optional(recipe),
  state: z.optional(z.enum(DECISION_STATES, `expected one of ${DECISION_STATES.join(', ')}`)),
  limit,
  next,
})

/** What a person says of a mention. What is left out stays as it is; a mention without any intent has `[]`. */
export const understandingBody = z
  .strictObject({
    sentiment: z.optional(label),
    intents: z.optional(
      z.array(z.enum(INTENTS, `expected one of ${INTENTS.join(', ')}`)).check(z.maxLength(INTENTS.length)),
    ),
  })
  .check(
    z.refine(
      ({ sentiment, intents }) => sentiment !== undefined || intents !== undefined,
      'expected `sentiment`, `intents` or both',
    ),
  )

/** Why all emails are held, or let go again: kept with the switch. Nobody in a hurry has to give a reason. */
export const pauseBody = z.object({
  why: z.optional(z.string('expected a few words').check(z.maxLength(500, 'expected at most 500 characters'))),
})

/** A mapping; what is wrong within it is said by its own reader. */
export const mappingBody = z.record(z.string(), z.unknown(), 'expected a mapping: an object with rules')

/** A mapping to try (that of the source when left out), the body of a delivery, and headers that the source keeps. */
export const mappingTestBody = z.strictObject({
  mapping: z.optional(z.unknown()),
  sample: z.union(
    [z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())],
    'expected the body of a delivery: an object, a list, or its JSON as text',
  ),
  headers: z.optional(z.record(z.string(), z.string(), 'expected an object, name to value')),
})
