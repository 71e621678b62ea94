import { beforeEach, expect, it } from '@jest/globals'
import { replan } from '../../../functions/nudge/replanning.ts'
import type { Down } from '../../../shared/domain/nudge/choices.ts'
import { turnDown } from '../../../shared/store/choices.ts'
import { recordSoftBounce } from '../../../shared/store/preferences.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { tablePerTest } from '../../support/tables.ts'
import { changesOf, jimAsks, MAIL, onlyDecision, planAll, planning, recipeNow } from './world.ts'

/** What somebody says of email is looked at at once for all that is planned for them, not only when it is due. */

const test = tablePerTest()
beforeEach(() => jimAsks(test.table))

/** What was said of email so far is heard. */
const hear = async (deps: ReturnType<typeof planning>): Promise<void> => {
  for (const change of await changesOf(test, 'preferences')) await replan(deps, change, NOON)
}
const planned = async (after: string) => {
  const deps = planning(test.table, { recipes: [recipeNow({ after })] })
  await planAll(deps, test)
  return deps
}
const only = () => onlyDecision(test.table)
const say = async (deps: Awaited<ReturnType<typeof planned>>, down: Down, times = 1): Promise<void> => {
  await turnDown(test.table, MAIL, down, { source: 'preferences', wording: 'w', note: {}, now: NOON })
  for (let time = 0; time < times; time++) await hear(deps)
}

it.each([
  ['is queued', '0m', 'queued'],
  ['only waits for its time', '240h', 'waiting'],
])('a stop calls off what %s', async (_, after, state) => {
  const deps = await planned(after)
  expect((await only()).state).toBe(state)
  await say(deps, { off: ['*'] }, 2)
  expect(await only()).toMatchObject({ state: 'held', reason: 'all_off' })
})

it('a break takes what is queued back until it is over, or for good', async () => {
  const deps = await planned('0m')
  await say(deps, { off: [], snoozedUntil: '2026-06-11T12:00:00.000Z' })
  expect(await only()).toMatchObject({ state: 'waiting', reason: 'snoozed', until: '2026-06-11T12:00:00.000Z' })
})

it('what is nobody’s word changes nothing', async () => {
  const deps = await planned('0m')
  const before = await only()
  await recordSoftBounce(test.table, { emailIid: MAIL, at: NOON, messageId: 'm1' })
  await hear(deps)
  expect(await only()).toEqual(before)
})
