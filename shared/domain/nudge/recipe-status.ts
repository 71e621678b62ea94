/**
 * - `draft`: makes no decisions. `dry-run`: decides, sends nothing. `live`: sends.
 * - `paused`: decides, and what it decides waits until it is live again.
 * - `archived`: makes no decisions any more, and holds what waits.
 */
export const RECIPE_STATUSES = ['draft', 'dry-run', 'live', 'paused', 'archived'] as const
export type RecipeStatus = (typeof RECIPE_STATUSES)[number]

/**
 * Where each status may lead. Nothing is live that was not rehearsed, only what is live is paused (so that whatever a paused
 * recipe decided was meant to be sent), and what is archived begins again as a draft.
 */
export const RECIPE_MOVES: Readonly<Record<RecipeStatus, readonly RecipeStatus[]>> = {
  draft: ['dry-run', 'archived'],
  'dry-run': ['draft', 'live', 'archived'],
  live: ['dry-run', 'paused', 'archived'],
  paused: ['dry-run', 'live', 'archived'],
  archived: ['draft'],
}

/** What a recipe that nobody knew before may begin as. */
const FIRST_STATUSES: readonly RecipeStatus[] = ['draft', 'dry-run']

/**
 * The statuses that the next version of a recipe may have: the one it has included, but for what is archived.
 * @param from undefined: there is no such recipe yet
 */
export const statusesAfter = (from: RecipeStatus | undefined): readonly RecipeStatus[] => {
  if (from === undefined) return FIRST_STATUSES
  return from === 'archived' ? RECIPE_MOVES.archived : [from, ...RECIPE_MOVES[from]]
}

/** Recipes that make decisions. A paused one does too: its rows wait, and say why. */
export const DECIDES: ReadonlySet<RecipeStatus> = new Set(['live', 'dry-run', 'paused'])
