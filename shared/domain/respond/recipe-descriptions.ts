import type { Description } from './descriptions.ts'
import {
  recipeEstimateSchema,
  recipePutSchema,
  recipeSchema,
  recipesSchema,
  recipeVersionsSchema,
} from './recipe-answers.ts'

const notFound = { 404: 'There is no such recipe.' }
const conflict = { 409: 'Somebody has changed the recipe since `basedOn`; the error says what is different.' }

/** What the API answers when it is asked about recipes, by operation id. */
export const recipeDescriptions = {
  listRecipes: {
    summary: 'All recipes as they stand, in the order of their ids.',
    answer: recipesSchema,
  },
  getRecipe: {
    summary: 'One recipe as it stands.',
    answer: recipeSchema,
    also: notFound,
  },
  putRecipe: {
    summary:
      'Puts a recipe as a new version; the `version` that it names itself is not looked at. What is wrong is refused with everything that is wrong. It counts for what happens from 15 seconds later on; what is on its way goes on with the version it was made with, and can only be stopped: by the status, or because `when`, `if` or `unless` no longer let it through. The same again changes nothing.',
    answer: recipePutSchema,
    also: conflict,
  },
  setRecipeStatus: {
    summary:
      'Gives a recipe another status, as a new version. A pause stops the very next email; what waits goes on when it is live again, as far as it is still of use.',
    answer: recipePutSchema,
    also: { ...notFound, ...conflict },
  },
  estimateRecipe: {
    summary:
      'How often a recipe (the one that stands, or one that is only written down) would have begun lately. Nothing is stored.',
    answer: recipeEstimateSchema,
    also: notFound,
  },
  listRecipeVersions: {
    summary:
      'Versions of a recipe, newest first, with who made them, when, and what is different. Go on with `?before=` while `before` is a number.',
    answer: recipeVersionsSchema,
    also: notFound,
  },
} as const satisfies Record<string, Description>
