import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { ClickLabel, ClickReason } from '../domain/measure/clicks.ts'
import type { Iso } from '../domain/time.ts'
import type { DecisionItem } from './items.ts'
import { keys } from './keys.ts'
import { advanceDecision } from './sends.ts'
import type { Table } from './table.ts'

/**
 * Keeps a click with its label. A person's first click is also noted on the decision and counts on the content.
 * @param id one of a kind per hit, so that a repeated write is the same click
 */
export const recordClick = async (
  table: Table,
  decision: DecisionItem,
  { at, id, label, why }: { at: Iso; id: string; label: ClickLabel; why: ClickReason },
): Promise<void> => {
  const { iid, id: decisionId, expires } = decision
  await table.client.send(
    new PutCommand({
      TableName: table.name,
      Item: { ...keys.click(iid, decisionId, at, id), type: 'click', decisionId, at, label, why, expires },
    }),
  )
  if (label !== 'human') return
  await advanceDecision(table, decision, ({ clickedAt }) => (clickedAt ? undefined : { clickedAt: at, updatedAt: at }))
}
