import { nudgesRoutes } from './nudges-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { previewRoutes } from './preview-routes.ts'

/**
 * Everything the API can be asked, by the function that answers and by operation id. A path belongs to one function: the
 * front sends it there by its path alone.
 */
export const ROUTES_BY_FUNCTION = {
  api: peopleRoutes,
  'api-nudges': nudgesRoutes,
  'api-preview': previewRoutes,
} as const

/** Everything the API can be asked, by operation id. */
export const routes = { ...peopleRoutes, ...nudgesRoutes, ...previewRoutes } as const
export type RouteId = keyof typeof routes
