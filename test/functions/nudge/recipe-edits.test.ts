import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { sweep } from '../../../functions/nudge/sweeping.ts'
import { checkRecipe, type WrittenRecipe } from '../../../shared/domain/nudge/recipe.ts'
import { HOUR, isoOf, msOf } from '../../../shared/domain/time.ts'
import { pauseRecipe, putRecipe, setRecipeStatus } from '../../../shared/store/recipe-changes.ts'
import { type RecipeReader, recipeReader } from '../../../shared/store/recipes.ts'
import { NOON, recipeJson } from '../../domain/nudge/factories.ts'
import { tablePerTest } from '../../support/tables.ts'
import { AUTHOR, openWorld, type World } from './send-world.ts'
import { decisionsOf, jimAsks, planAll, planning } from './world.ts'

const author = { by: 'ann', at: NOON, why: 'because' }
const written = (changes: Record<string, unknown> = {}): WrittenRecipe => recipeJson(changes) as WrittenRecipe
const baseOf = (changes: Record<string, unknown>) => {
  const read = checkRecipe(written(changes))
  return 'recipe' in read ? [read] : []
}
const HELP = { template: 'unanswered@1', unless: ['subject.deleted', 'thread.solved'] }

describe('a pause of a recipe', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld()
  })
  afterEach(() => world.close())

  const deps = (recipes: RecipeReader = recipeReader(world.table, () => 0, baseOf(HELP))) => ({
    ...world.deps,
    recipes,
  })
  const put = (changes: Record<string, unknown>) => putRecipe(world.table, written({ ...HELP, ...changes }), author)

  it('stops the very next email, and what it held goes when it is live again', async () => {
    await put({})
    const reader = recipeReader(world.table, () => 0)
    await reader.all()
    const { id } = await world.queue('help')
    await pauseRecipe(world.table, 'help', { by: 'earshot', at: NOON, why: 'complaints' })
    // The reader still has the recipe as it was; the item itself is read with every email.
    expect((await reader.all()).find((one) => one.id === 'help')?.status).toBe('live')
    await sendOnce(deps(reader), { iid: AUTHOR, id })
    expect(world.ses.emails()).toEqual([])
    expect(await world.decision(id)).toMatchObject({ state: 'waiting', reason: 'paused_recipe' })
  })

  it('stops an email for which everything was ready, between its reservation and the call', async () => {
    await put({})
    const { id } = await world.queue('help')
    const { client, name } = world.table
    const send = async (command: { constructor: { name: string } }) => {
      const answer = await client.send(command as never)
      if (command.constructor.name === 'TransactWriteCommand')
        await pauseRecipe(world.table, 'help', { by: 'bob', at: NOON, why: 'stop' })
      return answer
    }
    const table = { name, client: { send } as unknown as typeof client }
    await sendOnce({ ...deps(), table }, { iid: AUTHOR, id })
    expect(world.ses.emails()).toEqual([])
    expect(await world.decision(id)).toMatchObject({ state: 'waiting', reason: 'paused_recipe' })
    expect(await world.budget()).toMatchObject({ sent: [] })
  })

  it('is not the only edit that counts up to the call: whatever the new version asks is asked before anything is sent', async () => {
    await put({})
    const { id } = await world.queue('help')
    const { client, name } = world.table
    let edited = false
    const send = async (command: { constructor: { name: string } }) => {
      const answer = await client.send(command as never)
      if (command.constructor.name !== 'TransactWriteCommand' || edited) return answer
      edited = true
      await put({ if: ['person.unhappy'] })
      return answer
    }
    const table = { name, client: { send } as unknown as typeof client }
    await sendOnce({ ...deps(), table }, { iid: AUTHOR, id })
    expect(world.ses.emails()).toEqual([])
    const waiting = { state: 'waiting', reason: 'waiting_delay', detail: 'recipe_edited', until: world.now() } as const
    expect(await world.decision(id)).toMatchObject(waiting)
    expect(await world.budget()).toMatchObject({ sent: [] })
    await sweep({ ...planning(world.table), ...deps() }, { now: world.now(), hasTime: () => true })
    expect(await world.decision(id)).toMatchObject({
      state: 'held',
      reason: 'condition_failed',
      detail: 'person.unhappy',
    })
  })

  it.each([
    ['archived', { state: 'held', reason: 'paused_recipe', detail: 'archived' }],
    ['dry-run', { state: 'held', reason: 'dry_run' }],
  ] as const)('which makes it %s holds what is queued', async (status, expected) => {
    await put({})
    const { id } = await world.queue('help')
    await setRecipeStatus(world.table, { id: 'help', status }, author)
    await sendOnce(deps(), { iid: AUTHOR, id })
    expect(await world.decision(id)).toMatchObject(expected)
  })

  it.each([
    [['archived', 'draft', 'dry-run', 'live'], { state: 'held', reason: 'dry_run' }],
    [['dry-run', 'live', 'paused'], { state: 'held', reason: 'dry_run' }],
    [['paused', 'live'], { state: 'sent' }],
  ] as const)(
    'and whatever else it was since (%j) counts for what was decided before, also when nobody looked',
    async (statuses, expected) => {
      await put({})
      const { id } = await world.queue('help')
      for (const status of statuses) await setRecipeStatus(world.table, { id: 'help', status }, author)
      await sendOnce(deps(), { iid: AUTHOR, id })
      expect(await world.decision(id)).toMatchObject(expected)
    },
  )

  it('is none of another recipe’s business', async () => {
    await put({ id: 'elsewhere' })
    const { id } = await world.queue('help')
    await pauseRecipe(world.table, 'elsewhere', author)
    await sendOnce(deps(), { iid: AUTHOR, id })
    expect(world.ses.emails()).toHaveLength(1)
  })

  it('which the table cannot be asked about lets the email wait, as nobody knows', async () => {
    const { id } = await world.queue('help')
    let reads = 0
    const { client, name } = world.table
    const send = (command: { constructor: { name: string } }) => {
      const isBatch = command.constructor.name === 'BatchGetCommand'
      if (isBatch) reads += 1
      if (
        reads > 1 &&
        isBatch &&
        JSON.stringify(command).includes('R#help') &&
        !JSON.stringify(command).includes('BUDGET')
      )
        throw new Error('not now')
      return client.send(command as never)
    }
    const table = { name, client: { send } as unknown as typeof client }
    await sendOnce({ ...deps(), table }, { iid: AUTHOR, id })
    expect(world.ses.emails()).toEqual([])
    expect(await world.decision(id)).toMatchObject({ reason: 'waiting_rate', detail: 'PauseUnreadable' })
  })
})

describe('an edit of a recipe', () => {
  const test = tablePerTest()
  beforeEach(() => jimAsks(test.table))

  const ASKED = '2026-06-09T12:00:00.000Z'
  /** Somebody asks with the recipe as it is; somebody edits it; what was decided then comes due. */
  const edited = async (edit: Record<string, unknown>, made: Record<string, unknown> = {}) => {
    let now = msOf(ASKED)
    const reader = recipeReader(test.table, () => now, baseOf(made))
    const deps = planning(test.table, { recipes: reader })
    await planAll(deps, test, ASKED)
    const [waiting] = await decisionsOf(test.table)
    await putRecipe(test.table, written({ ...made, ...edit }), author)
    now = msOf(NOON) + HOUR
    await sweep(deps, { now: isoOf(now), hasTime: () => true })
    const [decision] = await decisionsOf(test.table)
    return { waiting, decision }
  }

  it('changes neither when, nor what, nor to whom what was decided before it goes', async () => {
    const { waiting, decision } = await edited({
      ...{ after: '72h', topic: 'gossip', basis: ['contract'], template: 'welcome@1', priority: 1, cooldown: '90d' },
      ...{ quietHours: { start: '00:00', end: '23:59' }, content: { pick: 'stage', stages: ['renewal'], minScore: 1 } },
    })
    expect(waiting).toMatchObject({ state: 'waiting', dueAt: NOON, recipeVersion: 1, priority: 50 })
    expect(decision).toMatchObject({
      ...{ state: 'queued', recipeVersion: 1, topic: 'answers', dueAt: NOON, expiresAt: waiting?.expiresAt },
      content: { id: 'descaling' },
    })
  })

  it.each([
    ['a condition that is not met', { if: ['person.unhappy'] }, 'condition_failed', 'person.unhappy'],
    ['a reason not to', { unless: ['person.member'] }, 'resolved', 'person.member'],
    ['another event', { when: { event: 'order.placed' } }, 'condition_failed', 'when'],
    ['an end', { status: 'archived' }, 'paused_recipe', 'archived'],
  ])('with %s holds it, with a reason', async (_, edit, reason, detail) => {
    expect((await edited(edit)).decision).toMatchObject({ state: 'held', reason, detail })
  })

  it('never lets through what the version before it would not', async () => {
    const { decision } = await edited({ if: [] }, { if: ['person.unhappy'] })
    expect(decision).toMatchObject({ state: 'held', reason: 'condition_failed', detail: 'person.unhappy' })
  })

  it('never sends what was rehearsed', async () => {
    const { decision } = await edited({ status: 'live' }, { status: 'dry-run' })
    expect(decision).toMatchObject({ state: 'held', reason: 'dry_run', rehearsal: true })
  })

  it('lets what waits wait when it pauses the recipe', async () => {
    expect((await edited({ status: 'paused' })).decision).toMatchObject({ state: 'waiting', reason: 'paused_recipe' })
  })
})
