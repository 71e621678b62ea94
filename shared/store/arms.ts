import type { Iso } from '../domain/time.ts'
import { type DecisionPatch, decisionUpdate, patched } from './decisions.ts'
import { type IdentityId, keys } from './keys.ts'
import type { DecisionItem } from './nudge-records.ts'
import { type Action, type Table, transact } from './table.ts'
import { tallyAction } from './tallies.ts'

/** @param first nobody may have given the person an arm meanwhile: of two decisions only one opens the comparison */
const given = (iid: IdentityId, { recipe, id, arm }: DecisionItem, at: Iso, first: boolean): Action => ({
  Update: {
    Key: keys.arm(iid, recipe),
    UpdateExpression:
      'SET #type = :type, recipe = :recipe, arm = :arm, decision = if_not_exists(decision, :id), #at = if_not_exists(#at, :at)',
    ConditionExpression: first ? 'attribute_not_exists(arm)' : 'attribute_not_exists(arm) or arm = :arm',
    ExpressionAttributeNames: { '#type': 'type', '#at': 'at' },
    ExpressionAttributeValues: { ':type': 'arm', ':recipe': recipe, ':arm': arm, ':id': id, ':at': at },
  },
})

/**
 * Moves a waiting decision on and gives its arm to whom it is about, for good: the account that called for it and the address
 * that gets the email or is left without. A link or a split of the person changes none of that.
 * @param patch with `goal` when it is the first arm that the person is given: then the person is counted as assigned
 * @returns the decision as it is now
 * @throws ConflictError when the decision has been moved on, or one of the two was given another arm meanwhile: decide again
 */
export const decideWithArm = async (
  table: Table,
  decision: DecisionItem,
  patch: DecisionPatch,
): Promise<DecisionItem> => {
  const after = patched(decision, patch)
  const about = new Set([after.iid, ...(after.emailIid ? [after.emailIid] : [])])
  await transact(table, [
    decisionUpdate(decision, after, ['waiting']),
    ...[...about].map((iid) => given(iid, after, patch.updatedAt, patch.goal !== undefined)),
    ...(patch.goal ? [tallyAction(after, { assigned: 1 }, patch.updatedAt)] : []),
  ])
  return after
}
