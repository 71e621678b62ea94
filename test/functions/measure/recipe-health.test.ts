import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { takeIn } from '../../../functions/measure/feedback-take-in.ts'
import { unsubscribe } from '../../../functions/nudge/pages-unsubscribe.ts'
import type { WrittenRecipe } from '../../../shared/domain/nudge/recipe.ts'
import { unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { DAY, isoOf } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { pauseRecipe, putRecipe, setRecipeStatus } from '../../../shared/store/recipe-changes.ts'
import { readHealth } from '../../../shared/store/recipe-health.ts'
import { readRecipe } from '../../../shared/store/recipes.ts'
import { envelope, sesEvent } from '../../domain/measure/ses-events.ts'
import { recipeJson } from '../../domain/nudge/factories.ts'
import { AUTHOR, EMAIL, openWorld, type World } from '../nudge/send-world.ts'
import { put } from '../nudge/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await putRecipe(world.table, recipeJson({ id: 'help' }) as WrittenRecipe, { by: 'user:ada', at: world.now() })
})
afterEach(() => world.close())

const SOME = { delivered: 0, complained: 0, unsubscribed: 0 }
const status = async () => (await readRecipe(world.table, 'help'))?.recipe.status
const health = (from = 0) => readHealth(world.table, 'help', from, world.now())
const tell = (id: string, type: string) =>
  takeIn(envelope(sesEvent(type, { key: { iid: AUTHOR, id } })), {
    table: world.table,
    now: () => Date.parse(world.now()),
  })

/** What became of other emails of the recipe's version, on a day. */
const others = (counts: Partial<typeof SOME>, { version = 1, daysAgo = 0 } = {}) => {
  const day = isoOf(Date.parse(world.now()) - daysAgo * DAY).slice(0, 10)
  return put(world.table, { ...keys.recipeHealth('help', day, version, 99), type: 'recipe-health', version, ...counts })
}
const sent = () => world.queue('help', { state: 'sent', reason: 'sent', sentAt: world.now() })

const stop = (body = 'List-Unsubscribe=One-Click') =>
  unsubscribe(
    {
      ...{ rawPath: '/u/x', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
      pathParameters: { token: unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'answers' }) },
      requestContext: { http: { method: 'POST' }, requestId: 'one' },
      isBase64Encoded: false,
    } as unknown as APIGatewayProxyEventV2,
    {
      ...{ table: world.table, brand: world.deps.brand, settings: world.deps.settings },
      ...{ enqueue: async () => {}, keys: async () => world.tokenKeys, now: () => Date.parse(world.now()) },
    },
  )

describe('what becomes of emails', () => {
  it('counts once, whatever comes twice and in whichever order', async () => {
    const { id } = await sent()
    for (const type of ['Complaint', 'Delivery', 'Send', 'Complaint', 'Delivery']) await tell(id, type)
    expect(await health()).toEqual({ delivered: 1, complained: 1, unsubscribed: 0 })
  })

  it('counts an unsubscribe for the latest email on the topic, once', async () => {
    await sent()
    for (let time = 0; time < 3; time++) expect((await stop()).statusCode).toBe(200)
    expect(await health()).toEqual({ ...SOME, unsubscribed: 1 })
  })

  it('counts nothing where no email was sent, and unsubscribes all the same', async () => {
    await world.queue('help')
    expect((await stop()).statusCode).toBe(200)
    expect(await health()).toEqual(SOME)
    expect((await world.preferences())?.topics.answers).toMatchObject({ granted: false })
  })
})

describe('a recipe whose emails are not wanted', () => {
  it('pauses itself at 0.3 % complaints, and says why', async () => {
    await others({ delivered: 330 })
    const { id } = await sent()
    await tell(id, 'Delivery')
    expect(await status()).toBe('live')
    await tell(id, 'Complaint')
    expect(await readRecipe(world.table, 'help')).toMatchObject({
      ...{ recipe: { status: 'paused' }, by: 'earshot', at: world.now() },
      why: '1 complaint of 331 delivered in 30 days, which is 0.3 %; 0.3 % is too much.',
    })
  })

  it('pauses itself when the first try ended before it could', async () => {
    const { id } = await sent()
    await tell(id, 'Complaint')
    await others({ delivered: 200 })
    await tell(id, 'Complaint')
    expect(await status()).toBe('paused')
  })

  it('pauses itself when more than 2 % unsubscribe', async () => {
    await others({ delivered: 200, unsubscribed: 4 })
    await sent()
    await stop()
    expect(await status()).toBe('paused')
  })

  it('goes on below 200, and when it was long ago', async () => {
    await others({ delivered: 190, complained: 3 })
    await others({ delivered: 900, complained: 90 }, { daysAgo: 30 })
    const { id } = await sent()
    await tell(id, 'Complaint')
    expect(await status()).toBe('live')
  })

  it('counts anew when somebody starts it again: what is heard of its old emails is not held against it', async () => {
    await others({ delivered: 400, complained: 4 })
    await pauseRecipe(world.table, 'help', { by: 'earshot', at: world.now(), why: 'complaints' })
    await setRecipeStatus(world.table, { id: 'help', status: 'live' }, { by: 'user:ada', at: world.now() })
    const { id } = await sent()
    await tell(id, 'Complaint')
    expect(await status()).toBe('live')
    await others({ delivered: 200, complained: 2 }, { version: 3 })
    await tell(id, 'Complaint')
    expect(await status()).toBe('paused')
  })

  it('that is paused already stays as it is', async () => {
    await others({ delivered: 400, complained: 4 })
    await pauseRecipe(world.table, 'help', { by: 'user:ada', at: world.now(), why: 'spring cleaning' })
    const { id } = await sent()
    await tell(id, 'Complaint')
    expect(await readRecipe(world.table, 'help')).toMatchObject({ by: 'user:ada', why: 'spring cleaning' })
  })
})
