import * as z from 'zod/mini'
import { noQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

const WORDING = 'expected the name under which you keep the words that the person was asked with'
const WHY = 'expected a few words: how the person said it'

/** What somebody who asked a person writes down for them. */
const featuredBody = z.strictObject({
  granted: z.boolean('expected true or false'),
  wording: z.string(WORDING).check(z.minLength(1, WORDING), z.maxLength(200, 'expected at most 200 characters')),
  why: z.string(WHY).check(z.minLength(1, WHY), z.maxLength(500, 'expected at most 500 characters')),
})

/** What the API can be asked about whose words emails may point to, by operation id. */
export const featuredRoutes = {
  getFeatured: { method: 'GET', path: '/api/people/{id}/featured', query: noQuery },
  noteFeatured: { method: 'POST', path: '/api/people/{id}/featured', query: noQuery, body: featuredBody },
} as const satisfies Record<string, RouteSpec>
