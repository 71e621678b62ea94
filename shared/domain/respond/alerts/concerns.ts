import type { DomainEvent } from '../../events.ts'
import type { Alert, AlertOn } from './alert.ts'

/** Words may complain politely: what the words say counts as much as how they feel. */
export const complains = (event: DomainEvent): boolean =>
  event.type === 'mention.created' && (event.data.intents.includes('complaint') || event.data.label === 'NEGATIVE')

/** A question within a conversation is part of it: who is asked is there already. */
export const asks = (event: DomainEvent): boolean =>
  event.type === 'mention.created' && event.data.kind === 'post' && event.data.intents.includes('question')

const emerges = ({ type }: DomainEvent): boolean => type === 'advocate.emerged'
const isHot = ({ type }: DomainEvent): boolean => type === 'topic.hot'
/** Whoever pauses a recipe knows it. */
const pausedItself = (event: DomainEvent): boolean => event.type === 'recipe.paused' && event.data.by === 'earshot'

const CONCERNS: Readonly<Record<AlertOn, (event: DomainEvent) => boolean>> = {
  'complaint.high-reach': complains,
  'question.unanswered': asks,
  'advocate.emerged': emerges,
  'topic.hot': isHot,
  'recipe.paused': pausedItself,
  'digest.weekly': (event) => asks(event) || emerges(event) || isHot(event) || pausedItself(event),
}

/**
 * Whether an alert may have anything to do with an event, by the event alone: who is asked no more needs not hear of it. What it does
 * say of it, if anything, {@link matched} finds out.
 */
export const concerns = (event: DomainEvent, { on, paused }: Pick<Alert, 'on' | 'paused'>): boolean =>
  !paused && CONCERNS[on.type](event)
