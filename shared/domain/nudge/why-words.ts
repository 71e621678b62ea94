import type { ConditionName } from './conditions.ts'
import type { ReasonCode } from './reasons.ts'

/** The sentences that say why, as texts with holes: `{name}` and the like. Everything that is told to people is in this file. */

/**
 * What became of a decision, after "On 12 November Ann asked something: ". Holes: `{name}` the person, `{after}` "after 24 hours "
 * or nothing, `{until}` a moment, `{sentAt}`, `{content}` what the email points to, `{condition}`, `{detail}` the reason's own word,
 * `{kept}` what kept it.
 */
export const BECAME: Record<ReasonCode, string> = {
  queued: 'everything allows it, and the email is on its way to the sender.',
  sending: 'the email is being handed to Amazon SES.',
  sent: '{after}an email{content} was sent{sentAt}.',
  dry_run: '{after}an email{content} would have been sent, but the recipe only rehearses, so nothing was sent.',
  waiting_delay: 'the recipe waits until {until}, and looks then.',
  waiting_quiet_hours: 'it is night for {name}, so it waits until {until}.',
  waiting_cap: '{name} was sent enough lately, so it waits until {until}.',
  waiting_rate: 'Amazon SES takes no more right now, so it is tried again at {until}.',
  outranked: 'another email ({detail}) goes first; this one is looked at again at {until}.',
  holdout:
    '{after}an email{content} could have been sent, but {name} belongs to those who are left without, to compare with, so nothing was sent.',
  mixed_arms:
    'accounts were joined of which some get this email and others are left without, to compare with, so nothing was sent.',
  paused_all: 'all emails are paused; it is looked at again at {until}.',
  paused_recipe: 'the recipe is not live, so nothing was sent.',
  not_confirmed: 'the address was never confirmed, so nothing was sent.',
  no_consent: 'nothing is recorded that allows emails on this topic, so nothing was sent.',
  topic_off: '{name} has turned this topic off, so nothing was sent.',
  all_off: '{name} has turned all emails off, so nothing was sent.',
  snoozed: 'there is a break from emails until {until}, so it waits.',
  suppressed_bounce: 'emails to every address that may be used came back, so nothing was sent.',
  suppressed_complaint: '{name} has reported an email as spam, so nothing was sent.',
  no_address: 'no verified address is known, so nothing was sent.',
  condition_failed: '{after}{condition}, so nothing was sent.',
  resolved: '{after}{condition}, so nothing was sent.',
  already_for_subject: '{name} had this email before, so nothing was sent.',
  cooldown: '{name} had this email not long ago, and gets no other one before {until}, so nothing was sent.',
  no_content: '{after}nothing in the catalogue fitted well enough, so nothing was sent.',
  seen_all: '{after}all that fitted had been sent to {name} before, so nothing was sent.',
  expired: 'it came too late to be of use{kept}, so nothing was sent.',
  render_error: 'the email could not be made, so nothing was sent.',
  rejected: 'Amazon SES refused the email, so it did not arrive.',
  unknown: 'Amazon SES may or may not have the email; it is not sent again.',
}

/** What keeps the next email back. Holes: `{name}` and `{until}`. */
export const KEEPS: Partial<Record<ReasonCode, string>> = {
  dry_run: 'The recipe only rehearses: nothing is sent.',
  holdout: '{name} belongs to those who are left without, to compare with.',
  mixed_arms: 'Accounts were joined of which some get this email and others are left without: nothing is sent.',
  paused_all: 'All emails are paused.',
  paused_recipe: 'The recipe is not live.',
  no_consent: 'Nothing is recorded that allows emails on this topic.',
  topic_off: '{name} has turned this topic off.',
  all_off: '{name} has turned all emails off.',
  snoozed: 'There is a break from emails until {until}.',
  suppressed_bounce: 'Emails to every address that may be used came back.',
  suppressed_complaint: '{name} has reported an email as spam.',
  no_address: 'No verified address is known.',
  already_for_subject: '{name} had this email, which is sent only once.',
  cooldown: '{name} had this email not long ago: no other one before {until}.',
  waiting_cap: '{name} was sent enough lately: a slot is free at {until}.',
  waiting_quiet_hours: 'It is night for {name} then: not before {until}.',
  expired: 'The recipe’s quiet hours leave no hour at which it may be sent.',
}
/** For a reason that {@link KEEPS} has no words for. */
export const KEEPS_ELSE = 'Something keeps it back ({reason}).'

/** What a condition says when it is true (`unless`) and when it is not (`if`). */
export const CONDITION_WORDS: Record<ConditionName, { yes: string; no: string }> = {
  'person.member': { yes: '{name} was a member', no: '{name} was staff, the brand’s own or a bot' },
  'person.first_order': { yes: 'it was the first order', no: 'it was not the first order' },
  'person.unhappy': { yes: '{name} had lately been unhappy', no: '{name} had lately not been unhappy' },
  'subject.deleted': { yes: 'it had been deleted', no: 'it had not been deleted' },
  'subject.changed': { yes: 'it had been edited and was something else', no: 'it had not been edited' },
  'thread.answered': { yes: 'somebody had answered', no: 'nobody had answered' },
  'thread.solved': { yes: 'there was an accepted answer', no: 'there was no accepted answer' },
  'thread.closed': { yes: 'the thread was closed', no: 'the thread was open' },
  'thread.deleted': { yes: 'the thread was gone', no: 'the thread was there' },
}

/** What may have kept a decision until it was too late. */
export const KEPT: Partial<Record<ReasonCode, string>> = {
  snoozed: 'a break from emails',
  waiting_cap: 'the limits on how often',
  waiting_quiet_hours: 'quiet hours',
  waiting_rate: 'Amazon SES',
}

/** What somebody did, by the kind of activity. */
export const DID: Readonly<Record<string, string>> = {
  post: 'wrote',
  reply: 'replied',
  reaction: 'reacted',
  follow: 'followed',
  order: 'placed an order',
}
/** For kinds that {@link DID} has no words for. */
export const DID_ELSE = 'did something'
