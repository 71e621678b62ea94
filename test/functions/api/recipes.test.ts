import { describe, expect, it } from '@jest/globals'
import { RECIPES } from '../../../shared/domain/nudge/recipes.ts'
import type { RecipeAnswer } from '../../../shared/domain/respond/recipe-answers.ts'
import { DAY, isoOf } from '../../../shared/domain/time.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import { keys } from '../../../shared/store/keys.ts'
import { NOON, recipeJson, settings } from '../../domain/nudge/factories.ts'
import { activityItem, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })

let count = 0
/** A recipe of an id of its own, as somebody would write it. */
const fresh = (changes: Record<string, unknown> = {}): { id: string } & Record<string, unknown> => {
  count += 1
  const { version: _, ...written } = recipeJson({ id: `help-${count}`, status: 'dry-run', ...changes })
  return { ...written, id: String(written.id) }
}
const put = (recipe: { id: string } & Record<string, unknown>, more: Record<string, unknown> = {}) =>
  api.askAs('putRecipe', `/api/recipes/${recipe.id}`, { recipe, ...more }) as Promise<
    RecipeAnswer & { changed: boolean }
  >
const refused = async (recipe: unknown, more: Record<string, unknown> = {}, id = 'help-x') => {
  const { status, body } = await api.ask('PUT', `/api/recipes/${id}`, { recipe, ...more })
  return { status, error: String(body.error) }
}
const turn = (id: string, status: string, more: Record<string, unknown> = {}) =>
  api.askAs('setRecipeStatus', `/api/recipes/${id}/status`, { status, ...more })

describe('the API of recipes', () => {
  it('lists those of the release, and says so', async () => {
    const { items } = (await api.askAs('listRecipes', '/api/recipes')) as { items: RecipeAnswer[] }
    const known = items.filter(({ origin }) => origin === 'release')
    expect(known.map(({ id }) => id)).toEqual(RECIPES.map(({ id }) => id).sort())
    expect(known[0]).not.toHaveProperty('by')
    expect(await api.ask('GET', '/api/recipes/nothing')).toMatchObject({ status: 404 })
  })

  it('puts a recipe as a version of whoever asks, and the same again as none', async () => {
    const recipe = fresh()
    const first = await put(recipe, { note: 'to begin with' })
    expect(first).toMatchObject({
      changed: true,
      version: 1,
      origin: 'team',
      by: 'ada@brand.example',
      note: 'to begin with',
    })
    expect(first.recipe).toEqual({ ...recipe, version: 1 })
    expect(await put({ ...recipe, version: 12 })).toMatchObject({ changed: false, version: 1 })
    expect(await api.askAs('getRecipe', `/api/recipes/${recipe.id}`)).toMatchObject({
      version: 1,
      may: ['draft', 'live', 'archived'],
    })
  })

  it('refuses what is wrong with everything that is wrong, in words and with its place', async () => {
    const written = await refused(fresh({ id: 'help-x', priority: 500, after: 'soon', mood: 'blue' }))
    expect(written.status).toBe(400)
    for (const said of ['recipe.priority: came 500', 'recipe.after: came "soon"', 'recipe.mood: came "blue"'])
      expect(written.error).toContain(said)
    const named = await refused(fresh({ id: 'help-x', topic: 'gossip', template: 'poem@7', status: 'live' }))
    for (const said of ['recipe.topic: came "gossip"', 'recipe.template: came "poem@7"', 'recipe.status: came "live"'])
      expect(named.error).toContain(said)
    expect(await refused(fresh({ id: 'other' }))).toMatchObject({
      error: 'recipe.id: came "other", expected help-x, as in the address.',
    })
    expect((await refused('a poem')).error).toContain('recipe: came "a poem"')
    expect((await refused(fresh(), { mood: 'blue' })).status).toBe(400)
    expect(await api.ask('GET', '/api/recipes/help-x')).toMatchObject({ status: 404 })
  })

  it('refuses a change that is not made of the recipe as it stands, and says what is different', async () => {
    const recipe = fresh()
    await put(recipe)
    await put({ ...recipe, priority: 77 }, { basedOn: 1 })
    const late = await refused({ ...recipe, priority: 5 }, { basedOn: 1 }, recipe.id)
    expect(late).toEqual({
      status: 409,
      error:
        'basedOn: came 1, but it stands at version 2, by ada@brand.example. Changed since: priority from 50 to 77.',
    })
    expect(await refused(fresh({ id: 'help-x' }), { basedOn: 4 })).toEqual({
      status: 409,
      error: 'basedOn: came 4, but there is none yet.',
    })
    expect(await api.ask('POST', `/api/recipes/${recipe.id}/status`, { status: 'live', basedOn: 1 })).toMatchObject({
      status: 409,
    })
  })

  it('moves a recipe from status to status, each a version, and refuses what is no move', async () => {
    const { id } = await put(fresh())
    expect(await turn(id, 'live')).toMatchObject({ version: 2, status: 'live', may: ['dry-run', 'paused', 'archived'] })
    expect(await turn(id, 'paused', { note: 'a holiday', basedOn: 2 })).toMatchObject({ version: 3, note: 'a holiday' })
    expect(await turn(id, 'paused')).toMatchObject({ version: 3, changed: false })
    expect(await turn(id, 'archived')).toMatchObject({ version: 4, may: ['draft'] })
    expect(await api.ask('POST', `/api/recipes/${id}/status`, { status: 'live' })).toMatchObject({
      status: 400,
      body: expect.objectContaining({ error: 'status: came "live", expected after archived one of draft.' }),
    })
    expect(await refused({ ...fresh({ id, status: 'archived' }), priority: 3 }, {}, id)).toMatchObject({ status: 400 })
    expect(await api.ask('POST', '/api/recipes/nothing/status', { status: 'paused' })).toMatchObject({ status: 404 })
    expect(await api.ask('POST', `/api/recipes/${id}/status`, { status: 'asleep' })).toMatchObject({ status: 400 })
  })

  it('lists versions newest first, page by page', async () => {
    const recipe = fresh()
    for (const priority of [1, 2, 3]) await put({ ...recipe, priority }, { note: `now ${priority}` })
    const path = `/api/recipes/${recipe.id}/versions`
    const page = await api.askAs('listRecipeVersions', `${path}?limit=2`)
    expect(page).toMatchObject({
      items: [
        { version: 3, note: 'now 3', changes: [{ at: 'priority', before: 2, after: 3 }], recipe: { priority: 3 } },
        { version: 2 },
      ],
      before: 2,
    })
    expect(await api.askAs('listRecipeVersions', `${path}?limit=2&before=2`)).toMatchObject({
      items: [{ version: 1 }],
      before: null,
    })
    expect(await api.askAs('listRecipeVersions', `/api/recipes/${RECIPES[0]?.id}/versions`)).toEqual({
      items: [],
      before: null,
    })
    expect(await api.ask('GET', '/api/recipes/nothing/versions')).toMatchObject({ status: 404 })
  })

  it('estimates how often a recipe would have begun lately, one that is only written down included', async () => {
    const ago = (days: number): string => isoOf(Date.now() - days * DAY)
    const said = (id: string, days: number, over: Record<string, unknown> = {}) => ({
      ...activityItem({ id, platform: 'forum', iid: 'forum:1', createdAt: ago(days), intents: ['question'] }),
      ...{ fd: indexKeys.feed('NEUTRAL', Number(id) % 8), at: `${ago(days)}#${id}`, ...over },
    })
    await putItems(test.table, [
      ...[said('1', 1), said('2', 2), said('3', 3, { iid: 'forum:2' }), said('4', 4, { intents: ['praise'] })],
      ...[said('5', 5, { history: 'born' }), said('6', 6, { deleted: true }), said('7', 31)],
    ])
    const recipe = fresh()
    const path = `/api/recipes/${recipe.id}/estimate`
    const counted = { event: 'mention.created', looked: 6, begins: 3, people: 2, complete: true }
    expect(await api.askAs('estimateRecipe', path, { recipe })).toMatchObject(counted)
    expect(await api.ask('POST', path, {})).toMatchObject({ status: 404 })
    await put(recipe)
    expect(await api.askAs('estimateRecipe', path, {})).toMatchObject(counted)
    const praise = { ...recipe, when: { event: 'mention.created', intents: ['praise'] } }
    expect(await api.askAs('estimateRecipe', path, { recipe: praise })).toMatchObject({ begins: 1, people: 1 })
    const order = { ...recipe, when: { event: 'order.placed' } }
    expect(await api.askAs('estimateRecipe', path, { recipe: order })).toEqual({ event: 'order.placed' })
    await putItems(
      test.table,
      Array.from({ length: 500 }, (_, more) => said(String(1_000 + more), 10)),
    )
    expect(await api.askAs('estimateRecipe', path, {})).toMatchObject({
      ...{ looked: 500, complete: false, since: expect.stringContaining(ago(10).slice(0, 10)) },
    })
  })

  it('has at most two hundred recipes, which are read together', async () => {
    const { items } = (await api.askAs('listRecipes', '/api/recipes')) as { items: unknown[] }
    const rows = Array.from({ length: 200 - items.length }, () => {
      const recipe = { ...fresh({ status: 'draft' }), version: 1 }
      const { id, version } = recipe
      return {
        ...keys.recipe(id),
        type: 'recipe',
        id,
        version,
        status: 'draft',
        written: JSON.stringify(recipe),
        by: 'x',
        at: NOON,
      }
    })
    await putItems(test.table, rows)
    expect(await refused(fresh({ id: 'help-x' }))).toEqual({
      status: 409,
      error: 'There are 200 recipes, as many as there may be.',
    })
  })
})
