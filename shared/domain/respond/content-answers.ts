import * as z from 'zod/mini'
import { LEFT_OUT } from '../nudge/standing.ts'
import { contentFields, named } from './answers.ts'

const iso = z.iso.datetime()

/** What the API answers of the catalogue of content. */

const contentPieceSchema = named(
  'Content',
  'A piece of content that emails may lead to. `sends` and `clickers`: emails that led here, and people who clicked. `leftOut`: why none do now. `service`: a service article; `own: false`: on somebody else’s site. `link`: what was wrong with its link when it was last looked at. `score` and `why`: of what was found by a search.',
  z.object({
    ...contentFields,
    stage: z.string(),
    topics: z.array(z.string()),
    exclusive: z.boolean(),
    staffPick: z.optional(z.boolean()),
    accepted: z.optional(z.boolean()),
    helpful: z.number(),
    votes: z.number(),
    publishedAt: iso,
    sends: z.number(),
    clickers: z.number(),
    source: z.optional(z.string()),
    service: z.optional(z.boolean()),
    own: z.optional(z.boolean()),
    site: z.optional(z.string()),
    leftOut: z.optional(z.enum(LEFT_OUT)),
    link: z.optional(z.object({ at: iso, problem: z.string(), failedDays: z.optional(z.int()) })),
    score: z.optional(z.number()),
    why: z.optional(z.array(z.string())),
  }),
)
export type ContentAnswer = z.infer<typeof contentPieceSchema>

/** A page of the catalogue, or what a search found. `cut`: the search did not get to see all pieces. */
export const contentPageSchema = z.object({
  items: z.array(contentPieceSchema),
  next: z.nullable(z.string()),
  cut: z.optional(z.boolean()),
})

export const importSchema = named(
  'Import',
  'What became of an import: the ids that were taken, and the pieces that were not, by their place in the list.',
  z.object({
    taken: z.array(z.string()),
    refused: z.array(z.object({ index: z.int(), id: z.optional(z.string()), problem: z.string() })),
  }),
)
export type ImportAnswer = z.infer<typeof importSchema>
