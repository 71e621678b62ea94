import * as z from 'zod/mini'
import { CONTENT_KINDS } from '../nudge/content.ts'
import { DECISION_STATES, REASON_CODES } from '../nudge/reasons.ts'
import { INTENTS, SENTIMENT_LABELS } from '../understand/understanding.ts'

/**
 * What the API answers. The same schemas make the OpenAPI document (`openapi.ts`) and hold the handlers to their word:
 * an answer's type is inferred from its schema, and a test parses real answers with it.
 */

/** The schemas with a name of their own in the OpenAPI document. */
export const components = z.registry<{ id: string; description?: string }>()

/** Gives a schema a name of its own in the OpenAPI document. */
export const named = <S extends z.ZodMiniType>(id: string, description: string, schema: S): S => {
  components.add(schema, { id, description })
  return schema
}

const iso = z.iso.datetime()
const share = z.number().check(z.gte(0), z.lte(1))

const sentimentSchema = named(
  'Sentiment',
  'How the words feel: the label, the share of each label, the share of the label that won, and who said so, with the version where there is one. `unsure`: better taken with care. `provisional`: a better engine was away and will be asked again.',
  z.object({
    label: z.enum(SENTIMENT_LABELS),
    scores: z.object({ positive: share, negative: share, neutral: share, mixed: share }),
    confidence: share,
    engine: z.string(),
    version: z.optional(z.string()),
    unsure: z.optional(z.boolean()),
    provisional: z.optional(z.boolean()),
  }),
)

const matchSchema = z.object({ in: z.enum(['title', 'text']), text: z.string(), from: z.int(), to: z.int() })

export const mentionSchema = named(
  'Mention',
  'Something that somebody wrote on a platform, in plain text, and what was understood of it. `because`: the words that showed an intent, with their places in UTF-16 units, the end exclusive. `phrases`: what it is about. `corrected`: a person has said what it means. Callers outside the group `pii` get [email], [phone] and so on for what identifies people.',
  z.object({
    id: z.string(),
    source: z.string(),
    kind: z.enum(['post', 'reply']),
    title: z.optional(z.string()),
    text: z.string(),
    language: z.string(),
    sentiment: z.optional(sentimentSchema),
    intents: z.array(z.enum(INTENTS)),
    because: z.optional(z.array(z.object({ intent: z.enum(INTENTS), words: z.array(matchSchema) }))),
    phrases: z.optional(z.array(z.string())),
    corrected: z.optional(z.object({ by: z.string(), at: iso })),
    tags: z.optional(z.array(z.string())),
    author: z.object({
      identity: z.string(),
      personId: z.string(),
      handle: z.optional(z.string()),
      name: z.optional(z.string()),
    }),
    url: z.optional(z.string()),
    unverified: z.optional(z.boolean()),
    /** It is nothing but a one-time code, by which somebody shows that the account is theirs. */
    claim: z.optional(z.boolean()),
    thread: z.optional(z.object({ id: z.string(), title: z.optional(z.string()) })),
    parent: z.optional(z.string()),
    createdAt: iso,
    editedAt: z.optional(iso),
  }),
)
export type MentionAnswer = z.infer<typeof mentionSchema>

const identitySchema = named(
  'Identity',
  'One account on one platform. Of an email identity only a masked address is ever shown.',
  z.object({
    id: z.string(),
    platform: z.string(),
    handle: z.optional(z.string()),
    name: z.optional(z.string()),
    company: z.optional(z.string()),
    url: z.optional(z.string()),
    avatar: z.optional(z.string()),
    followers: z.optional(z.number()),
    role: z.optional(z.string()),
    address: z.optional(z.string()),
    customer: z.boolean(),
    firstSeenAt: iso,
  }),
)
export type IdentityAnswer = z.infer<typeof identitySchema>

const topicWord = z.object({
  granted: z.boolean(),
  basis: z.string(),
  wording: z.string(),
  source: z.string(),
  at: iso,
})

export const personSchema = named(
  'Person',
  'Everybody behind one or more identities. `emails` says what each address may be sent, `*` being all topics.',
  z.object({
    id: z.string(),
    name: z.string(),
    customer: z.boolean(),
    firstSeenAt: iso,
    identities: z.array(identitySchema),
    emails: z.array(
      z.object({
        identity: z.string(),
        topics: z.record(z.string(), topicWord),
        suppressed: z.optional(z.object({ reason: z.string(), at: iso })),
        snoozedUntil: z.optional(iso),
      }),
    ),
  }),
)
export type PersonAnswer = z.infer<typeof personSchema>

const event = {
  id: z.string(),
  source: z.string(),
  identity: z.string(),
  url: z.optional(z.string()),
  createdAt: iso,
}

export const timelineItemSchema = named(
  'TimelineItem',
  'Something that a person did; `kind` says which shape it has.',
  z.discriminatedUnion('kind', [
    mentionSchema,
    z.object({ kind: z.literal('reaction'), ...event, reaction: z.string(), target: z.optional(z.string()) }),
    z.object({ kind: z.literal('follow'), ...event }),
    z.object({
      kind: z.literal('order'),
      ...event,
      total: z.object({ amount: z.int(), currency: z.string() }),
      items: z.array(z.object({ title: z.string(), sku: z.optional(z.string()), quantity: z.optional(z.number()) })),
    }),
  ]),
)
export type TimelineItemAnswer = z.infer<typeof timelineItemSchema>

/** What a piece of content is, wherever it is named. */
export const contentFields = {
  id: z.string(),
  kind: z.enum(CONTENT_KINDS),
  title: z.string(),
  url: z.string(),
  language: z.string(),
}

/** The content that an email points to, and why that. */
export const pointedAtSchema = z.object({ ...contentFields, why: z.array(z.string()) })

/** One of the pieces that were compared, and what its score is made of. */
export const candidateSchema = z.object({
  id: z.string(),
  score: z.number(),
  parts: z.record(z.string(), z.number()),
})

export const decisionSchema = named(
  'Decision',
  'Whether somebody got an email, and why. `at` is when it was first decided, `updatedAt` when the state last changed. `provisional`: what called for it had been judged while a better engine was away; the decision stays, whatever that engine said later. `unsubscribedAt`: whoever got it unsubscribed by a link, and it was the latest email on the topic. `settled`: nobody knew whether it was sent, and somebody said.',
  z.object({
    id: z.string(),
    recipe: z.string(),
    recipeVersion: z.number(),
    topic: z.string(),
    personId: z.string(),
    identity: z.string(),
    state: z.enum(DECISION_STATES),
    reason: z.enum(REASON_CODES),
    detail: z.optional(z.string()),
    until: z.optional(iso),
    provisional: z.optional(z.boolean()),
    at: iso,
    updatedAt: iso,
    sentAt: z.optional(iso),
    subject: z.object({
      id: z.string(),
      kind: z.string(),
      thread: z.optional(z.string()),
      at: iso,
      event: z.optional(z.string()),
      of: z.optional(z.string()),
    }),
    call: z.optional(z.object({ by: z.string(), why: z.array(z.string()) })),
    peers: z.optional(
      z.array(
        z.object({ identity: z.string(), score: z.number(), why: z.array(z.string()), kept: z.optional(z.string()) }),
      ),
    ),
    arm: z.optional(z.enum(['treated', 'holdout'])),
    content: z.optional(pointedAtSchema),
    candidates: z.optional(z.array(candidateSchema)),
    outcome: z.optional(z.enum(['delivered', 'delayed', 'bounced', 'complained', 'rejected'])),
    clickedAt: z.optional(iso),
    unsubscribedAt: z.optional(iso),
    settled: z.optional(
      z.object({ as: z.enum(['sent', 'not-sent']), by: z.string(), at: iso, why: z.optional(z.string()) }),
    ),
  }),
)
export type DecisionAnswer = z.infer<typeof decisionSchema>

export const pauseSchema = named(
  'Pause',
  'The switch that holds all emails: who turned it last, when, and why.',
  z.object({
    paused: z.boolean(),
    by: z.optional(z.string()),
    at: z.optional(iso),
    why: z.optional(z.string()),
  }),
)
export type PauseAnswer = z.infer<typeof pauseSchema>

export const errorSchema = named(
  'Error',
  'What came, what was expected, and what to do.',
  z.object({ error: z.string() }),
)

export const mappingSchema = named(
  'Mapping',
  'How deliveries of a source become activities (docs/mapping.md), which change of it this is (`rev`), who made it and when. Without `mapping`: it was taken away.',
  z.object({
    source: z.string(),
    rev: z.int(),
    by: z.string(),
    at: iso,
    mapping: z.optional(z.record(z.string(), z.unknown())),
  }),
)
export type MappingAnswer = z.infer<typeof mappingSchema>

export const mappingTestSchema = named(
  'MappingTest',
  'What a mapping makes of a body: activities (docs/activity.md), why there are none, or what is wrong and where.',
  z.object({
    activities: z.array(z.record(z.string(), z.unknown())),
    ignored: z.optional(z.string()),
    problems: z.array(z.string()),
  }),
)

const dayCountsSchema = {
  /** In UTC. */
  day: z.string(),
  accepted: z.int(),
  rejected: z.int(),
  duplicates: z.int(),
  ignored: z.int(),
}

export const sourceSchema = named(
  'Source',
  'How a source is doing (docs/sources.md). `lastAt`: the minute in which it was last heard of, null for never. `usualGapMinutes`: how long the gaps usually are, null while too little is known. `silentSince`: nothing came since then, and it should have. `leaseUntil`: when the first of its subscriptions ends. `asked`: the latest look at a source that is asked, and why it failed. `mappingRev`: which change of its mapping counts. `days`: deliveries, and of duplicates activities, per day (UTC), the newest first, 14 at most, as of `countedAt`; `today` is the day of the answer.',
  z.object({
    name: z.string(),
    type: z.string(),
    lastAt: z.nullable(iso),
    usualGapMinutes: z.nullable(z.int()),
    silentSince: z.nullable(iso),
    leaseUntil: z.optional(iso),
    asked: z.optional(z.object({ at: iso, error: z.optional(z.string()) })),
    mappingRev: z.optional(z.int()),
    countedAt: z.nullable(iso),
    today: z.object(dayCountsSchema),
    days: z.array(z.object(dayCountsSchema)),
  }),
)
export type SourceAnswer = z.infer<typeof sourceSchema>

/** One page of a list: `next` goes into the parameter `next` of the next call; null says that this was the last page. */
export const pageOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) })
