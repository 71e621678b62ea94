import { audienceOf } from '../../shared/domain/nudge/audience.ts'
import { begins } from '../../shared/domain/nudge/events.ts'
import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
import { DECIDES } from '../../shared/domain/nudge/recipe-status.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import type { Change } from '../../shared/store/changes.ts'
import { createDecision, newDecision } from '../../shared/store/decisions.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import { birthId } from '../../shared/store/keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import type { Item } from '../../shared/store/table.ts'
import { type Beginning, beginningsOf, type Concerned, lateBeginningsOf } from './beginnings.ts'
import { hearClaim } from './claim-codes.ts'
import { type Deciding, workOn } from './deciding.ts'

/** What planning works with: `keepDays` is the retention of decisions. */
export type Planning = Deciding & { keepDays: number }

const asActivity = (item: Item | undefined): ActivityItem | undefined =>
  item?.type === 'activity' ? (item as ActivityItem) : undefined

const isClaim = (deps: Planning, before: Item | undefined, after: Item, now: Iso): Promise<boolean> | boolean => {
  const activity = asActivity(after)
  return activity ? hearClaim(deps.table, asActivity(before), activity, now) : false
}

const rowFor = (recipe: Recipe, { iid, subject, provisional }: Concerned, now: Iso, keepDays: number): DecisionItem =>
  newDecision(recipe, { ...{ subject, provisional, iid }, personId: birthId(iid), now, keepDays })

/** Writes a row for everybody whom a recipe is for. @returns those that were not there before */
const rowsOf = async (deps: Planning, recipe: Recipe, beginning: Beginning, now: Iso): Promise<DecisionItem[]> => {
  const concerned = await beginning.whom(audienceOf(recipe))
  if (concerned.length > 0) await deps.recipes.note(recipe, now)
  const made: DecisionItem[] = []
  for (const one of concerned) {
    const row = rowFor(recipe, one, now, deps.keepDays)
    if (await createDecision(deps.table, row)) made.push(row)
  }
  return made
}

/** When a change was written, for what is told without a moment of its own. */
const writtenAt = ({ at }: Change, now: Iso): Iso => (at === 0 ? now : isoOf(at))

/**
 * Makes a decision's row for every recipe that a change of an item calls for and everybody whom it is for, and decides those that are
 * due. The row comes first: whatever happens after it, the sweep finds it. A post that is a claim's code calls for nothing.
 */
export const plan = async (deps: Planning, told: Change, now: Iso): Promise<void> => {
  const { before, after } = told
  if (!after) return
  if (await isClaim(deps, before, after, now)) return
  const [change, written] = [{ before, after }, writtenAt(told, now)]
  const beginnings = beginningsOf(deps.table, change, written)
  const made: DecisionItem[] = []
  const all = beginnings.length > 0 ? await deps.recipes.all() : []
  const recipes = all.filter(({ status }) => DECIDES.has(status))
  beginnings.push(...(await lateBeginningsOf(deps.table, change, written, recipes)))
  for (const recipe of recipes) {
    for (const beginning of beginnings)
      if (begins(recipe.when, beginning.was, beginning.event))
        made.push(...(await rowsOf(deps, recipe, beginning, now)))
  }
  // All rows are there before any is decided: the most important of them goes first.
  for (const row of made.sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0))) {
    try {
      await workOn(deps, row, now)
    } catch (error) {
      log.error('decision left to the sweep', error, { decision: row.id, recipe: row.recipe })
    }
  }
}
