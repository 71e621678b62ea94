import { type Arm, EVERY_RECIPE } from '../domain/nudge/arm.ts'
import type { Iso } from '../domain/time.ts'
import { type DecisionPatch, decisionUpdate, patched } from './decisions.ts'
import { type IdentityId, keys } from './keys.ts'
import type { ArmItem, DecisionItem } from './nudge-records.ts'
import { type Action, getAll, type Table, transact } from './table.ts'
import { globalTallyAction, tallyAction } from './tallies.ts'

/** @param first nobody may have given the person an arm meanwhile: of two decisions only one opens the comparison */
type Given = { recipe: string; id: string; arm: Arm; at: Iso; first: boolean }

const given = (iid: IdentityId, { recipe, id, arm, at, first }: Given): Action => ({
  Update: {
    Key: keys.arm(iid, recipe),
    UpdateExpression:
      'SET #type = :type, recipe = :recipe, arm = :arm, decision = if_not_exists(decision, :id), #at = if_not_exists(#at, :at)',
    ConditionExpression: first ? 'attribute_not_exists(arm)' : 'attribute_not_exists(arm) or arm = :arm',
    ExpressionAttributeNames: { '#type': 'type', '#at': 'at' },
    ExpressionAttributeValues: { ':type': 'arm', ':recipe': recipe, ':arm': arm, ':id': id, ':at': at },
  },
})

/** What a person is to be given in the experiment of all recipes together. */
export type GlobalArm = {
  arm: Arm
  /** The identities that have it already. */
  known: readonly IdentityId[]
}

/** The arms that identities were given in the experiment of all recipes together, strongly consistent. */
export const readGlobalArms = async (
  table: Table,
  iids: readonly IdentityId[],
): Promise<{ iid: IdentityId; arm: Arm }[]> => {
  const items = await getAll(
    table,
    iids.map((iid) => keys.arm(iid, EVERY_RECIPE)),
  )
  return iids.flatMap((iid, at) => (items[at] ? [{ iid, arm: (items[at] as ArmItem).arm }] : []))
}

/** Nobody is asked twice, and who has no arm yet in any identity counts once. */
const globally = (about: readonly IdentityId[], { arm, known }: GlobalArm, id: string, at: Iso): Action[] => [
  ...about
    .filter((iid) => !known.includes(iid))
    .map((iid) => given(iid, { recipe: EVERY_RECIPE, id, arm, at, first: known.length === 0 })),
  ...(known.length === 0 ? [globalTallyAction(id, arm, at)] : []),
]

/**
 * Moves a waiting decision on and gives its arms to whom it is about, for good: the account that called for it and the address
 * that gets the email or is left without. A link or a split of the person changes none of that.
 * @param patch with `arm` where the recipe has an experiment; with `goal` too when it is the first arm that the person is given
 * in it: then the person is counted as assigned
 * @param arms `own`: the arm is one of the recipe's own experiment; `everywhere`: where there is one of all recipes together
 * @returns the decision as it is now
 * @throws ConflictError when the decision has been moved on, or one of the two was given another arm meanwhile: decide again
 */
export const decideWithArms = async (
  table: Table,
  decision: DecisionItem,
  patch: DecisionPatch,
  { own, everywhere }: { own: boolean; everywhere?: GlobalArm },
): Promise<DecisionItem> => {
  const after = patched(decision, patch)
  const { id, recipe, arm } = after
  const [at, first] = [patch.updatedAt, patch.goal !== undefined]
  const about = [...new Set([after.iid, ...(after.emailIid ? [after.emailIid] : [])])]
  await transact(table, [
    decisionUpdate(decision, after, ['waiting']),
    ...(own && arm ? about.map((iid) => given(iid, { recipe, id, arm, at, first })) : []),
    ...(patch.goal ? [tallyAction(after, { assigned: 1 }, at)] : []),
    ...(everywhere ? globally(about, everywhere, id, at) : []),
  ])
  return after
}
