import { type MailOutcome, worseOutcome } from '../nudge/outcome.ts'
import type { DecisionState, ReasonCode } from '../nudge/reasons.ts'
import type { Iso } from '../time.ts'
import type { MailNews } from './mail-news.ts'

/** What a decision remembers of its email. */
export type MailState = {
  state: DecisionState
  reason: ReasonCode
  outcome?: MailOutcome
  sentAt?: Iso
  deliveredAt?: Iso
  sesMessageId?: string
}

/**
 * What news of an email changes. Any order and any number of the same news end alike: the worst outcome stays, and an
 * email that SES knows of has been sent, whatever we believed.
 * @returns undefined when nothing changes
 */
export const resolveNews = (before: MailState, news: MailNews): MailState | undefined => {
  const outcome = news.outcome ? worseOutcome(before.outcome, news.outcome) : before.outcome
  const arrived = news.outcome === 'delivered' ? news.at : undefined
  const deliveredAt = [before.deliveredAt, arrived].filter((at) => at !== undefined).sort()[0]
  const after: MailState = {
    state: outcome === 'rejected' ? 'failed' : 'sent',
    reason: outcome === 'rejected' ? 'rejected' : 'sent',
    ...(outcome ? { outcome } : {}),
    sentAt: before.sentAt ?? news.sentAt,
    ...(deliveredAt ? { deliveredAt } : {}),
    sesMessageId: before.sesMessageId ?? news.messageId,
  }
  const names = Object.keys(after) as (keyof MailState)[]
  return names.some((name) => after[name] !== before[name]) ? after : undefined
}
