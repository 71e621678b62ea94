import type { AddressNews, MailNews } from '../domain/measure/mail-news.ts'
import { resolveNews } from '../domain/measure/resolve.ts'
import type { Iso } from '../domain/time.ts'
import { noteAsked } from './confirmations.ts'
import type { DecisionItem } from './nudge-records.ts'
import { recordComplaint, recordHardBounce, recordSoftBounce } from './preferences.ts'
import { advanceDecision } from './sends.ts'
import type { Table } from './table.ts'

type Effect = (table: Table, emailIid: string, news: Pick<MailNews, 'at' | 'messageId'>) => Promise<void>

/** What news means for the address; each is idempotent by itself. */
const EFFECTS: Record<NonNullable<MailNews['address']>, Effect> = {
  hard: (table, emailIid, { at }) => recordHardBounce(table, { emailIid, at }),
  soft: (table, emailIid, { at, messageId }) => recordSoftBounce(table, { emailIid, at, messageId }),
  complaint: (table, emailIid, { at, messageId }) =>
    recordComplaint(table, { emailIid, at, id: `complaint#${messageId}` }),
}

/**
 * Takes in what SES says became of an email: the decision, and the address it went to.
 * @returns the decision as it is now; undefined when it is not kept any more
 */
export const applyMailNews = async (table: Table, news: MailNews, now: Iso): Promise<DecisionItem | undefined> => {
  const decision = await advanceDecision(table, news.decision, (before) => {
    const change = resolveNews(before, news)
    return change && { ...change, updatedAt: now }
  })
  if (decision?.emailIid && news.address) await EFFECTS[news.address](table, decision.emailIid, news)
  return decision
}

/** Takes in what SES says of an email that no decision called for: what it means for the address, and that SES has it. */
export const applyAddressNews = async (
  table: Table,
  { emailIid, address, wish, ...news }: AddressNews,
): Promise<void> => {
  if (wish) await noteAsked(table, emailIid, wish)
  if (address) await EFFECTS[address](table, emailIid, news)
}
