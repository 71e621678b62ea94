import * as z from 'zod/mini'
import { RECIPE_STATUSES } from '../nudge/recipe-status.ts'

const VERSION = 'expected the number of a version, 1 or more'
const version = z.int(VERSION).check(z.gte(1, VERSION))
const note = z.optional(z.string('expected a few words').check(z.maxLength(500, 'expected at most 500 characters')))

/**
 * A recipe as a whole; what is wrong within it is said by the recipe's own reader. `basedOn`: the version that it was made of; when
 * the recipe stands at another one, nothing is changed.
 */
export const recipeBody = z.strictObject({ recipe: z.unknown(), basedOn: z.optional(version), note })

/** Another status, and nothing else. */
export const recipeStatusBody = z.strictObject({
  status: z.enum(RECIPE_STATUSES),
  basedOn: z.optional(version),
  note,
})

/** A recipe to estimate; the one that stands when left out. */
export const recipeEstimateBody = z.strictObject({ recipe: z.optional(z.unknown()) })

const LIMIT = 'expected a whole number from 1 to 100'

/** Which versions: the newest ones, or those with a smaller number than `before`. */
export const versionsQuery = z.strictObject({
  limit: z._default(z.coerce.number(LIMIT).check(z.int(LIMIT), z.gte(1, LIMIT), z.lte(100, LIMIT)), 25),
  before: z.optional(z.coerce.number(VERSION).check(z.int(VERSION), z.gte(1, VERSION))),
})
