import { peersWanted } from './audience.ts'
import type { ConditionName } from './conditions.ts'
import type { Recipe } from './recipe.ts'
import type { WhenEvent } from './when.ts'

/** What goes without saying: with some events nobody may be written to once these are true, whether or not the recipe says so. */
const BY_EVENT: { [E in WhenEvent]?: readonly ConditionName[] } = {
  'thread.unanswered': [
    'subject.deleted',
    'subject.changed',
    'thread.answered',
    'thread.solved',
    'thread.closed',
    'thread.deleted',
  ],
  'thread.solved': ['subject.deleted', 'subject.changed', 'thread.deleted'],
  'answer.accepted': ['subject.deleted', 'subject.changed', 'thread.deleted'],
  'idea.shipped': ['subject.deleted', 'subject.changed', 'thread.deleted'],
  'account.created': ['subject.deleted'],
  'segment.entered': ['subject.deleted', 'subject.changed'],
  'segment.left': ['subject.deleted', 'subject.changed'],
  'person.quiet': ['subject.deleted', 'subject.changed'],
  'stage.reached': ['subject.deleted', 'subject.changed'],
  'topic.hot': ['subject.deleted', 'subject.changed'],
}

/** Nobody is asked to help with what is no question any more, or turns out to be their own. */
const OF_A_QUESTION: readonly ConditionName[] = ['subject.deleted', 'subject.changed']

/** A link to somebody's own words leads nowhere once they are gone. */
const OF_OWN_WORDS: readonly ConditionName[] = ['subject.deleted', 'thread.deleted']

/** Conditions of which none may be true: those that the recipe names, and those that go without saying. */
export const unlessOf = ({
  unless,
  when,
  content,
  to,
}: Pick<Recipe, 'unless' | 'when' | 'content' | 'to'>): ConditionName[] => [
  ...new Set([
    ...unless,
    ...(BY_EVENT[when.event] ?? []),
    ...(peersWanted({ to }) === undefined ? [] : OF_A_QUESTION),
    ...(content.pick === 'subject' ? OF_OWN_WORDS : []),
  ]),
]
