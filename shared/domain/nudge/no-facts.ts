import type { Facts } from './context.ts'

/** Of a subject that nothing has become of. */
export const NOTHING_HAPPENED = {
  subjectDeleted: false,
  subjectChanged: false,
  threadSolved: false,
  threadClosed: false,
  threadDeleted: false,
  answers: 0,
  caseOpen: false,
} satisfies Partial<Facts>

/** Of such a subject, and of somebody of whom nothing is known. */
export const NO_FACTS: Facts = {
  ...NOTHING_HAPPENED,
  roles: [],
  ordersBefore: 0,
  positive: 0,
  negative: 0,
}
