import type { Iso } from '../../shared/domain/time.ts'
import { inParallel } from '../../shared/platform/batch.ts'
import { log } from '../../shared/platform/logger.ts'
import { dueDecisions } from '../../shared/store/decisions.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { getAll } from '../../shared/store/table.ts'
import { type Deciding, postpone, workOn } from './deciding.ts'

/** Decisions looked at in one go, and at the same time: a large backlog is worked off evenly over the minutes. */
const AT_ONCE = 100
const SIDE_BY_SIDE = 8

/** What a sweep did: how many decisions are now in which state, and how many could not be worked on. */
export type Swept = Record<string, number>

/**
 * Does what is due, the most important first, until nothing is left or the time is up.
 * @param hasTime asked before every decision
 */
export const sweep = async (deps: Deciding, { now, hasTime }: { now: Iso; hasTime: () => boolean }): Promise<Swept> => {
  const swept: Swept = {}
  const tally = (what: string): void => {
    swept[what] = (swept[what] ?? 0) + 1
  }
  const recipes = await deps.recipes.all()
  const priorities = new Map(recipes.map(({ id, priority }) => [id, priority]))
  const priorityOf = ({ priority, recipe }: DecisionItem): number => priority ?? priorities.get(recipe) ?? 0
  const seen = new Set<string>()
  const work = async (decision: DecisionItem): Promise<void> => {
    if (!hasTime()) return
    try {
      const after = await workOn(deps, decision, now)
      if (after) tally(after.state)
    } catch (error) {
      tally('postponed')
      log.error('decision postponed', error, { decision: decision.id, recipe: decision.recipe })
      await postpone(deps, decision, now).catch((cause: unknown) => {
        log.error('decision not postponed', cause, { decision: decision.id })
      })
    }
  }
  while (hasTime()) {
    // The index follows a moment later: what has been worked on may still be in it.
    const due = (await dueDecisions(deps.table, now, AT_ONCE)).filter(({ pk, sk }) => !seen.has(`${pk} ${sk}`))
    const batch = due.slice(0, AT_ONCE)
    if (batch.length === 0) break
    for (const { pk, sk } of batch) seen.add(`${pk} ${sk}`)
    const decisions = (await getAll(deps.table, batch)) as (DecisionItem | undefined)[]
    const order = decisions
      .filter((decision) => decision !== undefined)
      .sort((a, b) => priorityOf(b) - priorityOf(a) || (a.at < b.at ? -1 : 1))
    await inParallel(order, SIDE_BY_SIDE, work)
  }
  return swept
}
