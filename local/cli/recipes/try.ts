import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { CONDITION_NAMES, CONDITIONS, type ConditionName } from '../../../shared/domain/nudge/conditions.ts'
import type { Facts } from '../../../shared/domain/nudge/context.ts'
import { matches, type NudgeEvent } from '../../../shared/domain/nudge/events.ts'
import { unlessOf } from '../../../shared/domain/nudge/implied.ts'
import type { Recipe } from '../../../shared/domain/nudge/recipe.ts'
import { problemsOf, sayProblem } from '../../../shared/domain/respond/problems.ts'
import type { Outcome } from '../command.ts'
import { RecipesCommandError, readFiles, readJson } from './files.ts'

const whole = z.int().check(z.gte(0))
const words = z.array(z.string())

const eventSchema = z.union(
  [
    z.strictObject({
      type: z.literal('mention.created'),
      ...{ source: z.string(), kind: z.enum(['post', 'reply']), intents: words },
      ...{ label: z.optional(z.string()), confidence: z.optional(z.number()) },
    }),
    z.strictObject({ type: z.literal('order.placed'), source: z.string() }),
    z.strictObject({ type: z.enum(['account.created', 'thread.solved', 'answer.accepted']), platform: z.string() }),
    z.strictObject({ type: z.literal('idea.shipped'), platform: z.string(), tags: words, completed: z.boolean() }),
    z.strictObject({ type: z.enum(['segment.entered', 'segment.left', 'person.quiet']), segment: z.string() }),
    z.strictObject({ type: z.literal('stage.reached'), stage: z.string() }),
    z.strictObject({ type: z.literal('topic.hot'), topic: z.string() }),
  ],
  'expected an event such as { "type": "order.placed", "source": "shop" }; docs/recipes.md has all of them',
)

const factsSchema = z.strictObject({
  ...{ subjectDeleted: z.optional(z.boolean()), subjectChanged: z.optional(z.boolean()) },
  ...{ threadSolved: z.optional(z.boolean()), threadClosed: z.optional(z.boolean()) },
  ...{ threadDeleted: z.optional(z.boolean()), answers: z.optional(whole), roles: z.optional(words) },
  ...{ ordersBefore: z.optional(whole), positive: z.optional(whole), negative: z.optional(whole) },
  ...{ complained: z.optional(z.boolean()), caseOpen: z.optional(z.boolean()), accepted: z.optional(whole) },
})

/** What comes of an event: the recipe begins, `when` does not fit, or one of its conditions keeps it. */
const OUTCOMES = ['begins', 'when', ...CONDITION_NAMES] as const
type Came = 'begins' | 'when' | ConditionName

const caseSchema = z.strictObject({
  recipe: z.string(),
  /** What the case is about, in words. */
  case: z.string(),
  event: eventSchema,
  /** What is true of the subject and the person then; nothing special where it is left out. */
  facts: z._default(factsSchema, {}),
  expect: z.enum(OUTCOMES, `expected one of ${OUTCOMES.join(', ')}`),
})
const fileSchema = z.array(caseSchema)
/** An event, what is true then, and what is to come of it. */
type RecipeCase = z.infer<typeof fileSchema>[number] & { path: string }

const NOTHING_SPECIAL: Facts = {
  ...{ subjectDeleted: false, subjectChanged: false, threadSolved: false, threadClosed: false, threadDeleted: false },
  ...{
    answers: 0,
    roles: [],
    ordersBefore: 0,
    positive: 0,
    negative: 0,
    complained: false,
    caseOpen: false,
    accepted: 0,
  },
}

/** What comes of an event by a recipe's own rules: `when`, then `if`, then `unless` and what goes without saying, the first that stops it. */
const tryRecipe = (recipe: Recipe, event: NudgeEvent, facts: Facts): Came => {
  if (!matches(recipe.when, event)) return 'when'
  const failed = recipe.if.find((name) => !CONDITIONS[name](facts))
  return failed ?? unlessOf(recipe).find((name) => CONDITIONS[name](facts)) ?? 'begins'
}

const readCases = (folder: string): RecipeCase[] => {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  if (names.length === 0)
    throw new RecipesCommandError(
      `There are no cases: ${folder} has no JSON files. docs/recipes.md says how to write them.`,
    )
  return names.sort().flatMap((name) => {
    const path = join(folder, name)
    const value = readJson(path)
    const read = z.safeParse(fileSchema, value)
    if (read.success) return read.data.map((one) => ({ ...one, path }))
    throw new RecipesCommandError(
      problemsOf(read.error.issues, value)
        .map((problem) => `${path}: ${sayProblem(problem)}`)
        .join('\n'),
    )
  })
}

/** What a schema leaves undefined is not there. */
const known = <T extends object>(value: z.infer<typeof factsSchema> | z.infer<typeof eventSchema>): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T

/** Runs the cases of `tests/` in the folder against its files, all or those of some recipes. Nothing is read of any stage. */
export const test = (folder: string, ids: readonly string[]): Outcome => {
  const recipes = new Map(readFiles(folder, ids).map(({ recipe }) => [recipe.id, recipe]))
  const cases = readCases(join(folder, 'tests')).filter(({ recipe }) => ids.length === 0 || ids.includes(recipe))
  const data = cases.map(({ recipe: id, case: about, event, facts, expect, path }) => {
    const recipe = recipes.get(id)
    if (!recipe)
      throw new RecipesCommandError(
        `${path}: recipe: came ${JSON.stringify(id)}, expected one of ${[...recipes.keys()].join(', ')}`,
      )
    const came = tryRecipe(recipe, known<NudgeEvent>(event), { ...NOTHING_SPECIAL, ...known<Partial<Facts>>(facts) })
    return { recipe: id, case: about, came, expect, ok: came === expect }
  })
  const tested = new Set(cases.map(({ recipe }) => recipe))
  const untested = [...recipes.keys()].filter((id) => !tested.has(id))
  return {
    ok: data.every(({ ok }) => ok),
    lines: [
      ...data.map(({ recipe, case: about, came, expect, ok }) =>
        ok ? `ok   ${recipe}: ${about}: ${came}` : `NOT  ${recipe}: ${about}: came ${came}, expected ${expect}`,
      ),
      ...untested.map((id) => `     ${id} has no cases.`),
      `${data.filter(({ ok }) => ok).length} of ${data.length} cases came out as expected.`,
    ],
    data,
  }
}
