/**
 * - `waiting`: looked at again at `until`.
 * - `queued`: chosen, on its way to the sender. `sending`: reserved, SES is being called.
 * - `sent`, `failed`, `unknown` (SES may or may not have it): what became of the call.
 * - `held`: decided not to send; final.
 */
export const DECISION_STATES = ['waiting', 'queued', 'sending', 'sent', 'failed', 'unknown', 'held'] as const
export type DecisionState = (typeof DECISION_STATES)[number]

/** Why a decision stands as it does. Every decision has exactly one; docs/reasons.md says each in words for people. */
export const REASON_CODES = [
  'queued',
  'sending',
  'sent',
  'dry_run',
  'waiting_delay',
  'waiting_quiet_hours',
  'waiting_cap',
  'waiting_rate',
  'outranked',
  'holdout',
  'mixed_arms',
  'paused_all',
  'paused_recipe',
  'not_confirmed',
  'no_consent',
  'topic_off',
  'all_off',
  'snoozed',
  'suppressed_bounce',
  'suppressed_complaint',
  'no_address',
  'condition_failed',
  'resolved',
  'already_for_subject',
  'cooldown',
  'no_content',
  'seen_all',
  'peers_called',
  'no_peers',
  'expired',
  'render_error',
  'rejected',
  'not_sent',
  'unknown',
] as const
export type ReasonCode = (typeof REASON_CODES)[number]
