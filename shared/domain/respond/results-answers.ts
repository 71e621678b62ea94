import * as z from 'zod/mini'
import { COMPARED_EVENTS } from '../measure/goals.ts'
import { named } from './answers.ts'

/** What the API answers about the results of a recipe. */

const iso = z.iso.datetime()
const range = z.tuple([z.number(), z.number()])
const arm = z.enum(['treated', 'holdout'])

const armSchema = named(
  'ResultsArm',
  'The people of one arm. `assigned`: were given it; `waiting`: their time is not over; `mixed` and `joined`: left out, because a link joined people of both arms, or two of this one; all others are of the `counted`.',
  z.object({
    arm,
    assigned: z.int(),
    waiting: z.int(),
    counted: z.int(),
    leftOut: z.object({ mixed: z.int(), joined: z.int() }),
    sent: z.int(),
    clicked: z.int(),
    reached: z.int(),
    participated: z.int(),
    ordered: z.int(),
    solved: z.int(),
    orders: z.int(),
  }),
)

const shareSchema = z.object({ people: z.int(), of: z.int() })
const comparisonSchema = named(
  'Comparison',
  'How many did it with the email and without, as they were assigned. With `enough` people: `lift`, the difference of the shares with its 95 % interval (Newcombe), and `extra`, how many people more that makes; else `needed`, how many it takes in each arm.',
  z.object({
    what: z.string(),
    treated: shareSchema,
    holdout: shareSchema,
    enough: z.boolean(),
    needed: z.object({ treated: z.int(), holdout: z.int(), baseline: z.number() }),
    lift: z.optional(
      z.object({
        difference: z.number(),
        interval: range,
        extra: z.number(),
        extraInterval: range,
        proven: z.boolean(),
      }),
    ),
    sentence: z.string(),
  }),
)
export type ComparisonAnswer = z.infer<typeof comparisonSchema>

const revenueSchema = named(
  'Revenue',
  'Revenue per person in the time, in the smallest unit of the currency: with the email, without, and the difference with its 95 % interval (Welch). `additional`: that difference for all who were treated.',
  z.object({
    currency: z.string(),
    treated: z.number(),
    holdout: z.number(),
    difference: z.number(),
    interval: range,
    additional: z.number(),
    additionalInterval: range,
  }),
)

export const resultsSchema = named(
  'RecipeResults',
  'What a recipe has achieved (docs/results.md). `experiment`: what is compared, absent where nobody is left without. `everywhere`: people who get no email of any recipe (`without`), and who may (`others`); the former are in no recipe’s arms. `mail`: what became of the emails of the latest `days`, of the versions since the recipe last went live; too many complaints or unsubscribes pause it. First `engagement`, then `value`; `revenue` and `deflected` only with enough people, `deflected` only with `economics.answerCost`. `inputs` are all that the numbers rest on.',
  z.object({
    recipe: z.string(),
    name: z.string(),
    at: iso,
    sentence: z.string(),
    experiment: z.optional(
      z.object({
        share: z.number(),
        since: z.optional(iso),
        withinHours: z.number(),
        goal: z.array(z.string()),
        compared: z.array(z.enum(COMPARED_EVENTS)),
        notCompared: z.array(z.string()),
      }),
    ),
    everywhere: z.optional(
      z.object({ share: z.number(), without: z.int(), others: z.int(), since: z.optional(iso), sentence: z.string() }),
    ),
    mail: z.object({
      days: z.int(),
      delivered: z.int(),
      complained: z.int(),
      unsubscribed: z.int(),
      sentence: z.string(),
    }),
    arms: z.array(armSchema),
    engagement: z.array(comparisonSchema),
    value: z.array(comparisonSchema),
    revenue: z.array(revenueSchema),
    deflected: z.optional(
      z.object({ answers: z.number(), answersInterval: range, worth: z.number(), worthInterval: range }),
    ),
    inputs: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]), from: z.string() })),
  }),
)
export type ResultsAnswer = z.infer<typeof resultsSchema>
