import type { WrittenRecipe } from '../domain/nudge/recipe.ts'
import { diffRecipes, type RecipeChange } from '../domain/nudge/recipe-diff.ts'
import type { RecipeStatus } from '../domain/nudge/recipe-status.ts'
import { BUNDLED, type BundledRecipe } from '../domain/nudge/recipes.ts'
import type { Iso } from '../domain/time.ts'
import { keys } from './keys.ts'
import type { RecipeItem, RecipeVersionItem } from './recipe-items.ts'
import { noteReleased, recipeIn, type StandingRecipe, standingIn } from './recipes.ts'
import { type Action, getAll, type Item, query, retryConflicts, type Table, transact } from './table.ts'

/** Who changed a recipe, when, and why if that was said. */
export type RecipeAuthor = { by: string; at: Iso; why?: string | undefined }

/** A recipe as it stands before a change. */
export type RecipeBefore = {
  version: number
  status: RecipeStatus
  /** Undefined when this release cannot read it. */
  standing: StandingRecipe | undefined
}

/** What came of a change: the recipe as it stands now, and whether that is a new version. */
export type RecipePut = { standing: StandingRecipe; changed: boolean }

type Known = {
  before: RecipeBefore | undefined
  item: RecipeItem | undefined
  released: BundledRecipe | undefined
  /** The highest number that any version ever had: after a step back to an older release none is given twice. */
  latest: number
}

const readKnown = async (table: Table, id: string): Promise<Known> => {
  const [[item], { items }] = await Promise.all([
    getAll(table, [keys.recipe(id)]) as Promise<[RecipeItem | undefined]>,
    query(table, { pk: keys.recipeVersion(id, 0).pk, newestFirst: true, limit: 1, consistent: true }),
  ])
  const released = BUNDLED.find(({ recipe }) => recipe.id === id)
  const standing = item ? standingIn(item) : released
  const { version, status } = item ?? released?.recipe ?? {}
  const before = version && status ? { version, status, standing } : undefined
  const [newest] = items as RecipeVersionItem[]
  return { before, item, released, latest: Math.max(version ?? 0, newest?.version ?? 0) }
}

const nextRevision = (): Action => ({
  Update: {
    Key: keys.recipes(),
    UpdateExpression: 'SET #type = :type ADD #rev :one',
    ExpressionAttributeNames: { '#type': 'type', '#rev': 'rev' },
    ExpressionAttributeValues: { ':type': 'recipes', ':one': 1 },
  },
})

/** The item is as it was read, or still not there. */
const asRead = (item: RecipeItem | undefined) =>
  item
    ? {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': item.version },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' }

/** Statuses in which a recipe sends what it decided before, or will. */
const GOES_ON: ReadonlySet<RecipeStatus> = new Set(['live', 'paused'])

const write = async (
  table: Table,
  { before, item, released, latest }: Known,
  wanted: WrittenRecipe,
  { by, at, why }: RecipeAuthor,
): Promise<StandingRecipe> => {
  const { id, status } = wanted
  const written: WrittenRecipe = { ...wanted, version: latest + 1 }
  const version = written.version
  const said = {
    ...{ id, version, status, written: JSON.stringify(written), by, at },
    ...(before ? { was: before.status } : {}),
    ...(why ? { why } : {}),
  }
  // Decisions were made with the release's version: it stays to be found when a later release has another one.
  if (!item && released) await noteReleased(table, released, at)
  const held = GOES_ON.has(status) ? item?.held : { before: version, as: status }
  const changes = JSON.stringify(diffRecipes(before?.standing?.written, written))
  await transact(table, [
    nextRevision(),
    { Put: { Item: { ...keys.recipe(id), type: 'recipe', ...said, ...(held ? { held } : {}) }, ...asRead(item) } },
    {
      Put: {
        Item: { ...keys.recipeVersion(id, version), type: 'recipe-version', ...said, changes },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ])
  return { ...(recipeIn(said) as BundledRecipe), by, at, ...(why ? { why } : {}) }
}

/**
 * Puts a recipe as a new version of its id. The same again changes nothing, whatever version it says to be.
 * @param wanted checked before: `checkRecipe` and `recipeProblems`. Its `version` is not looked at
 * @param allow asked with the recipe as it stands, undefined when there is none; throws where this one may not be put. What it
 * allowed is what is replaced
 */
export const putRecipe = async (
  table: Table,
  wanted: WrittenRecipe,
  author: RecipeAuthor,
  allow: (before: RecipeBefore | undefined) => Promise<void> = async () => {},
): Promise<RecipePut> =>
  await retryConflicts(async () => {
    const known = await readKnown(table, wanted.id)
    const standing = known.before?.standing
    if (standing && diffRecipes(standing.written, wanted).length === 0) return { standing, changed: false }
    await allow(known.before)
    return { standing: await write(table, known, wanted, author), changed: true }
  })

/**
 * Gives a recipe another status, as a new version in which nothing else is different.
 * @param allow asked with the recipe as it stands; throws where it may not have that status
 * @returns undefined when there is no such recipe, or this release cannot read it
 */
export const setRecipeStatus = async (
  table: Table,
  { id, status }: { id: string; status: RecipeStatus },
  author: RecipeAuthor,
  allow: (before: RecipeBefore) => Promise<void> = async () => {},
): Promise<RecipePut | undefined> =>
  await retryConflicts(async () => {
    const known = await readKnown(table, id)
    const standing = known.before?.standing
    if (!standing || !known.before) return undefined
    if (standing.recipe.status === status) return { standing, changed: false }
    await allow(known.before)
    return { standing: await write(table, known, { ...standing.written, status }, author), changed: true }
  })

/**
 * Pauses a recipe that is live: it stops the very next email of it, and what is on its way waits. A recipe that is not live has
 * nothing to stop and stays as it is; so does one that is paused already.
 * @param author who pauses it (`earshot` when it does so itself), when, and why in words for the team
 * @returns whether it is paused by this call
 */
export const pauseRecipe = async (table: Table, id: string, author: Required<RecipeAuthor>): Promise<boolean> =>
  await retryConflicts(async () => {
    const known = await readKnown(table, id)
    const standing = known.before?.standing
    if (standing?.recipe.status !== 'live') return false
    await write(table, known, { ...standing.written, status: 'paused' }, author)
    return true
  })

/** One version of a recipe, as the team reads it. */
export type RecipeVersion = {
  version: number
  status: RecipeStatus
  by: string
  at: Iso
  why?: string
  changes: RecipeChange[]
  /** Undefined when this release cannot read it. */
  written: WrittenRecipe | undefined
}

const versionOf = (item: RecipeVersionItem): RecipeVersion => {
  const { version, status, by, at, why, changes } = item
  return {
    ...{ version, status, by, at },
    ...(why ? { why } : {}),
    changes: JSON.parse(changes) as RecipeChange[],
    written: recipeIn(item)?.written,
  }
}

/**
 * Versions of a recipe, newest first.
 * @param before only versions with a smaller number
 */
export const readVersions = async (
  table: Table,
  id: string,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<RecipeVersion[]> => {
  const values: Item = { ':last': keys.recipeVersion(id, (before ?? 100_000_000) - 1).sk }
  const { items } = await query(table, {
    pk: keys.recipeVersion(id, 0).pk,
    where: '#sk <= :last',
    values,
    newestFirst: true,
    limit,
    consistent: true,
  })
  return (items as RecipeVersionItem[]).map(versionOf)
}
