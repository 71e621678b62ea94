import type { RecipeStatus } from '../domain/nudge/recipe-status.ts'
import type { Iso } from '../domain/time.ts'

/** The shapes of recipes that the team changed; a recipe that nobody has changed is that of the release, and not in the table. */

/** How often recipes were changed: a reader that knows the revision knows all recipes. */
export type RecipesItem = { pk: string; sk: 'CATALOG'; type: 'recipes'; rev: number }

/** A recipe as it stands. */
export type RecipeItem = {
  pk: string
  sk: string
  type: 'recipe'
  id: string
  version: number
  status: RecipeStatus
  /** The status of the version before, that of the release included; missing for a recipe that is new. */
  was?: RecipeStatus
  /** The last version that made it anything but live or paused, and what: that holds all that older versions decided. */
  held?: { before: number; as: RecipeStatus }
  /** JSON of the recipe as it is written, checked by `checkRecipe`. */
  written: string
  /** Who made this version: a user, `earshot`, or `release` for one that came with a release. */
  by: string
  at: Iso
  why?: string
}

/** One version of a recipe. Never changed, never deleted: decisions go on with the version they were made with. */
export type RecipeVersionItem = Omit<RecipeItem, 'type' | 'held'> & {
  type: 'recipe-version'
  /** What is different from the version before, field by field, as JSON. */
  changes: string
}
