import * as z from 'zod/mini'
import { noQuery, pageQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

const TOPIC = 'expected the name of a topic, or "all"'
const WHY = 'expected a few words: how the person asked for it'

/** What somebody who talks with people may do for them: only ever less. */
const stopBody = z.strictObject({
  stop: z.string(TOPIC).check(z.minLength(1, TOPIC), z.maxLength(60, TOPIC)),
  why: z.string(WHY).check(z.minLength(1, WHY), z.maxLength(500, 'expected at most 500 characters')),
})

/** What the API can be asked about what people agreed to and chose, by operation id. */
export const consentRoutes = {
  getConsent: { method: 'GET', path: '/api/people/{id}/consent', query: pageQuery },
  getPreferences: { method: 'GET', path: '/api/people/{id}/preferences', query: noQuery },
  stopEmails: { method: 'POST', path: '/api/people/{id}/preferences', query: noQuery, body: stopBody },
} as const satisfies Record<string, RouteSpec>
