import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { checkRecipe, type Recipe } from '../domain/nudge/recipe.ts'
import type { RecipeStatus } from '../domain/nudge/recipe-status.ts'
import { BUNDLED, type BundledRecipe } from '../domain/nudge/recipes.ts'
import { type Iso, isBelieved, SECOND } from '../domain/time.ts'
import { keys } from './keys.ts'
import { type Pause, pauseOf } from './pause.ts'
import type { RecipeItem, RecipesItem, RecipeVersionItem } from './recipe-items.ts'
import { getAll, type Item, query, type Table } from './table.ts'

/** A recipe as it stands. Without `by` and `at` it is that of the release. */
export type StandingRecipe = BundledRecipe & { by?: string; at?: Iso; why?: string }

/**
 * A recipe of the table, as its JSON has it.
 * @returns undefined when this release cannot read it, as after a step back to an older one
 */
export const recipeIn = ({ written }: Pick<RecipeItem, 'written'>): BundledRecipe | undefined => {
  const read = checkRecipe(JSON.parse(written))
  return 'recipe' in read ? read : undefined
}

/** A recipe of the table with who put it, when and why; undefined when this release cannot read it. */
export const standingIn = (item: Omit<RecipeItem, 'type'>): StandingRecipe | undefined => {
  const read = recipeIn(item)
  return read && { ...read, by: item.by, at: item.at, ...(item.why ? { why: item.why } : {}) }
}

type Everything = { rev: number; items: RecipeItem[] }

/** The revision is read first: what is read after it is at least as new. */
const readItems = async (table: Table): Promise<Everything> => {
  const items: Item[] = []
  let from: Item | undefined
  do {
    const page = await query(table, { pk: keys.recipes().pk, consistent: true, from })
    items.push(...page.items)
    from = page.next
  } while (from)
  const catalog = items.find(({ type }) => type === 'recipes') as RecipesItem | undefined
  return { rev: catalog?.rev ?? 0, items: items.filter(({ type }) => type === 'recipe') as RecipeItem[] }
}

const byId = <T extends { recipe: Recipe }>(a: T, b: T): number => (a.recipe.id < b.recipe.id ? -1 : 1)

const overlaid = (items: readonly RecipeItem[], base: readonly BundledRecipe[]): StandingRecipe[] => {
  const known = new Set(items.map(({ id }) => id))
  return [
    ...base.filter(({ recipe }) => !known.has(recipe.id)),
    ...items.flatMap((item) => standingIn(item) ?? []),
  ].sort(byId)
}

/**
 * All recipes as they stand, strongly consistent, in the order of their ids: those of the table, and those of the release of
 * which the table has none. One that this release cannot read is left out: it decides nothing, and what it decided waits.
 */
export const readRecipes = async (table: Table, base = BUNDLED): Promise<StandingRecipe[]> =>
  overlaid((await readItems(table)).items, base)

/** One recipe as it stands, strongly consistent; undefined when there is none that this release can read. */
export const readRecipe = async (table: Table, id: string, base = BUNDLED): Promise<StandingRecipe | undefined> => {
  const [item] = (await getAll(table, [keys.recipe(id)])) as [RecipeItem | undefined]
  return item ? standingIn(item) : base.find(({ recipe }) => recipe.id === id)
}

/** What may stop the very next email, read in one go: the switch of all emails, and the recipe's own status. */
export type Switches = { pause: Pause; recipe?: { status: RecipeStatus; version: number } }

/** The switches, strongly consistent. No `recipe`: the table has no such recipe, and that of the release counts. */
export const readSwitches = async (table: Table, recipe: string): Promise<Switches> => {
  const [pause, item] = await getAll(table, [keys.pause(), keys.recipe(recipe)])
  const { status, version } = (item ?? {}) as Partial<RecipeItem>
  return { pause: pauseOf(pause), ...(status && version ? { recipe: { status, version } } : {}) }
}

/** For how long what was read is used again, in milliseconds. What may stop an email is read every time. */
export const RECIPES_KEPT_MS = 15 * SECOND

/** Gives recipes to functions that ask often. */
export type RecipeReader = {
  /** All recipes as they stand, at most 15 seconds old. */
  all: () => Promise<readonly Recipe[]>
  /** A recipe as it was when a decision was made; undefined when nobody knows any more. */
  version: (id: string, version: number) => Promise<Recipe | undefined>
  /** Keeps the version of the release, before the first decision is made with it: a later release may have another. */
  note: (recipe: Recipe, at: Iso) => Promise<void>
}

const readRevision = async (table: Table): Promise<number> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.recipes(), ConsistentRead: true }),
  )
  return (answer.Item as RecipesItem | undefined)?.rev ?? 0
}

/**
 * Keeps the version of a recipe that a release came with, unless it is kept already.
 * @param at when it was first of use
 */
export const noteReleased = async (table: Table, { recipe, written }: BundledRecipe, at: Iso): Promise<void> => {
  const { id, version, status } = recipe
  const Item: RecipeVersionItem = {
    ...keys.recipeVersion(id, version),
    type: 'recipe-version',
    ...{ id, version, status, written: JSON.stringify(written), by: 'release', at, changes: '[]' },
  }
  try {
    await table.client.send(
      new PutCommand({ TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

/** A recipe as it was when a decision was made; undefined when nobody knows any more. */
export const readRecipeVersion = async (
  table: Table,
  { id, version }: { id: string; version: number },
  base = BUNDLED,
): Promise<Recipe | undefined> => {
  const [item] = (await getAll(table, [keys.recipeVersion(id, version)])) as [RecipeVersionItem | undefined]
  if (item) return recipeIn(item)?.recipe
  // Rows that are older than versions are: nothing was noted of the recipe that they were made with.
  return base.find(({ recipe }) => recipe.id === id && recipe.version === version)?.recipe
}

/**
 * Reads all recipes once, and again only when somebody has changed one: in between it looks at their revision, a small read
 * every 15 seconds.
 * @param now milliseconds since the epoch
 */
export const recipeReader = (table: Table, now: () => number, base = BUNDLED): RecipeReader => {
  let known: { rev: number; until: number; recipes: Recipe[] } | undefined
  const versions = new Map<string, Recipe>()
  const noted = new Set<string>()
  const nameOf = (id: string, version: number): string => `${id}@${version}`
  const keep = (recipe: Recipe): Recipe => {
    versions.set(nameOf(recipe.id, recipe.version), recipe)
    return recipe
  }

  const all = async (): Promise<readonly Recipe[]> => {
    if (known && isBelieved(known.until, RECIPES_KEPT_MS, now())) return known.recipes
    const until = now() + RECIPES_KEPT_MS
    if (known && (await readRevision(table)) === known.rev) {
      known.until = until
      return known.recipes
    }
    const { rev, items } = await readItems(table)
    const recipes = overlaid(items, base).map(({ recipe }) => recipe)
    for (const recipe of recipes) keep(recipe)
    known = { rev, until, recipes }
    return recipes
  }

  const version = async (id: string, wanted: number): Promise<Recipe | undefined> => {
    const kept = versions.get(nameOf(id, wanted))
    if (kept) return kept
    const read = await readRecipeVersion(table, { id, version: wanted }, base)
    return read && keep(read)
  }

  const note = async (recipe: Recipe, at: Iso): Promise<void> => {
    const name = nameOf(recipe.id, recipe.version)
    const released = base.find((one) => one.recipe === recipe)
    if (!released || noted.has(name)) return
    await noteReleased(table, released, at)
    noted.add(name)
  }

  return { all, version, note }
}
