import type { DecisionAnswer } from '../domain/respond/answers.ts'
import type { Iso } from '../domain/time.ts'
import { decisionAnswers } from './decision-lists.ts'
import { indexKeys, SHARDS, shardOf } from './index-keys.ts'
import { keys } from './keys.ts'
import type { DecisionItem } from './nudge-records.ts'
import { advanceDecision, releaseSend } from './sends.ts'
import { type Item, query, type Table } from './table.ts'

/** Somebody's word on an email that nobody knew of. */
export type SettledWord = { as: 'sent' | 'not-sent'; by: string; at: Iso; why?: string | undefined }

/** The identity that a decision of unknown fate is about: the index of these is small. */
const identityOfUnknown = async (table: Table, id: string): Promise<string | undefined> => {
  const { sk } = keys.decision('', id)
  let from: Item | undefined
  do {
    const pk = indexKeys.decisionsInState('unknown', shardOf(id, SHARDS.decisions))
    const page = await query(table, { index: 'byThread', pk, from })
    const found = page.items.find((entry) => entry.sk === sk)
    if (found) return String(found.pk).slice('I#'.length)
    from = page.next
  } while (from)
  return undefined
}

/**
 * Settles an email of unknown fate by somebody's word, which is kept on the decision. Nothing is sent. One that was not sent no
 * longer counts against the caps; the decision stays, so that the same thing calls for no other.
 * @returns the decision as it is now; undefined when no email of that id is of unknown fate
 */
export const settleUnknown = async (
  table: Table,
  id: string,
  { as, by, at, why }: SettledWord,
): Promise<DecisionAnswer | undefined> => {
  const iid = await identityOfUnknown(table, id)
  if (iid === undefined) return undefined
  const settled: NonNullable<DecisionItem['settled']> = { as, by, at, ...(why ? { why } : {}) }
  const decision =
    as === 'sent'
      ? await advanceDecision(table, { iid, id }, ({ state, sendingAt }) =>
          state === 'unknown'
            ? { state: 'sent', reason: 'sent', sentAt: sendingAt ?? at, settled, updatedAt: at }
            : undefined,
        )
      : await releaseSend(
          table,
          { iid, id },
          { state: 'failed', reason: 'not_sent', settled, updatedAt: at },
          'unknown',
        )
  // SES may have told what became of it at the same moment: then there is nothing left to settle.
  if (decision?.settled?.at !== at) return undefined
  const [answer] = await decisionAnswers(table, [decision])
  return answer
}
