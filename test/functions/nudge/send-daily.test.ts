import { expect, it } from '@jest/globals'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { HOUR, msOf } from '../../../shared/domain/time.ts'
import { openWorld } from './send-world.ts'

it('an email waits for an hour when the day’s quota is used up: SES is not even asked, and no cap counts it', async () => {
  const world = await openWorld()
  const { id, iid } = await world.queue()
  await sendOnce({ ...world.deps, turn: async () => false }, { iid, id })
  const decision = await world.decision(id)
  expect(decision).toMatchObject({ state: 'waiting', reason: 'waiting_rate', detail: 'DailyQuota' })
  expect(msOf(decision?.until ?? '') - msOf(world.now())).toBeGreaterThanOrEqual(HOUR)
  expect(world.ses.calls()).toBe(0)
  expect(await world.budget()).toBeUndefined()
  await world.close()
})
