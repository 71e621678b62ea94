import { matches, type NudgeEvent } from './events.ts'
import type { Recipe } from './recipe.ts'
import type { RecipeStatus } from './recipe-status.ts'

const both = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

/** A rehearsal stays one, whatever the recipe has become; all other statuses are those of today. */
const statusOf = (made: RecipeStatus, current: RecipeStatus): RecipeStatus =>
  made === 'dry-run' && current === 'live' ? 'dry-run' : current

/**
 * The recipe as it counts for a decision: the version that the decision was made with, stopped by whatever either that version
 * or the one of today would be stopped by. So an edit can cancel what is on its way and do nothing else to it: neither when, nor
 * what, nor to whom it goes is ever taken from the version of today.
 * @param made the version that the decision was made with
 * @param current the recipe as it stands
 */
export const inEffect = (made: Recipe, current: Recipe): Recipe =>
  made === current
    ? made
    : {
        ...made,
        status: statusOf(made.status, current.status),
        if: both(made.if, current.if),
        unless: both(made.unless, current.unless),
      }

/** Whether an edit of `when` has taken the reason for a decision away. An edit of anything else never does. */
export const isUncalled = (made: Recipe, current: Recipe, event: NudgeEvent | undefined): boolean =>
  JSON.stringify(made.when) !== JSON.stringify(current.when) && !matches(current.when, event)
