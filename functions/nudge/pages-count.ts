import type { UnsubscribeClaim } from '../../shared/domain/nudge/tokens.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { noteUnsubscribe, pauseIfUnwanted } from '../../shared/store/recipe-health.ts'
import type { PageDeps } from './pages-answer.ts'

/**
 * Counts, for the recipe of the email that a link came from, that the link was used to stop its topic. What keeps us from counting
 * keeps nobody from stopping it.
 */
export const countForRecipe = async (
  { table, now }: Pick<PageDeps, 'table' | 'now'>,
  claim: UnsubscribeClaim,
): Promise<void> => {
  try {
    const at = isoOf(now())
    const decision = await noteUnsubscribe(table, claim, at)
    const why = decision && (await pauseIfUnwanted(table, decision.recipe, at))
    if (!decision || !why) return
    count({ RecipesPaused: 1 })
    log.warn('recipe paused', { recipe: decision.recipe, why })
  } catch (error) {
    log.error('unsubscribe not counted for its recipe', error)
  }
}
