import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import type { WrittenRecipe } from '../../shared/domain/nudge/recipe.ts'
import { BUNDLED } from '../../shared/domain/nudge/recipes.ts'
import { keys } from '../../shared/store/keys.ts'
import { pauseRecipe, putRecipe, readVersions, setRecipeStatus } from '../../shared/store/recipe-changes.ts'
import {
  noteReleased,
  RECIPES_KEPT_MS,
  readRecipe,
  readRecipes,
  readSwitches,
  recipeReader,
} from '../../shared/store/recipes.ts'
import type { Table } from '../../shared/store/table.ts'
import { NOON, recipeJson } from '../domain/nudge/factories.ts'
import { put } from '../functions/nudge/world.ts'
import { tablePerTest } from '../support/tables.ts'

const test = tablePerTest()

const written = (changes: Record<string, unknown> = {}): WrittenRecipe => recipeJson(changes) as WrittenRecipe
const author = (over: { why?: string; by?: string } = {}) => ({ by: 'ann', at: NOON, ...over })
const QUESTION = 'unanswered-question'
const released = BUNDLED.find(({ recipe }) => recipe.id === QUESTION) ?? BUNDLED[0]
if (!released) throw new Error('The release has no recipes.')

/** The table, with what is asked of it noted by the command's name. */
const noting = ({ name, client }: Table): { table: Table; asked: string[] } => {
  const asked: string[] = []
  const send = (command: { constructor: { name: string } }) => {
    asked.push(command.constructor.name)
    return client.send(command as never)
  }
  return { table: { name, client: { send } as unknown as Table['client'] }, asked }
}

describe('recipes', () => {
  it('are those of the release until the team puts one of that id', async () => {
    expect((await readRecipes(test.table)).map(({ recipe, by }) => [recipe.id, by])).toEqual(
      BUNDLED.map(({ recipe }) => [recipe.id, undefined]).sort(),
    )
    const edited = { ...released.written, priority: 7 }
    const { standing, changed } = await putRecipe(test.table, edited, author({ why: 'too loud' }))
    expect([changed, standing.recipe.priority, standing.recipe.version]).toEqual([true, 7, released.recipe.version + 1])
    expect(await readRecipe(test.table, QUESTION)).toMatchObject({ by: 'ann', at: NOON, why: 'too loud' })
    expect(await readRecipes(test.table)).toHaveLength(BUNDLED.length)
    expect(await readRecipe(test.table, 'nothing')).toBeUndefined()
  })

  it('keep every version with who, when, why and what is different, that of the release included', async () => {
    await putRecipe(test.table, { ...released.written, priority: 7 }, author())
    await setRecipeStatus(test.table, { id: QUESTION, status: 'paused' }, author({ by: 'bob', why: 'a holiday' }))
    const first = released.recipe.version
    expect(await readVersions(test.table, QUESTION, { limit: 10 })).toMatchObject([
      {
        ...{ version: first + 2, status: 'paused', by: 'bob', why: 'a holiday' },
        changes: [{ at: 'status', before: 'live', after: 'paused' }],
      },
      {
        ...{ version: first + 1, status: 'live', by: 'ann' },
        changes: [{ at: 'priority', before: released.recipe.priority, after: 7 }],
        written: { version: first + 1, priority: 7 },
      },
      { version: first, by: 'release', changes: [], written: released.written },
    ])
    expect(await readVersions(test.table, QUESTION, { limit: 1, before: first + 2 })).toMatchObject([
      { version: first + 1 },
    ])
  })

  it('change nothing when the same is put again, and ask nobody', async () => {
    const refuse = () => Promise.reject(new Error('not allowed'))
    const same = await putRecipe(test.table, { ...released.written, version: 99 }, author(), refuse)
    expect(same).toMatchObject({ changed: false, standing: { recipe: { version: released.recipe.version } } })
    expect(await setRecipeStatus(test.table, { id: QUESTION, status: 'live' }, author(), refuse)).toMatchObject({
      changed: false,
    })
    expect(await readVersions(test.table, QUESTION, { limit: 10 })).toEqual([])
    await expect(putRecipe(test.table, written(), author(), refuse)).rejects.toThrow('not allowed')
    await expect(setRecipeStatus(test.table, { id: QUESTION, status: 'paused' }, author(), refuse)).rejects.toThrow()
  })

  it('get versions one by one from writers at the same time, each made of the one before', async () => {
    await putRecipe(test.table, written({ status: 'dry-run' }), author())
    const priorities = [11, 12, 13, 14]
    await Promise.all(
      priorities.map((priority) => putRecipe(test.table, written({ status: 'dry-run', priority }), author())),
    )
    const versions = await readVersions(test.table, 'help', { limit: 10 })
    expect(versions.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1])
    const [latest, ...older] = versions.map((one) => one.changes.find(({ at }) => at === 'priority'))
    expect(latest?.before).toBe(older[0]?.after)
    expect((await readRecipe(test.table, 'help'))?.recipe.priority).toBe(latest?.after)
  })

  it('never give a number twice, as after a step back to an older release', async () => {
    const { recipe, written: wording } = released
    const later = { ...wording, version: recipe.version + 3 }
    await noteReleased(test.table, { recipe: { ...recipe, version: recipe.version + 3 }, written: later }, NOON)
    const { standing } = await putRecipe(test.table, { ...wording, priority: 7 }, author())
    expect(standing.recipe.version).toBe(recipe.version + 4)
  })

  it('of an id that nobody knows cannot get a status', async () => {
    expect(await setRecipeStatus(test.table, { id: 'nothing', status: 'draft' }, author())).toBeUndefined()
  })

  it('that this release cannot read are left out, and get their next version all the same', async () => {
    await putRecipe(test.table, { ...released.written, priority: 7 }, author())
    const item = (
      await test.table.client.send(new GetCommand({ TableName: test.table.name, Key: keys.recipe(QUESTION) }))
    ).Item
    await put(test.table, { ...item, written: JSON.stringify({ ...released.written, moods: ['blue'] }) })
    expect((await readRecipes(test.table)).map(({ recipe }) => recipe.id)).not.toContain(QUESTION)
    expect(await readRecipe(test.table, QUESTION)).toBeUndefined()
    expect(await pauseRecipe(test.table, QUESTION, { ...author(), why: 'x' })).toBe(false)
    const { standing } = await putRecipe(test.table, released.written, author())
    expect(standing.recipe.version).toBe(released.recipe.version + 2)
  })
})

describe('pausing a recipe', () => {
  const why = '3 of 900 people complained'

  it('makes a version of it once, by whom and why', async () => {
    expect(await readSwitches(test.table, QUESTION)).toEqual({ pause: { paused: false } })
    const by = { by: 'earshot', at: NOON, why }
    expect(await pauseRecipe(test.table, QUESTION, by)).toBe(true)
    expect(await pauseRecipe(test.table, QUESTION, by)).toBe(false)
    expect(await readSwitches(test.table, QUESTION)).toEqual({
      pause: { paused: false },
      recipe: { status: 'paused', version: 2 },
    })
    expect(await readVersions(test.table, QUESTION, { limit: 1 })).toMatchObject([{ status: 'paused', ...by }])
  })

  it('leaves a recipe alone that is not live, or not there', async () => {
    await putRecipe(test.table, written({ status: 'dry-run' }), author())
    expect(await pauseRecipe(test.table, 'help', { ...author(), why })).toBe(false)
    expect(await pauseRecipe(test.table, 'nothing', { ...author(), why })).toBe(false)
  })
})

describe('the reader of recipes', () => {
  it('reads them all once, and again only when one was changed', async () => {
    let now = 0
    const { table, asked } = noting(test.table)
    const reader = recipeReader(table, () => now)
    await reader.all()
    await reader.all()
    now += RECIPES_KEPT_MS
    await reader.all()
    expect(asked).toEqual(['QueryCommand', 'GetCommand'])
    await putRecipe(test.table, written({ status: 'dry-run' }), author())
    expect((await reader.all()).some(({ id }) => id === 'help')).toBe(false)
    now += RECIPES_KEPT_MS
    expect((await reader.all()).some(({ id }) => id === 'help')).toBe(true)
    expect(asked.slice(2)).toEqual(['GetCommand', 'QueryCommand'])
  })

  it('finds the version that a decision was made with, and asks for each only once', async () => {
    const { table, asked } = noting(test.table)
    const reader = recipeReader(table, () => 0)
    const version = released.recipe.version
    await reader.all()
    await reader.note(released.recipe, NOON)
    await reader.note(released.recipe, NOON)
    expect(asked).toEqual(['QueryCommand', 'PutCommand'])
    await putRecipe(test.table, { ...released.written, priority: 7 }, author())
    expect(await reader.version(QUESTION, version + 1)).toMatchObject({ priority: 7 })
    expect(await reader.version(QUESTION, version + 1)).toMatchObject({ priority: 7 })
    expect(await reader.version(QUESTION, version)).toBe(released.recipe)
    expect(await reader.version(QUESTION, 77)).toBeUndefined()
    expect(asked.slice(2)).toEqual(['BatchGetCommand', 'BatchGetCommand'])
  })

  it('keeps the version of the release for when a later release has another one', async () => {
    await recipeReader(test.table, () => 0).note(released.recipe, NOON)
    const later = recipeReader(test.table, () => 0, [])
    expect(await later.version(QUESTION, released.recipe.version)).toEqual(released.recipe)
    await later.note(released.recipe, NOON)
    expect(await recipeReader(test.table, () => 0).version(QUESTION, released.recipe.version)).toEqual(released.recipe)
  })

  it('knows no version that this release cannot read', async () => {
    await put(test.table, {
      ...keys.recipeVersion('help', 1),
      type: 'recipe-version',
      id: 'help',
      version: 1,
      written: '{}',
    })
    expect(await recipeReader(test.table, () => 0).version('help', 1)).toBeUndefined()
  })
})
