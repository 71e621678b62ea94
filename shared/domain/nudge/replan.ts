import type { Iso } from '../time.ts'
import type { Stop, Verdict } from './gates.ts'
import type { DecisionState, ReasonCode } from './reasons.ts'

/** States of decisions that may still be thought over: nothing is reserved, nothing is final. */
export const PLANNED: ReadonlySet<DecisionState> = new Set(['waiting', 'queued'])

/** What stops a decision for good whenever it is asked, so that there is no use in waiting until it is due. */
const RECALLS: ReadonlySet<ReasonCode> = new Set([
  'suppressed_complaint',
  'suppressed_bounce',
  'topic_off',
  'all_off',
  'already_for_subject',
  'mixed_arms',
])

/**
 * What a planned decision comes to when the person it is about has become somebody else.
 * @param verdict what the gates say for the person as they are then
 * @returns what stops it; undefined when it goes on as it was. One that is not due yet is stopped only by what cannot pass:
 * all else is asked when it is due. One that waits for SES goes on waiting.
 */
export const stopOnChange = (
  { state, reason, dueAt }: { state: DecisionState; reason: ReasonCode; dueAt: Iso },
  now: Iso,
  verdict: Verdict,
): Stop | undefined => {
  if (verdict.do === 'send' || !PLANNED.has(state) || reason === 'waiting_rate') return undefined
  if (state === 'queued' || dueAt <= now) return verdict
  return verdict.do === 'hold' && RECALLS.has(verdict.reason) ? verdict : undefined
}
