import * as z from 'zod/mini'
import { noQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

const LANGUAGE = 'expected a language such as de'
const VERSION = 'expected a version: a whole number from 1 on'

/** What a look at an email is made of. All of it may be left out. */
const previewBody = z.strictObject({
  /** As whom; an invented person when left out. */
  personId: z.optional(
    z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, "expected a person's id of 26 characters")),
  ),
  /** A version of the recipe; as it stands when left out. */
  version: z.optional(z.int(VERSION).check(z.gte(1, VERSION))),
  /** A recipe that is not kept, instead of one that is. What is wrong within it is said by its own reader. */
  recipe: z.optional(z.record(z.string(), z.unknown(), 'expected a recipe: an object as in recipes/*.json')),
  /** Instead of the person's own language. */
  language: z.optional(z.string().check(z.regex(/^[a-z]{2}$/, LANGUAGE))),
})
export type PreviewBody = z.infer<typeof previewBody>

/** What the function `api-preview` can be asked: what an email would be. It carries what makes emails. */
export const previewRoutes = {
  previewRecipe: { method: 'POST', path: '/api/recipes/{id}/preview', query: noQuery, body: previewBody },
  testRecipe: { method: 'POST', path: '/api/recipes/{id}/test', query: noQuery, body: previewBody },
} as const satisfies Record<string, RouteSpec>
