import * as z from 'zod/mini'
import { type Iso, isoOf } from '../time.ts'

/**
 * An activity is one thing that somebody did on a platform, in one schema for all platforms. Every source normalises its
 * deliveries into activities; nothing behind the sources knows a platform's own shapes.
 *
 * Ids are the platform's own, always strings (numbers over 2^53 do not survive JSON). Text is plain: markup is taken out.
 */

const id = z.string().check(z.minLength(1), z.maxLength(200))
const line = z.string().check(z.maxLength(500))
const url = z.string().check(z.maxLength(2_000), z.regex(/^https?:\/\/[^\s]+$/i))
const count = z.int().check(z.nonnegative())

/** ISO 8601 with any offset in; UTC with milliseconds out. */
export const isoTime = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text: string): Iso => isoOf(Date.parse(text))),
)

/** The account that did it. `email` is dropped on the floor unless the platform says it has verified it. */
const authorSchema = z.object({
  id,
  handle: z.optional(line),
  name: z.optional(line),
  company: z.optional(line),
  url: z.optional(url),
  avatar: z.optional(url),
  followers: z.optional(count),
  role: z.optional(z.enum(['member', 'staff', 'brand', 'bot'])),
  email: z.optional(z.string().check(z.maxLength(320))),
  emailVerified: z.optional(z.boolean()),
  language: z.optional(z.string().check(z.maxLength(35))),
  timeZone: z.optional(z.string().check(z.maxLength(64))),
})

/** Something pointed at that may not have reached us: only its id is sure. */
const reference = z.object({ id, author: z.optional(z.object({ id })) })

const threadSchema = z.object({
  id,
  title: z.optional(line),
  url: z.optional(url),
  /** The account that started the thread. */
  author: z.optional(z.object({ id })),
})

/**
 * What every activity has.
 * - `platform`: the namespace of its ids (`github`; for instance-bound platforms and doors the source's name).
 * - `at`: when it happened, by the platform's clock.
 * - `revision`: orders the states of one activity; compared as text, the greatest wins. Made by {@link revisionOf}.
 * - `deleted`: the platform says it is gone.
 * - `unverified`: nobody vouches for who did it: the platform signs nothing, or a feed has only a name that anybody could type.
 */
const common = {
  source: id,
  platform: id,
  id,
  at: isoTime,
  revision: z.string().check(z.minLength(1), z.maxLength(100)),
  deleted: z.optional(z.boolean()),
  unverified: z.optional(z.boolean()),
  author: authorSchema,
}

/** A post starts a thread, a reply goes on with one. Both are mentions: they have words. */
const mention = {
  title: z.optional(line),
  text: z.string().check(z.maxLength(100_000)),
  url: z.optional(url),
  language: z.optional(z.string().check(z.maxLength(35))),
  thread: threadSchema,
  parent: z.optional(reference),
  createdAt: isoTime,
  editedAt: z.optional(isoTime),
  tags: z.optional(z.array(line).check(z.maxLength(50))),
}

/** What an activity has to be, whatever platform it comes from; told apart by `kind`. */
export const activitySchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('post'), ...mention }),
  z.object({ ...common, kind: z.literal('reply'), ...mention }),
  z.object({
    ...common,
    kind: z.literal('reaction'),
    /** What they did: `like`, `star`, `fork`, ... */
    reaction: line,
    target: z.optional(reference),
    url: z.optional(url),
  }),
  z.object({ ...common, kind: z.literal('follow'), target: z.optional(reference) }),
  z.object({
    ...common,
    kind: z.literal('order'),
    /** In minor units (cents) of `currency` (ISO 4217). */
    total: z.object({ amount: count, currency: z.string().check(z.regex(/^[A-Z]{3}$/)) }),
    items: z.optional(z.array(z.object({ title: line, sku: z.optional(line), quantity: z.optional(count) }))),
    url: z.optional(url),
  }),
  /** News of the account itself: joined, profile changed, address verified, account removed (`deleted`). */
  z.object({
    ...common,
    kind: z.literal('account'),
    joinedAt: z.optional(isoTime),
    /** The account is a customer's, whether or not an order ever comes. */
    customer: z.optional(z.boolean()),
  }),
  /** The person's word on what they want by email. `topics: ['*']` means all. To agree needs a verified email of the author. */
  z.object({
    ...common,
    kind: z.literal('consent'),
    granted: z.boolean(),
    topics: z.array(line).check(z.minLength(1), z.maxLength(50)),
    basis: z.enum(['consent', 'soft-opt-in', 'contract']),
    /** Which wording they agreed to, by the name the brand keeps it under. */
    wording: line,
  }),
  /** A thread got (or lost, with `deleted`) its accepted answer. */
  z.object({
    ...common,
    kind: z.literal('solved'),
    thread: threadSchema,
    answer: z.object({
      id,
      author: z.optional(z.object({ id })),
      text: z.optional(z.string().check(z.maxLength(100_000))),
      url: z.optional(url),
    }),
    language: z.optional(z.string().check(z.maxLength(35))),
    tags: z.optional(z.array(line).check(z.maxLength(50))),
  }),
  /** News of a thread as a whole: started, renamed, closed or gone (`deleted`). */
  z.object({
    ...common,
    kind: z.literal('thread'),
    thread: threadSchema,
    closed: z.optional(z.boolean()),
    /** It was closed because it is done, and not because nobody will do it. */
    completed: z.optional(z.boolean()),
    language: z.optional(z.string().check(z.maxLength(35))),
    tags: z.optional(z.array(line).check(z.maxLength(50))),
  }),
])

/** One activity of any kind; switch on `kind`. */
export type Activity = z.infer<typeof activitySchema>
/** What somebody did, in one word. */
export type ActivityKind = Activity['kind']
/** The activities of one kind, or of several. */
export type ActivityOf<K extends ActivityKind> = Extract<Activity, { kind: K }>
/** Activities that have words. */
export type MentionActivity = ActivityOf<'post' | 'reply'>
/** The account that did something. */
export type Author = z.infer<typeof authorSchema>

/** Whether an activity has words. */
export const isMention = (activity: Activity): activity is MentionActivity =>
  activity.kind === 'post' || activity.kind === 'reply'

/**
 * The text that orders the states of one activity: the platform's clock, a delete after an edit of the same
 * moment, and a digest so that two states with the same clock have the same winner in any order of arrival.
 *
 * @param at the state's time by the platform's clock
 * @param since orders states that share `at`, where the platform's clock stands still while things go on (a Discourse
 * post is deleted and recovered without a new `updated_at`); a state with it comes after one without
 * @param deleted a delete wins over an edit of the same moment
 * @param final a delete that nothing can follow: it wins over every clock
 * @param digest anything that differs between states, such as a content hash or the platform's version number
 */
export const revisionOf = (state: {
  at: Iso
  since?: Iso | undefined
  deleted?: boolean
  final?: boolean
  digest?: string
}): string => {
  const clock = state.since ? `${state.at}~${state.since}` : state.at
  return [state.final ? '~' : clock, state.deleted ? 1 : 0, state.digest ?? ''].join('|').slice(0, 100)
}

/** Every kind of activity, in the order of the documentation. */
export const ACTIVITY_KINDS = [
  'post',
  'reply',
  'reaction',
  'follow',
  'order',
  'account',
  'consent',
  'solved',
  'thread',
] as const satisfies readonly ActivityKind[]
