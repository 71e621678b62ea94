import type { Facts } from './context.ts'

/** The conditions that a recipe's `if` and `unless` may name. */
export const CONDITION_NAMES = [
  'person.member',
  'person.first_order',
  'person.unhappy',
  'person.complained_30d',
  'person.first_answer',
  'case.open',
  'subject.deleted',
  'subject.changed',
  'thread.answered',
  'thread.solved',
  'thread.closed',
  'thread.deleted',
] as const
/** See {@link CONDITION_NAMES}; docs/recipes.md says each in words. */
export type ConditionName = (typeof CONDITION_NAMES)[number]

const NOT_MEMBERS = new Set(['staff', 'brand', 'bot'])

/** What each condition means. */
export const CONDITIONS: Record<ConditionName, (facts: Facts) => boolean> = {
  'person.member': ({ roles }) => !roles.some((role) => NOT_MEMBERS.has(role)),
  'person.first_order': ({ ordersBefore }) => ordersBefore === 0,
  'person.unhappy': ({ positive, negative }) => negative > positive,
  'person.complained_30d': ({ complained }) => complained === true,
  'person.first_answer': ({ accepted = 0 }) => accepted <= 1,
  'case.open': ({ caseOpen }) => caseOpen === true,
  'subject.deleted': ({ subjectDeleted }) => subjectDeleted,
  'subject.changed': ({ subjectChanged }) => subjectChanged,
  'thread.answered': ({ answers }) => answers > 0,
  'thread.solved': ({ threadSolved }) => threadSolved,
  'thread.closed': ({ threadClosed }) => threadClosed,
  'thread.deleted': ({ threadDeleted }) => threadDeleted,
}
