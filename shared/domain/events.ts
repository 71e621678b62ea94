import * as z from 'zod/mini'
import { RECIPE_STATUSES } from './nudge/recipe-status.ts'
import { STAGES } from './nudge/stages.ts'
import { noticeSchema } from './respond/alerts/notice.ts'
import { INTENTS, SENTIMENT_LABELS } from './understand/understanding.ts'

/**
 * What Earshot tells other systems, over EventBridge. Events name things by id and say what is counted; they hold no text, no
 * name and no address: whoever may read those asks the API. Each is told at least once, with an id that is the same every time.
 */

const iso = z.iso.datetime()
const person = z.string()
const share = z.number().check(z.gte(0), z.lte(1))

const DATA = {
  /** Somebody wrote something: a post or a reply that was not known before. Not told of imported history. */
  'mention.created': z.object({
    mention: z.string(),
    source: z.string(),
    kind: z.enum(['post', 'reply']),
    identity: z.string(),
    thread: z.optional(z.string()),
    url: z.optional(z.string()),
    language: z.optional(z.string()),
    label: z.optional(z.enum(SENTIMENT_LABELS)),
    confidence: z.optional(share),
    intents: z.array(z.enum(INTENTS)),
  }),
  /** Two persons are one from now on; `merged` is an old id, which goes on finding `person`. */
  'person.linked': z.object({ person, merged: person, by: z.string() }),
  /** A person has become several; `parts` are the others. */
  'person.split': z.object({ person, parts: z.array(person), by: z.string() }),
  /** Evidence too weak to link by: somebody should look. */
  'link.suggested': z.object({ identities: z.tuple([z.string(), z.string()]), confidence: share }),
  /** A person's level has changed, in either direction. */
  'level.changed': z.object({ person, from: z.string(), to: z.string() }),
  /** A person counts as an advocate now. `score`: 0 to 100. */
  'advocate.emerged': z.object({ person, score: z.number() }),
  /** A person is at another stage of the journey, since then; `from` is the one before. Not told of what was reached long ago. */
  'stage.reached': z.object({ person, stage: z.enum(STAGES), since: iso, from: z.optional(z.enum(STAGES)) }),
  'segment.entered': z.object({ person, segment: z.string() }),
  'segment.left': z.object({ person, segment: z.string() }),
  /** People write about something far more than usual. `count` in the hour, `expected` by the season. */
  'topic.hot': z.object({
    topic: z.string(),
    label: z.string(),
    language: z.string(),
    count: z.number(),
    expected: z.number(),
    authors: z.number(),
  }),
  'topic.cold': z.object({ topic: z.string(), label: z.string(), language: z.string(), hours: z.number() }),
  /** A recipe has a new version, be it only another status. What is different is asked of the API. */
  'recipe.changed': z.object({
    recipe: z.string(),
    version: z.number(),
    status: z.enum(RECIPE_STATUSES),
    by: z.string(),
  }),
  /** A recipe is paused: by somebody, or by itself (`by` is `earshot`, `why` its numbers). It sends nothing until it is started again. */
  'recipe.paused': z.object({ recipe: z.string(), by: z.string(), why: z.optional(z.string()) }),
  /** An alert tells a program: by webhook, or here where the alert says so. `on`: what it is on; `cause`: the event it follows from. */
  'alert.raised': z.extend(noticeSchema, { alert: z.string() }),
} as const

/** The names of all events. */
export const EVENT_TYPES = Object.keys(DATA) as EventType[]
/** The name of an event. */
export type EventType = keyof typeof DATA

/** What happened, as other systems are told. */
export type DomainEvent = {
  [Type in EventType]: {
    type: Type
    /** The same every time that the event is told. */
    id: string
    /** When it happened. */
    at: string
    data: z.infer<(typeof DATA)[Type]>
  }
}[EventType]

/** An event's schema, for checks and for the document that other systems read. */
export const eventSchema = (type: EventType) =>
  z.object({ type: z.literal(type), id: z.string(), at: iso, data: DATA[type] })
