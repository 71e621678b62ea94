import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { CONDITION_NAMES } from '../../../shared/domain/nudge/conditions.ts'
import { REASON_CODES } from '../../../shared/domain/nudge/reasons.ts'
import { RecipeError, readRecipe } from '../../../shared/domain/nudge/recipe.ts'
import { RECIPES, recipeOf } from '../../../shared/domain/nudge/recipes.ts'
import { findTemplate } from '../../../shared/domain/nudge/templates/all.ts'
import { whenSchema } from '../../../shared/domain/nudge/when.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/domain/time.ts'
import { recipeJson } from './factories.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const fail = (changes: Record<string, unknown>): RecipeError => {
  try {
    readRecipe('recipes/help.json', recipeJson(changes))
  } catch (error) {
    if (error instanceof RecipeError) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('a recipe', () => {
  it('has durations in milliseconds once read', () => {
    const { after, cooldown, expires, goal } = readRecipe(
      'recipes/help.json',
      recipeJson({ after: '30m', cooldown: '7d', expires: '72h' }),
    )
    expect([after, cooldown, expires, goal.within]).toEqual([30 * MINUTE, 7 * DAY, 72 * HOUR, 7 * DAY])
  })

  it.each([
    ['a field that no recipe has', { whenever: 1 }, 'whenever', 'no recipe has such a field'],
    [
      'an unknown field deeper down',
      { once: { per: 'thread', often: true } },
      'once.often',
      'no recipe has such a field',
    ],
    [
      'an unknown field of an event',
      { when: { event: 'order.placed', intents: [] } },
      'when.intents',
      'no recipe has such a field',
    ],
    ['a duration in words', { after: 'a day' }, 'after', 'expected a duration such as 30m, 24h or 7d'],
    ['a share over 1', { holdout: 10 }, 'holdout', 'expected 0 to 1'],
    ['a share under 0', { holdout: -1 }, 'holdout', 'expected 0 to 1'],
    ['a priority of 0', { priority: 0 }, 'priority', 'expected 1 to 100'],
    ['a priority over 100', { priority: 101 }, 'priority', 'expected 1 to 100'],
    ['a name of nothing', { name: '' }, 'name', 'expected words for people'],
    ['a topic in capitals', { topic: 'Answers' }, 'topic', 'expected lower-case letters, digits and dashes'],
    [
      'a template without a version',
      { template: 'guidepost' },
      'template',
      'expected a template and its version such as guidepost@1',
    ],
    ['a wrong time of day', { quietHours: { start: '25:00', end: '08:00' } }, 'quietHours.start', 'time of day'],
    ['an unknown condition', { unless: ['thread.boring'] }, 'unless.0', ''],
    ['an unknown event', { when: { event: 'moon.full' } }, 'when.event', ''],
  ])('refuses %s and names file and field', (_, changes, field, problem) => {
    const error = fail(changes)
    expect(error).toMatchObject({ name: 'RecipeError', file: 'recipes/help.json', field })
    expect(error.message).toContain(`recipes/help.json: ${field}: `)
    expect(error.message).toContain(problem)
  })

  it.each([[[]], ['text'], [null]])('refuses %j, which is no recipe at all', (value) => {
    expect(() => readRecipe('recipes/help.json', value)).toThrow('recipes/help.json: the file: ')
  })

  it('has the id of its file', () => {
    expect(fail({ id: 'other' })).toMatchObject({ field: 'id' })
  })

  it('may ask for sources of mentions and of orders', () => {
    const when = { event: 'order.placed', sources: ['shop'] }
    expect(whenSchema.parse(when)).toEqual(when)
  })
})

describe('the recipes of the repository', () => {
  it('are all files of recipes/, each read once', () => {
    const files = readdirSync(new URL('recipes/', root)).filter((file) => file.endsWith('.json'))
    expect(RECIPES.map(({ id }) => `${id}.json`).sort()).toEqual(files.sort())
  })

  it.each(RECIPES.map((recipe) => [recipe.id, recipe] as const))('%s has a template and can be found', (id, recipe) => {
    expect(findTemplate(recipe.template, ['en'])).toBeDefined()
    expect(recipeOf(id)).toBe(recipe)
  })

  it('are not found by another id', () => {
    expect(recipeOf('nothing')).toBeUndefined()
  })
})

describe('the documentation', () => {
  it.each(REASON_CODES)('says the reason %s in words', (reason) => {
    expect(read('docs/reasons.md')).toMatch(new RegExp(`^\\| \`${reason}\` *\\|`, 'm'))
  })

  it.each(CONDITION_NAMES)('says the condition %s in words', (name) => {
    expect(read('docs/recipes.md')).toMatch(new RegExp(`^\\| \`${name}\` *\\|`, 'm'))
  })
})
