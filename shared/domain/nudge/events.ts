import type { Iso } from '../time.ts'
import type { When } from './when.ts'

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

/** Is it what a recipe waits for? Everything that `when` names must hold. */
export const matches = (when: When, event: NudgeEvent | undefined): boolean => {
  if (!event || event.type !== when.event || !among(when.sources, event.source)) return false
  if (event.type !== 'mention.created' || when.event !== 'mention.created') return true
  return (
    among(when.kinds, event.kind) &&
    among(when.labels, event.label) &&
    (when.minConfidence === undefined || (event.confidence ?? 0) >= when.minConfidence) &&
    (when.intents === undefined || when.intents.some((intent) => event.intents.includes(intent)))
  )
}

/**
 * Does a change of an activity make it what a recipe waits for? It has just become real, or an edit gave it the words.
 * What an import tells is the past and begins nothing, now or later.
 * @param before the activity before the change; undefined when it was not there
 */
export const hasBegun = (when: When, before: KeptActivity | undefined, after: KeptActivity | undefined): boolean =>
  !after?.history && matches(when, eventOf(after)) && !matches(when, eventOf(before))
