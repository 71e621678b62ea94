import { noQuery } from './asks.ts'
import { recipeBody, recipeEstimateBody, recipeStatusBody, versionsQuery } from './recipe-asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** What the API can be asked about recipes, by operation id. */
export const recipeRoutes = {
  listRecipes: {
    method: 'GET',
    path: '/api/recipes',
    query: noQuery,
  },
  getRecipe: {
    method: 'GET',
    path: '/api/recipes/{id}',
    query: noQuery,
  },
  putRecipe: {
    method: 'PUT',
    path: '/api/recipes/{id}',
    query: noQuery,
    body: recipeBody,
  },
  setRecipeStatus: {
    method: 'POST',
    path: '/api/recipes/{id}/status',
    query: noQuery,
    body: recipeStatusBody,
  },
  estimateRecipe: {
    method: 'POST',
    path: '/api/recipes/{id}/estimate',
    query: noQuery,
    body: recipeEstimateBody,
  },
  listRecipeVersions: {
    method: 'GET',
    path: '/api/recipes/{id}/versions',
    query: versionsQuery,
  },
} as const satisfies Record<string, RouteSpec>
