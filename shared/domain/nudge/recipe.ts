import * as z from 'zod/mini'
import { type Problem, problemsOf } from '../respond/problems.ts'
import { audienceSchema } from './audience.ts'
import { CONDITION_NAMES } from './conditions.ts'
import { CONTENT_KINDS } from './content.ts'
import { duration } from './duration.ts'
import { localText } from './local-text.ts'
import { RECIPE_STATUSES } from './recipe-status.ts'
import { recipeStageSchema } from './stages.ts'
import { whenSchema } from './when.ts'

/**
 * A recipe is a trigger with everything that belongs to it, as a JSON file in `recipes/`. docs/recipes.md says every field
 * in words for people. Durations are written `30m`, `24h`, `7d` and are milliseconds once read.
 */

const name = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,40}$/, 'expected lower-case letters, digits and dashes'))
const words = z.string().check(z.minLength(1, 'expected words for people'), z.maxLength(200))
const share = z.number().check(z.gte(0, 'expected 0 to 1'), z.lte(1, 'expected 0 to 1'))
const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 21:00'))

/** The parts of a content's score; see `rank.ts`. */
export const SCORE_PARTS = ['topic', 'stage', 'quality', 'fresh', 'exclusive', 'response'] as const
export type ScorePart = (typeof SCORE_PARTS)[number]

const weight = z.optional(share)

const catalogueSchema = z.strictObject({
  /** `similar`: it must be about the subject's words. `stage`: the best of its stage. */
  pick: z.enum(['similar', 'stage']),
  /** Where content is taken from, the best first; `person`: the stage that the person is at, and its neighbours. */
  stages: z.array(recipeStageSchema).check(z.minLength(1)),
  kinds: z.optional(z.array(z.enum(CONTENT_KINDS)).check(z.minLength(1))),
  /** At least one of these must be among the content's topics. */
  topics: z.optional(z.array(z.string()).check(z.minLength(1))),
  /** Only what the community alone has. */
  exclusive: z.optional(z.boolean()),
  /** Only service articles: then also those that speak of what goes wrong. */
  service: z.optional(z.boolean()),
  /** Content that scores lower is not worth an email. */
  minScore: share,
  maxAge: z.optional(duration),
  weights: z.optional(
    z.strictObject({
      topic: weight,
      stage: weight,
      quality: weight,
      fresh: weight,
      exclusive: weight,
      response: weight,
    }),
  ),
})

/** `subject`: what the nudge is about is what it points to. */
type ContentRule = Omit<z.infer<typeof catalogueSchema>, 'pick'> & { pick: 'similar' | 'stage' | 'subject' }

const ownSchema = z.pipe(
  z.strictObject({ pick: z.literal('subject') }),
  z.transform((): ContentRule => ({ pick: 'subject', stages: [], minScore: 0 })),
)
const contentSchema = z.discriminatedUnion('pick', [catalogueSchema, ownSchema])

const GOAL_EVENTS = ['nudge.clicked', 'mention.created', 'order.placed', 'thread.solved'] as const

const recipeSchema = z.strictObject({
  id: name,
  version: z.int().check(z.positive()),
  status: z.enum(RECIPE_STATUSES),
  name: words,
  /** Why the person got the email, as the email says it: in the stage's language or in several. */
  because: localText(words),
  topic: name,
  basis: z.array(z.enum(['consent', 'soft-opt-in', 'contract'])).check(z.minLength(1)),
  /** 1 to 100; of two emails for the same person the higher goes first. */
  priority: z.int().check(z.gte(1, 'expected 1 to 100'), z.lte(100, 'expected 1 to 100')),
  when: whenSchema,
  /** Whom it is for, of those that the event is about; whom the event is usually for when left out. */
  to: z.optional(audienceSchema),
  after: duration,
  if: z.array(z.enum(CONDITION_NAMES)),
  unless: z.array(z.enum(CONDITION_NAMES)),
  once: z.strictObject({ per: z.enum(['thread', 'subject', 'person']) }),
  cooldown: duration,
  /** Counted from the moment it is due: later than that it helps nobody. */
  expires: duration,
  quietHours: z.union([z.enum(['inherit', 'none']), z.strictObject({ start: clock, end: clock })]),
  content: contentSchema,
  template: z
    .string()
    .check(z.regex(/^[a-z][a-z0-9-]*@\d+$/, 'expected a template and its version such as guidepost@1')),
  /** The share of people who would have got it and do not, so that its effect can be measured. */
  holdout: share,
  goal: z.strictObject({
    event: z.enum(GOAL_EVENTS),
    or: z.optional(z.array(z.enum(GOAL_EVENTS))),
    within: duration,
  }),
})
/** A recipe as read: durations in milliseconds. */
export type Recipe = z.infer<typeof recipeSchema>
/** A recipe as it is written: durations in words. */
export type WrittenRecipe = z.input<typeof recipeSchema>

/** A recipe's file is wrong: the message names the file and the field and says what was expected. */
export class RecipeError extends Error {
  override name = 'RecipeError'
  readonly file: string
  readonly field: string
  constructor(file: string, field: string, problem: string) {
    super(`${file}: ${field}: ${problem}. docs/recipes.md says what each field may hold.`)
    this.file = file
    this.field = field
  }
}

type Issue = { code: string; path: PropertyKey[]; message: string; keys?: string[] | undefined }

const describe = ({ code, path, message, keys }: Issue): { field: string; problem: string } => {
  const unknown = code === 'unrecognized_keys' ? keys?.[0] : undefined
  const at = [...path, ...(unknown ? [unknown] : [])].join('.')
  return { field: at || 'the file', problem: unknown ? 'no recipe has such a field' : message }
}

/**
 * Reads a recipe from the parsed JSON of its file.
 * @param file how the message names it, `recipes/first-order.json`
 * @throws RecipeError that names the file and the first field that is wrong or unknown
 */
export const readRecipe = (file: string, value: unknown): Recipe => {
  const result = z.safeParse(recipeSchema, value)
  if (!result.success) {
    const { field, problem } = describe(result.error.issues[0] as Issue)
    throw new RecipeError(file, field, problem)
  }
  const recipe = result.data
  if (!file.endsWith(`${recipe.id}.json`))
    throw new RecipeError(file, 'id', `is ${recipe.id}, expected the file's name`)
  return recipe
}

/** The fields in the order of the schema, so that the same recipe is always written the same way. */
const inOrder = (written: WrittenRecipe): WrittenRecipe =>
  Object.fromEntries(
    Object.keys(recipeSchema._zod.def.shape).flatMap((field) =>
      Object.hasOwn(written, field) ? [[field, written[field as keyof WrittenRecipe]]] : [],
    ),
  ) as WrittenRecipe

/** Checks a recipe that somebody wrote: the recipe, as read and as written, or everything that is wrong with it at once. */
export const checkRecipe = (value: unknown): { recipe: Recipe; written: WrittenRecipe } | { problems: Problem[] } => {
  const result = z.safeParse(recipeSchema, value)
  if (!result.success) return { problems: problemsOf(result.error.issues, value) }
  return { recipe: result.data, written: inOrder(value as WrittenRecipe) }
}
