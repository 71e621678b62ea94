import type { WrittenRecipe } from './recipe.ts'

/** One field that differs: `at` is its path (`goal.within`); what is missing was not there, or is gone. */
export type RecipeChange = { at: string; before?: unknown; after?: unknown }

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as text, the same for the same value whatever the order of its fields. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isPlain(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  ) ?? ''

const differences = (before: unknown, after: unknown, path: readonly string[]): RecipeChange[] => {
  if (canonical(before) === canonical(after)) return []
  if (isPlain(before) && isPlain(after)) {
    const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return fields.flatMap((field) => differences(before[field], after[field], [...path, field]))
  }
  return [
    {
      at: path.join('.'),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ]
}

/**
 * What changed between two versions of a recipe, field by field; lists are compared as a whole. The version's own number is no
 * change. Pure.
 * @param before undefined: it is new, and every field of it is a change
 */
export const diffRecipes = (before: WrittenRecipe | undefined, after: WrittenRecipe): RecipeChange[] => {
  const { version: _, ...was } = before ?? { version: 0 }
  const { version: __, ...is } = after
  return differences(was, is, [])
}
