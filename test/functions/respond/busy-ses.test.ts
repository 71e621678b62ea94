import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { channelsOf } from '../../../functions/respond/channels.ts'
import { hot, MINUTE, openWorld, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** Has SES take so many emails in a second, as it does; who comes later in that second is told to come back. */
const takesInASecond = (most: number): void => {
  const { mail } = world.reach
  const taken = new Map<string, number>()
  const paced: typeof mail = async (request) => {
    const second = world.now().slice(0, 19)
    const before = taken.get(second) ?? 0
    taken.set(second, before + 1)
    if (before >= most) world.ses.fail('throttle')
    return await mail(request)
  }
  Object.assign(world.delivering, { channels: channelsOf({ ...world.reach, mail: paced }) })
}

it('an alert to ten people reaches each of them once, though SES takes three emails in a second', async () => {
  takesInASecond(3)
  const addresses = Array.from({ length: 10 }, (_, n) => `colleague${n}@brand.example`)
  await world.alert({ type: 'topic.hot' }, { kind: 'email', addresses })
  await world.hear(hot())
  expect(world.ses.emails()).toHaveLength(3)
  const waiting = (await world.deliveries()).filter(({ state }) => state === 'waiting')
  expect(waiting.map(({ attempts }) => attempts.map(({ code }) => code))).toEqual(
    Array.from({ length: 7 }, () => ['TooManyRequestsException']),
  )
  for (let round = 0; round < 12; round++) {
    world.pass(5 * MINUTE)
    await world.clock()
  }
  const sent = world.ses.emails().flatMap(({ to }) => to)
  expect(sent.sort()).toEqual([...addresses].sort())
  expect(new Set((await world.deliveries()).map(({ state }) => state))).toEqual(new Set(['sent']))
})
