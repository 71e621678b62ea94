import { type Done, type GivenArm, type Goal, leftOut, outcomeOf } from '../domain/measure/goals.ts'
import { additionsOf } from '../domain/measure/tally.ts'
import { DECISION_STATES } from '../domain/nudge/reasons.ts'
import { type Iso, isoOf, MINUTE, msOf } from '../domain/time.ts'
import { type DecisionPatch, decisionUpdate, patched } from './decisions.ts'
import { indexKeys } from './index-keys.ts'
import type { ActivityItem, ThreadItem } from './items.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import type { ArmItem, DecisionGoal, DecisionItem } from './nudge-records.ts'
import { resolvePerson } from './people.ts'
import { getAll, type Item, query, retryConflicts, type Table, transact } from './table.ts'
import { tallyAction } from './tallies.ts'

/** Pages of a person's activities that are looked through, per account: far more than anybody does in the time of a goal. */
const MOST_PAGES = 20

/** What one account did within the time, without what called for the email. Deleted things are in no index. */
const doneBy = async (table: Table, iid: IdentityId, goal: Goal, subject: Key): Promise<Done[]> => {
  const entries: (Key & Item)[] = []
  let from: Item | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await query(table, {
      index: 'byAuthor',
      pk: indexKeys.author(iid),
      where: '#sk between :from and :until',
      values: { ':from': goal.from, ':until': `${goal.until}~` },
      from,
    })
    entries.push(...(page.items as (Key & Item)[]).filter(({ pk }) => pk !== subject.pk))
    from = page.next
    if (!from) break
  }
  const orders = (await getAll(
    table,
    entries.filter(({ kind }) => kind === 'order'),
  )) as (ActivityItem | undefined)[]
  const placed = orders.flatMap((item): Done[] =>
    item && !item.deleted ? [{ kind: 'order', at: item.createdAt, order: item.order }] : [],
  )
  const others = entries.filter(({ kind }) => kind !== 'order')
  return [...placed, ...others.map(({ kind, at }) => ({ kind: String(kind), at: String(at).split('#')[0] ?? '' }))]
}

const settled = async (table: Table, decision: DecisionItem, goal: DecisionGoal, now: Iso): Promise<DecisionGoal> => {
  const { iid, recipe, subject } = decision
  const known = await resolvePerson(table, iid)
  const iids = known ? Object.keys(known.person.ids).sort() : [iid]
  const arms = (await getAll(
    table,
    iids.map((one) => keys.arm(one, recipe)),
  )) as (ArmItem | undefined)[]
  const { again: _, ...rest } = goal
  const out = leftOut(
    decision.id,
    arms.filter((arm): arm is ArmItem & GivenArm => arm !== undefined),
  )
  if (out) return { ...rest, settledAt: now, leftOut: out }
  const [[thread], done] = await Promise.all([
    subject.threadId ? getAll(table, [keys.thread(subject.platform, subject.threadId)]) : [],
    Promise.all(iids.map((one) => doneBy(table, one, goal, keys.activity(subject.platform, subject.id)))),
  ])
  const solvedAt = (thread as ThreadItem | undefined)?.solvedAt
  const { sentAt, clickedAt } = decision
  return { ...rest, settledAt: now, outcome: outcomeOf(goal, { done: done.flat(), solvedAt, sentAt, clickedAt }) }
}

/** A goal that could not be looked for is left alone for so long. */
const AGAIN = 15 * MINUTE

/**
 * Looks for the goal of a decision whose time is over, and adds the person to the numbers of their arm, both in one transaction:
 * once for each decision, however often it is tried.
 * @returns the decision as it is now; undefined when there was nothing to do
 */
export const settleGoal = (
  table: Table,
  { iid, id }: Pick<DecisionItem, 'iid' | 'id'>,
  now: Iso,
): Promise<DecisionItem | undefined> =>
  retryConflicts(async () => {
    // A batch of one: the sweep is granted no other strongly consistent read.
    const [before] = (await getAll(table, [keys.decision(iid, id)])) as [DecisionItem | undefined]
    if (!before?.goal || before.goal.settledAt !== undefined || before.qs === undefined || before.qs > now)
      return undefined
    const goal = await settled(table, before, before.goal, now)
    const after = patched(before, { goal, updatedAt: before.updatedAt })
    const additions = goal.outcome ? additionsOf(goal.outcome) : { [goal.leftOut ?? 'mixed']: 1 }
    await transact(table, [decisionUpdate(before, after, DECISION_STATES), tallyAction(after, additions, now)])
    return after
  })

/** Leaves a goal that could not be looked for alone for a while, so that it never keeps others from their turn. */
export const postponeGoal = async (table: Table, decision: DecisionItem, now: Iso): Promise<void> => {
  if (!decision.goal) return
  const patch: DecisionPatch = {
    goal: { ...decision.goal, again: isoOf(msOf(now) + AGAIN) },
    updatedAt: decision.updatedAt,
  }
  await transact(table, [decisionUpdate(decision, patched(decision, patch), DECISION_STATES)])
}
