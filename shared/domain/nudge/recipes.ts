import firstOrder from '../../../recipes/first-order.json' with { type: 'json' }
import praiseToAdvocate from '../../../recipes/praise-to-advocate.json' with { type: 'json' }
import unansweredQuestion from '../../../recipes/unanswered-question.json' with { type: 'json' }
import { type Recipe, readRecipe } from './recipe.ts'

/**
 * The recipes of this deployment: every file of `recipes/`, read once. A test compares the list with the folder.
 * A wrong file stops the function from starting, with a message that names file and field.
 */
export const RECIPES: readonly Recipe[] = [
  readRecipe('recipes/first-order.json', firstOrder),
  readRecipe('recipes/praise-to-advocate.json', praiseToAdvocate),
  readRecipe('recipes/unanswered-question.json', unansweredQuestion),
]

/** @returns undefined when the repository has no such recipe (any more) */
export const recipeOf = (id: string): Recipe | undefined => RECIPES.find((recipe) => recipe.id === id)
