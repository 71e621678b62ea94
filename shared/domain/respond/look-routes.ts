import * as z from 'zod/mini'
import { noQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** How an email that nobody knew of turned out, in somebody's word. */
const SETTLED_AS = ['sent', 'not-sent'] as const

const why = z.optional(z.string().check(z.maxLength(500, 'expected at most 500 characters')))

/** What the API can be asked about what needs somebody's look, by operation id. */
export const lookRoutes = {
  listNeedsALook: { method: 'GET', path: '/api/needs-a-look', query: noQuery },
  resolveDecision: {
    method: 'POST',
    path: '/api/decisions/{id}/resolve',
    query: noQuery,
    body: z.strictObject({
      as: z.enum(SETTLED_AS, `expected one of ${SETTLED_AS.join(', ')}`),
      why,
    }),
  },
  donePrivacyRequest: {
    method: 'POST',
    path: '/api/privacy-requests/{id}/done',
    query: noQuery,
    body: z.strictObject({ why }),
  },
} as const satisfies Record<string, RouteSpec>
