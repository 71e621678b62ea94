import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
import type { RecipeReader } from '../../shared/store/recipes.ts'

/** Recipes that nobody changes, as functions read them. */
export const fixedRecipes = (recipes: readonly Recipe[]): RecipeReader => ({
  all: async () => recipes,
  version: async (id, version) => recipes.find((recipe) => recipe.id === id && recipe.version === version),
  note: async () => {},
})
