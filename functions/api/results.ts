import { goalOf } from '../../shared/domain/measure/goals.ts'
import { resultsOf } from '../../shared/domain/measure/results.ts'
import { shareOf } from '../../shared/domain/nudge/arm.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { recentHealth } from '../../shared/store/recipe-health.ts'
import { readRecipe } from '../../shared/store/recipes.ts'
import { readGlobalTally, readTallies } from '../../shared/store/tallies.ts'
import type { NudgesDeps, Resource } from './request.ts'

export const results: Resource<'getResults', NudgesDeps> = {
  getResults: async ({ params: { id = '' }, query: { detect }, now }, { table, nudges, score }) => {
    const recipe = (await readRecipe(table, id))?.recipe
    if (!recipe) throw new HttpError(404, `There is no recipe with the id ${id.slice(0, 100)}.`)
    const share = shareOf(recipe, nudges)
    const { globalHoldout } = nudges
    const [tallies, mail, global] = await Promise.all([
      readTallies(table, recipe.id, goalOf(recipe, share, now)),
      recentHealth(table, recipe.id, now),
      globalHoldout ? readGlobalTally(table) : undefined,
    ])
    const everywhere = globalHoldout && global ? { share: globalHoldout, ...global } : undefined
    const { answerCost, currency } = score.economics
    return resultsOf({ recipe, share, tallies, everywhere, mail, detect, answerCost, currency, now })
  },
}
