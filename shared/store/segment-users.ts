import { DECIDES } from '../domain/nudge/recipe-status.ts'
import { segmentNeeded } from '../domain/nudge/when.ts'
import { readAlerts } from './alerts.ts'
import { readRecipes } from './recipes.ts'
import type { Table } from './table.ts'

/**
 * Who would wait for ever if a segment were taken away, in words: recipes that decide (live, rehearsing or paused), and alerts, paused
 * ones included. None of them says anything when its segment is gone.
 * @returns such as `the recipe welcome-back (live)`, `the alert big-fish`; in the order of their ids
 */
export const usersOfSegment = async (table: Table, segment: string): Promise<string[]> => {
  const [recipes, alerts] = await Promise.all([readRecipes(table), readAlerts(table)])
  return [
    ...recipes
      .filter(({ recipe }) => DECIDES.has(recipe.status) && segmentNeeded(recipe.when) === segment)
      .map(({ recipe: { id, status } }) => `the recipe ${id} (${status})`),
    ...alerts.filter(({ where }) => where?.segments?.includes(segment)).map(({ id }) => `the alert ${id}`),
  ]
}
