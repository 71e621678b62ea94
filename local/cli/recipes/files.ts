import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkRecipe, type Recipe, type WrittenRecipe } from '../../../shared/domain/nudge/recipe.ts'
import { sayProblem } from '../../../shared/domain/respond/problems.ts'

/** Recipes as files of a folder, each named after its id. */

/** The command cannot do what it was asked; the message says why and what to do. */
export class RecipesCommandError extends Error {
  override name = 'RecipesCommandError'
}

/** A recipe's file, as read and as written. */
export type RecipeFile = { path: string; recipe: Recipe; written: WrittenRecipe }

/** A line longer than this is broken. */
const WIDTH = 120

const lineOf = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(lineOf).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${lineOf(inner)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

const blockOf = (value: unknown, indent: string, before: number, whole: boolean): string => {
  const line = lineOf(value)
  const isEmpty = line === '{}' || line === '[]'
  if (typeof value !== 'object' || value === null || isEmpty) return line
  // One more for the comma behind it.
  if (!whole && indent.length + before + line.length + 1 <= WIDTH) return line
  const inner = `${indent}  `
  const lines = Array.isArray(value)
    ? value.map((one) => `${inner}${blockOf(one, inner, 0, false)}`)
    : Object.entries(value).map(([name, one]) => {
        const label = `${JSON.stringify(name)}: `
        return `${inner}${label}${blockOf(one, inner, label.length, false)}`
      })
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

/** A recipe as its file holds it: the same recipe is always the same text, so that a version control shows only what is different. */
export const textOf = (written: WrittenRecipe): string => `${blockOf(written, '', 0, true)}\n`

/** Parses a JSON file. @throws RecipesCommandError that names the file */
export const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new RecipesCommandError(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** The recipe of a file, or everything that is wrong with it. */
const readOne = (folder: string, name: string): RecipeFile | { problems: string[] } => {
  const path = join(folder, name)
  const read = checkRecipe(readJson(path))
  if ('problems' in read) return { problems: read.problems.map((problem) => `${path}: ${sayProblem(problem)}`) }
  const { id } = read.recipe
  if (`${id}.json` === name) return { path, ...read }
  return { problems: [`${path}: id: came ${JSON.stringify(id)}, expected the file's name`] }
}

/**
 * Reads the recipes of a folder, all of them or those of some ids.
 * @throws RecipesCommandError with everything that is wrong in any of them
 */
export const readFiles = (folder: string, ids: readonly string[]): RecipeFile[] => {
  if (!existsSync(folder)) throw new RecipesCommandError(`There is no folder ${folder}; --dir DIR names another one.`)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  const wanted = ids.length > 0 ? ids.map((id) => `${id}.json`) : names
  const missing = wanted.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw new RecipesCommandError(`${folder} has no ${missing.join(', ')}. It has: ${names.join(', ') || 'nothing'}.`)
  const read = wanted.map((name) => readOne(folder, name))
  const problems = read.flatMap((one) => ('problems' in one ? one.problems : []))
  if (problems.length > 0) throw new RecipesCommandError(problems.join('\n'))
  return read.filter((one) => 'recipe' in one)
}

/** Writes a recipe's file. @returns false when it holds that very text already */
export const writeFile = (folder: string, written: WrittenRecipe): boolean => {
  const path = join(folder, `${written.id}.json`)
  const text = textOf(written)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false
  writeFileSync(path, text)
  return true
}
