import { alertRoutes } from './alert-routes.ts'
import { decisionsQuery, noQuery, pauseBody } from './asks.ts'
import { consentRoutes } from './consent-routes.ts'
import { contentRoutes } from './content-routes.ts'
import { featuredRoutes } from './featured-routes.ts'
import { journeyRoutes } from './journey-routes.ts'
import { lookRoutes } from './look-routes.ts'
import { recipeRoutes } from './recipe-routes.ts'
import type { RouteSpec } from './route-spec.ts'
import { whyRoutes } from './why-routes.ts'

/** What the function `api-nudges` can be asked: what people are sent, why, and what became of it. */
export const nudgesRoutes = {
  listDecisions: {
    method: 'GET',
    path: '/api/decisions',
    query: decisionsQuery,
  },
  getPause: {
    method: 'GET',
    path: '/api/pause',
    query: noQuery,
  },
  pause: {
    method: 'POST',
    path: '/api/pause',
    query: noQuery,
    body: pauseBody,
  },
  resume: {
    method: 'POST',
    path: '/api/resume',
    query: noQuery,
    body: pauseBody,
  },
  ...contentRoutes,
  ...recipeRoutes,
  ...consentRoutes,
  ...featuredRoutes,
  ...whyRoutes,
  ...alertRoutes,
  ...journeyRoutes,
  ...lookRoutes,
} as const satisfies Record<string, RouteSpec>
