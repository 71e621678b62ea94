import { noQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** What the API can be asked about journeys, by operation id. */
export const journeyRoutes = {
  getJourney: { method: 'GET', path: '/api/people/{id}/journey', query: noQuery },
} as const satisfies Record<string, RouteSpec>
