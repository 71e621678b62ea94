import { beforeAll, describe, expect, it } from '@jest/globals'
import type { JourneyAnswer } from '../../../shared/domain/respond/journey-answers.ts'
import { DAY, isoOf, monthOf } from '../../../shared/domain/time.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { readStream } from '../../support/stream.ts'
import { tableForAll } from '../../support/tables.ts'
import { deliverAll, heard, reactionsWith, rescoringWith } from '../score/world.ts'
import { apiForAll } from './ask.ts'

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })
const ORDERED = isoOf(Date.now() - 12 * DAY)

const journeyOf = async (iid: string): Promise<JourneyAnswer> =>
  (await api.askAs('getJourney', `/api/people/${birthId(iid)}/journey`)) as JourneyAnswer

beforeAll(async () => {
  const day = ORDERED.slice(8, 10)
  await putItems(test.table, [
    ...personItems([{ iid: 'shop:1' }]),
    ...personItems([{ iid: 'forum:9', profile: { role: { v: 'staff', at: ORDERED } } }]),
    { ...keys.rollup('shop:1', monthOf(ORDERED)), type: 'rollup', orders: 1, [`o${day}`]: 1, [`d${day}`]: 1 },
  ])
  const records = (await readStream({ ...test, name: test.table.name })) as Parameters<typeof heard>[0]
  await deliverAll(reactionsWith(rescoringWith(test.table, { now: Date.now })), heard(records))
})

describe('the journey of a person', () => {
  it('is told with its evidence, the other stages, and as it is kept', async () => {
    const body = await journeyOf('shop:1')
    const since = `${isoOf(Date.parse(ORDERED) + 7 * DAY).slice(0, 10)}T00:00:00.000Z`
    expect(body).toMatchObject({ stage: 'onboarding', since, ahead: 15, stored: { stage: 'onboarding', since } })
    expect(body.nextChangeAt).toBe(`${isoOf(Date.parse(ORDERED) + 45 * DAY).slice(0, 10)}T00:00:00.000Z`)
    expect(body.stages.map(({ stage, score }) => [stage, score])).toEqual([
      ...[
        ['research', 10],
        ['consideration', 0],
        ['purchase', 0],
        ['onboarding', 80],
      ],
      ...[
        ['use', 0],
        ['renewal', 0],
        ['advocacy', 0],
      ],
    ])
    expect(body.stages[3]?.evidence).toMatchObject([{ what: 'first order 12 days ago', weight: 80 }])
  })

  it('is none for staff', async () => {
    expect(await journeyOf('forum:9')).toMatchObject({ outside: 'staff', stages: [] })
  })

  it('of nobody is not there', async () => {
    expect(await api.ask('GET', `/api/people/${birthId('forum:nobody')}/journey`)).toMatchObject({ status: 404 })
  })
})
