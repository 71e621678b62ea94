import { beforeEach, describe, expect, it } from '@jest/globals'
import { armOf, EVERY_RECIPE } from '../../../shared/domain/nudge/arm.ts'
import { readGlobalArms } from '../../../shared/store/arms.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { readGlobalTally } from '../../../shared/store/tallies.ts'
import { NOON, recipe, settings } from '../../domain/nudge/factories.ts'
import { putItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'
import { decisionsOf, JIM, jim, MAIL, planAll, planning, put, putGuide, question } from './world.ts'

const test = tablePerTest()
beforeEach(async () => {
  await putItems(test.table, jim())
  await putGuide(test.table)
})

/** A share that puts Jim into the arm. */
const ARM = armOf(EVERY_RECIPE, birthId(JIM), 0.5)
const OTHER = ARM === 'holdout' ? 'treated' : 'holdout'
const everybody = settings({ globalHoldout: 0.5 })

const planWith = async (recipes: readonly ReturnType<typeof recipe>[], of = everybody) => {
  const deps = planning(test.table, { settings: of, recipes })
  await planAll(deps, test)
  return deps
}
const arms = () => readGlobalArms(test.table, [JIM, MAIL])
const givenTo = (arm: string) => [JIM, MAIL].map((iid) => ({ iid, arm }))

const give = (arm: string) =>
  put(
    test.table,
    ...[JIM, MAIL].map((iid) => ({ ...keys.arm(iid, EVERY_RECIPE), type: 'arm', recipe: EVERY_RECIPE, arm })),
  )

describe('the holdout of all recipes together', () => {
  it('gives a person one arm for all recipes, with the first decision that passes, and counts the person once', async () => {
    await put(test.table, question())
    await planWith([recipe({ after: '0m' }), recipe({ id: 'second', after: '0m' })])
    expect(await arms()).toEqual(givenTo(ARM))
    expect(await readGlobalTally(test.table)).toEqual({ treated: 0, holdout: 0, [ARM]: 1, since: NOON })
  })

  it('is kept: who is in it gets no email of any recipe, and enters no recipe’s arms', async () => {
    await give('holdout')
    await put(test.table, question())
    const deps = await planWith([recipe({ after: '0m', holdout: 0.5 }), recipe({ id: 'second', after: '0m' })])
    expect(deps.queued).toEqual([])
    const found = await decisionsOf(test.table)
    expect(found).toHaveLength(2)
    for (const one of found) {
      expect(one).toMatchObject({ state: 'held', reason: 'holdout', detail: 'global', emailIid: MAIL })
      expect(one).not.toHaveProperty('goal')
    }
    expect(await readGlobalTally(test.table)).toEqual({ treated: 0, holdout: 0 })
  })

  it('keeps who may be sent emails, whatever the draw would say now', async () => {
    await give('treated')
    await put(test.table, question())
    const deps = await planWith([recipe({ after: '0m' })])
    expect(deps.queued).toHaveLength(1)
    expect(await arms()).toEqual(givenTo('treated'))
  })

  it('gives the arm to an identity that has none yet, and nobody is counted twice', async () => {
    await put(test.table, { ...keys.arm(MAIL, EVERY_RECIPE), type: 'arm', recipe: EVERY_RECIPE, arm: OTHER })
    await put(test.table, question())
    await planWith([recipe({ after: '0m' })])
    expect(await arms()).toEqual(givenTo(OTHER))
    expect(await readGlobalTally(test.table)).toEqual({ treated: 0, holdout: 0 })
  })

  it.each([
    ['where there is none', settings(), recipe({ after: '0m' })],
    ['for a rehearsal', everybody, recipe({ after: '0m', status: 'dry-run' })],
  ])('gives nothing %s', async (_, of, one) => {
    await put(test.table, question())
    await planWith([one], of)
    expect(await arms()).toEqual([])
  })
})

describe('a recipe that takes content from where the person is', () => {
  const byStage = recipe({ after: '0m', content: { pick: 'stage', stages: ['person'], minScore: 0 } })
  const scored = (stage: string) => ({ ...keys.scores(birthId(JIM)), type: 'scores', journey: { stage, since: NOON } })

  it.each([
    ['use', { state: 'queued', content: { id: 'descaling' } }],
    ['renewal', { state: 'queued', content: { id: 'descaling' } }],
    ['purchase', { state: 'held', reason: 'no_content' }],
  ])('for somebody at the stage %s looks there and beside', async (stage, expected) => {
    await put(test.table, scored(stage), question())
    await planWith([byStage], settings())
    expect((await decisionsOf(test.table))[0]).toMatchObject(expected)
  })

  it('takes who has not been scored yet for a newcomer', async () => {
    await put(test.table, question())
    await planWith([byStage], settings())
    expect((await decisionsOf(test.table))[0]).toMatchObject({ state: 'held', reason: 'no_content' })
  })
})
