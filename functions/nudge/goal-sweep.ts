import type { Iso } from '../../shared/domain/time.ts'
import { inParallel } from '../../shared/platform/batch.ts'
import { log } from '../../shared/platform/logger.ts'
import { dueGoals } from '../../shared/store/decisions.ts'
import { postponeGoal, settleGoal } from '../../shared/store/goals.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { getAll, type Table } from '../../shared/store/table.ts'

/** Goals looked for in one go, and at the same time. */
const AT_ONCE = 100
const SIDE_BY_SIDE = 8

/** How many goals were looked for, and how many could not be. */
export type GoalsSwept = { settled: number; postponed: number }

/**
 * Looks for the goals whose time is over, until none is left or the time is up. After the decisions: an email matters more than a
 * number.
 * @param hasTime asked before every goal
 */
export const sweepGoals = async (
  table: Table,
  { now, hasTime }: { now: Iso; hasTime: () => boolean },
): Promise<GoalsSwept> => {
  const swept: GoalsSwept = { settled: 0, postponed: 0 }
  const seen = new Set<string>()
  const work = async (decision: DecisionItem): Promise<void> => {
    if (!hasTime()) return
    try {
      if (await settleGoal(table, decision, now)) swept.settled += 1
    } catch (error) {
      swept.postponed += 1
      log.error('goal postponed', error, { decision: decision.id, recipe: decision.recipe })
      await postponeGoal(table, decision, now).catch((cause: unknown) => {
        log.error('goal not postponed', cause, { decision: decision.id })
      })
    }
  }
  while (hasTime()) {
    // The index follows a moment later: what has been looked for may still be in it.
    const due = (await dueGoals(table, now, AT_ONCE)).filter(({ pk, sk }) => !seen.has(`${pk} ${sk}`))
    const batch = due.slice(0, AT_ONCE)
    if (batch.length === 0) break
    for (const { pk, sk } of batch) seen.add(`${pk} ${sk}`)
    const found = (await getAll(table, batch)) as (DecisionItem | undefined)[]
    await inParallel(
      found.filter((decision) => decision !== undefined),
      SIDE_BY_SIDE,
      work,
    )
  }
  return swept
}
