import * as z from 'zod/mini'
import { limit, next, recipe } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

const DETECT = 'expected a part of the share without the email, .05 to 10'

/** What the API can be asked about why, and about results, by operation id. */
export const whyRoutes = {
  getWhy: {
    method: 'GET',
    path: '/api/people/{id}/why',
    query: z.strictObject({ recipe: z.optional(recipe), limit, next }),
  },
  getResults: {
    method: 'GET',
    path: '/api/recipes/{id}/results',
    query: z.strictObject({
      detect: z._default(z.coerce.number(DETECT).check(z.gte(0.05, DETECT), z.lte(10, DETECT)), 0.25),
    }),
  },
} as const satisfies Record<string, RouteSpec>
