import * as z from 'zod/mini'
import { RECIPE_STATUSES } from '../nudge/recipe-status.ts'
import { named } from './answers.ts'

const iso = z.iso.datetime()
const status = z.enum(RECIPE_STATUSES)

/** A recipe as it is written; docs/recipes.md says each field. */
const written = z.record(z.string(), z.unknown())

export const recipeSchema = named(
  'Recipe',
  'A trigger with everything that belongs to it (docs/recipes.md). `recipe`: all of it, as it is put. `origin`: `release` as long as nobody has changed what came with Earshot; then there is no `by` and no `at`. `may`: the statuses that it may have next.',
  z.object({
    id: z.string(),
    version: z.int(),
    status,
    name: z.string(),
    origin: z.enum(['release', 'team']),
    by: z.optional(z.string()),
    at: z.optional(iso),
    note: z.optional(z.string()),
    may: z.array(status),
    recipe: written,
  }),
)
export type RecipeAnswer = z.infer<typeof recipeSchema>

export const recipesSchema = z.object({ items: z.array(recipeSchema) })

export const recipePutSchema = z.extend(recipeSchema, { changed: z.boolean() })

export const recipeEstimateSchema = named(
  'RecipeEstimate',
  'How many of the latest mentions would have begun a recipe by its `when`, before any condition: `looked` at, at most 500 of the last 30 days; `since` when. `complete`: that were all of them. `people`: accounts that it would have begun for. Only `event` is there when `when` is not about mentions: nothing else has a list by time.',
  z.object({
    event: z.string(),
    looked: z.optional(z.int()),
    begins: z.optional(z.int()),
    people: z.optional(z.int()),
    since: z.optional(iso),
    complete: z.optional(z.boolean()),
  }),
)

const changeSchema = named(
  'RecipeChange',
  'A field that is different from the version before; lists are told as a whole. What is missing was not there, or is gone.',
  z.object({ at: z.string(), before: z.optional(z.unknown()), after: z.optional(z.unknown()) }),
)

const versionSchema = named(
  'RecipeVersion',
  'One version of a recipe, which never changes. `by`: a user, `earshot` for what it did itself, or `release`. `recipe` is missing when this release cannot read it.',
  z.object({
    version: z.int(),
    status,
    by: z.string(),
    at: iso,
    note: z.optional(z.string()),
    changes: z.array(changeSchema),
    recipe: z.optional(written),
  }),
)

export const recipeVersionsSchema = z.object({ items: z.array(versionSchema), before: z.nullable(z.int()) })
