import type { WrittenRecipe } from '../../../shared/domain/nudge/recipe.ts'
import { diffRecipes, type RecipeChange } from '../../../shared/domain/nudge/recipe-diff.ts'
import type { RecipeAnswer } from '../../../shared/domain/respond/recipe-answers.ts'
import type { Target } from '../target.ts'
import { RecipesCommandError } from './files.ts'

/** What the commands need from outside. */
export type Work = {
  target: Pick<Target, 'stage' | 'stageName' | 'api'>
  /** The folder of the files. */
  folder: string
  /** Asks yes or no. */
  confirm: (question: string) => Promise<boolean>
  /** Something to read before the question. */
  say: (line: string) => void
}

/** A recipe of a stage, as it is written there. */
export type Remote = { version: number; by: string; written: WrittenRecipe }

/** The recipes of the stage, by id. */
export const readRemote = async ({ target }: Work): Promise<Map<string, Remote>> => {
  const { items } = await target.api().get<{ items: RecipeAnswer[] }>('/api/recipes')
  return new Map(
    items.map(({ id, version, by, recipe }) => [
      id,
      // What the API answers was checked when it was put.
      { version, by: by ?? 'the release', written: recipe as WrittenRecipe },
    ]),
  )
}

/** @throws RecipesCommandError for an id that there is not */
export const known = (ids: readonly string[], there: readonly string[], where: string): readonly string[] => {
  const strangers = ids.filter((id) => !there.includes(id))
  if (strangers.length === 0) return ids.length > 0 ? ids : there
  throw new RecipesCommandError(
    `${where} has no recipe ${strangers.join(', ')}. It has: ${there.join(', ') || 'none'}.`,
  )
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

/** One field that is different, for people. */
const sayChange = ({ at, before, after }: RecipeChange): string => `  ${at}: ${shown(before)} → ${shown(after)}`

/** What would be different, for people; of a new recipe only that it is new. */
export const sayChanges = (id: string, before: WrittenRecipe | undefined, after: WrittenRecipe): string[] =>
  before ? [`${id}:`, ...diffRecipes(before, after).map(sayChange)] : [`${id}: new, ${after.status}: ${after.name}`]
