import type { Problem } from '../respond/problems.ts'
import { describe } from '../respond/problems.ts'
import type { NudgeSettings } from '../settings.ts'
import type { Recipe } from './recipe.ts'
import { type RecipeStatus, statusesAfter } from './recipe-status.ts'
import { TEMPLATE_NAMES } from './templates/all.ts'

/** What a recipe must agree with: the stage's settings, and the recipe of that id as it stands. */
export type RecipeSurroundings = {
  settings: Pick<NudgeSettings, 'topics'>
  /** Its status; undefined when there is no such recipe yet. */
  now: RecipeStatus | undefined
}

const topic = ({ topic: name }: Recipe, { settings }: RecipeSurroundings): Problem[] => {
  const known = Object.keys(settings.topics)
  if (known.includes(name)) return []
  return [
    {
      at: 'topic',
      came: describe(name),
      expected: `a topic of this stage (infra/config.ts): one of ${known.join(', ')}`,
    },
  ]
}

const template = ({ template: name }: Recipe): Problem[] =>
  TEMPLATE_NAMES.includes(name)
    ? []
    : [{ at: 'template', came: describe(name), expected: `one of ${TEMPLATE_NAMES.join(', ')}` }]

const status = ({ status: wanted }: Recipe, { now }: RecipeSurroundings): Problem[] => {
  const may = statusesAfter(now)
  if (may.includes(wanted)) return []
  const expected = `${now === undefined ? 'of a new recipe' : `after ${now}`} one of ${may.join(', ')}`
  return [{ at: 'status', came: describe(wanted), expected }]
}

/** A condition of both lists can never be met. */
const conditions = ({ if: wanted, unless }: Recipe): Problem[] =>
  wanted
    .filter((name) => unless.includes(name))
    .map((name) => ({
      at: `unless[${unless.indexOf(name)}]`,
      came: describe(name),
      expected: 'a condition that `if` does not name: with it in both nobody is ever sent anything',
    }))

const expiry = ({ expires }: Recipe): Problem[] =>
  expires > 0 ? [] : [{ at: 'expires', came: '0', expected: 'some time in which it may be sent' }]

/** What is wrong with a recipe that is well written: what it names is not there, or it may not be what it wants to be. Pure. */
export const recipeProblems = (recipe: Recipe, surroundings: RecipeSurroundings): Problem[] => [
  ...topic(recipe, surroundings),
  ...template(recipe),
  ...status(recipe, surroundings),
  ...conditions(recipe),
  ...expiry(recipe),
]
