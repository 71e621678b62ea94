import type { Iso } from '../time.ts'
import { QUIET, type When, type WhenEvent } from './when.ts'

/** What happened, as far as recipes ask: one union for all platforms. */
export type NudgeEvent =
  | {
      type: 'mention.created'
      source: string
      kind: 'post' | 'reply'
      intents: readonly string[]
      label?: string
      confidence?: number
    }
  | { type: 'order.placed'; source: string }
  | { type: 'account.created' | 'thread.solved' | 'answer.accepted'; platform: string }
  /** `tags` are those of the thread; `completed`: the platform says that it was done. */
  | { type: 'idea.shipped'; platform: string; tags: readonly string[]; completed: boolean }
  | { type: 'segment.entered' | 'segment.left'; segment: string }
  | { type: 'person.quiet'; segment: string }
  | { type: 'stage.reached'; stage: string }
  | { type: 'topic.hot'; topic: string }

/** An activity as it is kept, as far as events need it. */
export type KeptActivity = {
  kind: string
  source: string
  /** Missing while only things that point at it have arrived. */
  rev?: string
  deleted?: boolean
  /** An import told of this state, or of the whole thing first. */
  history?: 'born' | 'told'
  createdAt: Iso
  intents?: readonly string[]
  label?: string
  confidence?: number
}

/** The event that an activity is; undefined for kinds that no recipe asks for, for what is gone and what is not there yet. */
export const eventOf = (activity: KeptActivity | undefined): NudgeEvent | undefined => {
  if (!activity?.rev || activity.deleted) return undefined
  const { kind, source } = activity
  if (kind === 'order') return { type: 'order.placed', source }
  if (kind !== 'post' && kind !== 'reply') return undefined
  return {
    type: 'mention.created',
    source,
    kind,
    intents: activity.intents ?? [],
    ...(activity.label === undefined ? {} : { label: activity.label }),
    ...(activity.confidence === undefined ? {} : { confidence: activity.confidence }),
  }
}

const among = (wanted: readonly string[] | undefined, value: string | undefined): boolean =>
  wanted === undefined || (value !== undefined && wanted.includes(value))

const share = (wanted: readonly string[], given: readonly string[]): boolean => {
  const words = new Set(wanted.map((word) => word.toLowerCase()))
  return given.some((word) => words.has(word.toLowerCase()))
}

/** What says that a thread is an idea, and that it was carried out, where a recipe names no tags of its own. */
const IDEA_TAGS = ['idea', 'ideas', 'feature', 'feature-request', 'feature request', 'enhancement', 'suggestion']
const SHIPPED_TAGS = ['shipped', 'released', 'implemented', 'done', 'completed']

type Asked<E extends WhenEvent> = Extract<When, { event: E }>
type Happened<T extends NudgeEvent['type']> = Extract<NudgeEvent, { type: T }>

const saysSo = (
  when: Omit<Asked<'mention.created'>, 'event'>,
  { source, kind, label, confidence, intents }: Happened<'mention.created'>,
): boolean =>
  among(when.sources, source) &&
  among(when.kinds, kind) &&
  among(when.labels, label) &&
  (when.minConfidence === undefined || (confidence ?? 0) >= when.minConfidence) &&
  (when.intents === undefined || when.intents.some((intent) => intents.includes(intent)))

const onPlatform = (when: { platforms?: string[] | undefined }, { platform }: { platform: string }): boolean =>
  among(when.platforms, platform)

const ofSegment = (when: { segment: string }, { segment }: { segment: string }): boolean => when.segment === segment

/** The type of what happens for every event that a recipe may name. */
const TYPE = {
  'mention.created': 'mention.created',
  'thread.unanswered': 'mention.created',
  'order.placed': 'order.placed',
  'account.created': 'account.created',
  'thread.solved': 'thread.solved',
  'answer.accepted': 'answer.accepted',
  'idea.shipped': 'idea.shipped',
  'segment.entered': 'segment.entered',
  'segment.left': 'segment.left',
  'person.quiet': 'person.quiet',
  'stage.reached': 'stage.reached',
  'topic.hot': 'topic.hot',
} as const satisfies Record<WhenEvent, NudgeEvent['type']>

/** What must hold of the event, by its name. */
const HOLDS: { [E in WhenEvent]: (when: Asked<E>, event: Happened<(typeof TYPE)[E]>) => boolean } = {
  'mention.created': saysSo,
  'thread.unanswered': (when, event) =>
    saysSo({ ...when, kinds: when.kinds ?? ['post'], intents: when.intents ?? ['question'] }, event),
  'order.placed': (when, { source }) => among(when.sources, source),
  'account.created': onPlatform,
  'thread.solved': onPlatform,
  'answer.accepted': onPlatform,
  'idea.shipped': (when, event) =>
    onPlatform(when, event) &&
    share(when.tags ?? IDEA_TAGS, event.tags) &&
    (event.completed || share(when.shipped ?? SHIPPED_TAGS, event.tags)),
  'segment.entered': ofSegment,
  'segment.left': ofSegment,
  'person.quiet': (when, { segment }) => QUIET[when.for].segment === segment,
  'stage.reached': (when, { stage }) => when.stage === stage,
  'topic.hot': (when, { topic }) => when.topics === undefined || share(when.topics, [topic]),
}

/** What an activity is news of: nothing where an import tells of the past, which begins nothing, now or later. */
export const newsOf = (activity: KeptActivity | undefined): NudgeEvent | undefined =>
  activity?.history ? undefined : eventOf(activity)

/** Is it what a recipe waits for? Everything that `when` names must hold. */
export const matches = (when: When, event: NudgeEvent | undefined): boolean => {
  if (!event || event.type !== TYPE[when.event]) return false
  // The event's type was compared with that of `when`, which the compiler cannot follow through the table.
  return (HOLDS[when.event] as (when: When, event: NudgeEvent) => boolean)(when, event)
}

/**
 * Does a change make something what a recipe waits for? It has just become real, or an edit gave it the words.
 * @param before what it was before the change
 */
export const begins = (when: When, before: NudgeEvent | undefined, after: NudgeEvent | undefined): boolean =>
  matches(when, after) && !matches(when, before)
