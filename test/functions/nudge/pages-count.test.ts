import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { countForRecipe } from '../../../functions/nudge/pages-count.ts'
import { readHealth } from '../../../shared/store/recipe-health.ts'
import { type ChoicesWorld, form, openChoices } from './choices-world.ts'
import { EMAIL } from './send-world.ts'

let world: ChoicesWorld
beforeEach(async () => {
  world = await openChoices()
  await world.queue('help', { state: 'sent', reason: 'sent', sentAt: world.now() })
})
afterEach(() => world.close())

const unsubscribed = async () => (await readHealth(world.table, 'help', 0, world.now())).unsubscribed

describe('the page of choices, opened from an email', () => {
  it('counts for its recipe that everything was stopped, once', async () => {
    for (let time = 0; time < 2; time++) await world.post({ scope: 'all' })
    expect(await unsubscribed()).toBe(1)
  })

  it('does not count that emails are to come less often', async () => {
    expect((await world.post(form({ often: 'weekly' }))).status).toBe(200)
    expect(await unsubscribed()).toBe(0)
  })

  it('says nothing when it cannot be counted', async () => {
    const table = { ...world.table, name: 'gone' }
    const claim = { emailIid: EMAIL, topic: 'answers' }
    await expect(countForRecipe({ ...world.pages, table }, claim)).resolves.toBeUndefined()
  })
})
