import { checkRecipe, type Recipe, type WrittenRecipe } from '../../shared/domain/nudge/recipe.ts'
import { recipeProblems } from '../../shared/domain/nudge/recipe-checks.ts'
import { diffRecipes } from '../../shared/domain/nudge/recipe-diff.ts'
import { DECIDES, RECIPE_MOVES, statusesAfter } from '../../shared/domain/nudge/recipe-status.ts'
import { segmentNeeded } from '../../shared/domain/nudge/when.ts'
import { describe, type Problem, sayProblem } from '../../shared/domain/respond/problems.ts'
import type { RecipeAnswer } from '../../shared/domain/respond/recipe-answers.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { putRecipe, type RecipeBefore, readVersions, setRecipeStatus } from '../../shared/store/recipe-changes.ts'
import { estimate } from '../../shared/store/recipe-estimate.ts'
import { readRecipe, readRecipes, type StandingRecipe } from '../../shared/store/recipes.ts'
import { readCatalog } from '../../shared/store/segments.ts'
import type { Table } from '../../shared/store/table.ts'
import type { NudgesDeps, Resource } from './request.ts'

/** As many recipes as a stage may have: they are read together. */
const MOST_RECIPES = 200

const none = (id: string): HttpError => new HttpError(404, `There is no recipe with the id ${id.slice(0, 100)}.`)

const wrong = (problems: readonly Problem[]): HttpError => new HttpError(400, `${problems.map(sayProblem).join('; ')}.`)

const answerOf = ({ recipe, written, by, at, why }: StandingRecipe): RecipeAnswer => ({
  ...{ id: recipe.id, version: recipe.version, status: recipe.status, name: recipe.name },
  origin: by === undefined ? 'release' : 'team',
  ...(by === undefined ? {} : { by }),
  ...(at === undefined ? {} : { at }),
  ...(why === undefined ? {} : { note: why }),
  may: [...RECIPE_MOVES[recipe.status]],
  recipe: { ...written },
})

const one = async (table: Table, id: string): Promise<StandingRecipe> => {
  const found = await readRecipe(table, id)
  if (!found) throw none(id)
  return found
}

/** What somebody else has made of a recipe since a version, in words. */
const since = (base: WrittenRecipe | undefined, now: WrittenRecipe | undefined): string => {
  const changes = base && now ? diffRecipes(base, now) : []
  const words = changes.map(
    ({ at, before, after }) => `${at} from ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
  )
  return words.length > 0 ? ` Changed since: ${words.join('; ')}.` : ''
}

/** @throws HttpError 409 when the recipe stands at another version than the one that a change was made of */
const checkBase = async (
  table: Table,
  { id, basedOn }: { id: string; basedOn: number | undefined },
  before: RecipeBefore | undefined,
): Promise<void> => {
  if (basedOn === undefined || basedOn === before?.version) return
  const [base] = await readVersions(table, id, { limit: 1, before: basedOn + 1 })
  const by = before?.standing?.by
  const stands = before ? `it stands at version ${before.version}${by ? `, by ${by}` : ''}` : 'there is none yet'
  const told = base?.version === basedOn ? since(base.written, before?.standing?.written) : ''
  throw new HttpError(409, `basedOn: came ${basedOn}, but ${stands}.${told}`)
}

const under = ({ at, ...problem }: Problem): Problem => ({ at: at === '' ? 'recipe' : `recipe.${at}`, ...problem })

/** @throws HttpError 400 with everything that is wrong with what was written */
const recipeIn = (id: string, value: unknown): { recipe: Recipe; written: WrittenRecipe } => {
  // The number is given by the table: whoever writes a recipe need not say one.
  const read = checkRecipe(typeof value === 'object' && value !== null ? { version: 1, ...value } : value)
  if ('problems' in read) throw wrong(read.problems.map(under))
  if (read.recipe.id === id) return read
  throw wrong([under({ at: 'id', came: describe(read.recipe.id), expected: `${id}, as in the address` })])
}

/** The segments that there are, where the recipe begins with one. */
const segmentsFor = async (table: Table, { when }: Recipe): Promise<{ segments?: string[] }> => {
  if (segmentNeeded(when) === undefined) return {}
  const { definitions } = await readCatalog(table)
  return { segments: definitions.map(({ id }) => id).sort() }
}

/** A segment may be taken away while a recipe is a draft. @throws HttpError 409 when it has been */
const checkSegment = async (table: Table, { standing }: RecipeBefore): Promise<void> => {
  const needed = standing && segmentNeeded(standing.recipe.when)
  if (!standing || needed === undefined) return
  const { segments = [] } = await segmentsFor(table, standing.recipe)
  if (segments.includes(needed)) return
  throw new HttpError(
    409,
    `The recipe begins with the segment ${needed}, which there is not any more. Change \`when\`, or put the segment again.`,
  )
}

const checkRoom = async (table: Table): Promise<void> => {
  const { length } = await readRecipes(table)
  if (length >= MOST_RECIPES) throw new HttpError(409, `There are ${length} recipes, as many as there may be.`)
}

export const recipes: Resource<
  'listRecipes' | 'getRecipe' | 'putRecipe' | 'setRecipeStatus' | 'estimateRecipe' | 'listRecipeVersions',
  NudgesDeps
> = {
  listRecipes: async (_, { table }) => ({ items: (await readRecipes(table)).map(answerOf) }),

  getRecipe: async ({ params: { id = '' } }, { table }) => answerOf(await one(table, id)),

  putRecipe: async ({ params: { id = '' }, body, user, now }, { table, nudges: settings }) => {
    const { basedOn, note } = body
    const { recipe, written } = recipeIn(id, body.recipe)
    const segments = await segmentsFor(table, recipe)
    const put = await putRecipe(table, written, { by: user, at: now, why: note }, async (before) => {
      const problems = recipeProblems(recipe, { settings, now: before?.status, ...segments })
      if (problems.length > 0) throw wrong(problems.map(under))
      await checkBase(table, { id, basedOn }, before)
      if (!before) await checkRoom(table)
    })
    return { ...answerOf(put.standing), changed: put.changed }
  },

  setRecipeStatus: async ({ params: { id = '' }, body: { status, basedOn, note }, user, now }, { table }) => {
    const put = await setRecipeStatus(table, { id, status }, { by: user, at: now, why: note }, async (before) => {
      await checkBase(table, { id, basedOn }, before)
      const may = statusesAfter(before.status)
      if (!may.includes(status))
        throw wrong([
          { at: 'status', came: describe(status), expected: `after ${before.status} one of ${may.join(', ')}` },
        ])
      if (DECIDES.has(status) && !DECIDES.has(before.status)) await checkSegment(table, before)
    })
    if (!put) throw none(id)
    return { ...answerOf(put.standing), changed: put.changed }
  },

  estimateRecipe: async ({ params: { id = '' }, body, now }, { table }) => {
    const { recipe } = body.recipe === undefined ? await one(table, id) : recipeIn(id, body.recipe)
    return { event: recipe.when.event, ...(await estimate(table, recipe.when, now)) }
  },

  listRecipeVersions: async ({ params: { id = '' }, query: { limit, before } }, { table }) => {
    const versions = await readVersions(table, id, { limit, before })
    // A recipe that nobody has changed or used has no version to tell of; but there must be such a recipe.
    if (versions.length === 0) await one(table, id)
    const items = versions.map(({ written, why, ...version }) => ({
      ...version,
      ...(why === undefined ? {} : { note: why }),
      ...(written ? { recipe: { ...written } } : {}),
    }))
    const last = versions.at(-1)?.version
    return { items, before: versions.length === limit && last !== undefined && last > 1 ? last : null }
  },
}
