import { describe, expect, it } from '@jest/globals'
import { rescore } from '../../../functions/score/rescore.ts'
import { wake } from '../../../functions/score/waking.ts'
import { DAY, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { happeningsOf } from '../../../shared/store/happenings.ts'
import type { PersonItem } from '../../../shared/store/items.ts'
import { keys } from '../../../shared/store/keys.ts'
import { segmentsOf } from '../../../shared/store/members.ts'
import { forgetDerived } from '../../../shared/store/scores.ts'
import { deleteSegment, readCatalog, SEGMENTS_KEPT_MS } from '../../../shared/store/segments.ts'
import { ConflictError, getAll } from '../../../shared/store/table.ts'
import { crashing } from '../../store/ingest-bench.ts'
import { putItems } from '../../support/graph-items.ts'
import {
  BUSY,
  deps,
  LATELY,
  memberships,
  membersOf,
  pidOf,
  put,
  segmentsWorld,
  world,
  wrote,
} from './segments-world.ts'
import { NOW, rescoringWith } from './world.ts'

segmentsWorld()

describe('memberships', () => {
  it('are entered by what people do and left by time alone', async () => {
    await put('lately', LATELY)
    await putItems(world.table, wrote(1, 1))
    await rescore(deps(), pidOf(1))
    expect(await segmentsOf(world.table, pidOf(1))).toMatchObject({ lately: isoOf(NOW) })
    expect(await membersOf('lately')).toEqual([pidOf(1)])
    world.now = NOW + 8 * DAY
    await wake(deps(), () => true)
    expect(await membersOf('lately')).toEqual([pidOf(1)])
    world.now = NOW + 9 * DAY
    await wake(deps(), () => true)
    expect(await membersOf('lately')).toEqual([])
    expect(await segmentsOf(world.table, pidOf(1))).not.toHaveProperty('lately')
  })

  it('are told as events, the same ones however often the change is told', async () => {
    await put('lately', LATELY)
    await putItems(world.table, wrote(1, 1))
    const scores = async () => (await getAll(world.table, [keys.scores(pidOf(1))]))[0]
    await rescore(deps(), pidOf(1))
    const first = await scores()
    world.now += 9 * DAY
    await rescore(deps(), pidOf(1))
    const second = await scores()
    if (!first || !second) throw new Error('no scores')
    const mine = (events: ReturnType<typeof happeningsOf>) =>
      events.filter(({ data }) => 'segment' in data && data.segment === 'lately')
    expect(mine(happeningsOf({ after: first }))).toMatchObject([
      { type: 'segment.entered', at: isoOf(NOW), data: { person: pidOf(1), segment: 'lately' } },
    ])
    expect(mine(happeningsOf({ before: first, after: second }))).toMatchObject([
      { type: 'segment.left', at: isoOf(NOW + 9 * DAY) },
    ])
    expect(happeningsOf({ before: first, after: second })).toEqual(happeningsOf({ before: first, after: second }))
    expect(mine(happeningsOf({ before: second, after: { ...second, ver: 9 } }))).toEqual([])
    expect(mine(happeningsOf({ before: second }))).toEqual([])
  })

  it('are the same however often and by how many at once somebody is scored', async () => {
    await put('busy', BUSY)
    await putItems(world.table, wrote(1, 6))
    await Promise.all(Array.from({ length: 4 }, () => rescore(deps(), pidOf(1))))
    await rescore(deps(), pidOf(1))
    expect(await membersOf('busy')).toEqual([pidOf(1)])
    expect((await segmentsOf(world.table, pidOf(1)))?.busy).toBe(isoOf(NOW))
  })

  it('of somebody who has become another go with all else that was derived', async () => {
    await put('busy', BUSY)
    await putItems(world.table, wrote(1, 6))
    await rescore(deps(), pidOf(1))
    expect((await memberships()).length).toBeGreaterThan(0)
    const [person] = (await getAll(world.table, [keys.person(pidOf(1))])) as [PersonItem]
    // Who was merged when it was read, and parted again since, keeps everything.
    await expect(forgetDerived(world.table, pidOf(1), { ...person, ver: person.ver - 1 })).rejects.toThrow(
      ConflictError,
    )
    expect(await membersOf('busy')).toEqual([pidOf(1)])
    await forgetDerived(world.table, pidOf(1), person)
    expect(await memberships()).toEqual([])
    expect(await membersOf('busy')).toEqual([])
  })

  it('by an earlier revision of the segments never come after those by a later one', async () => {
    await put('busy', BUSY)
    await putItems(world.table, wrote(1, 6))
    const old = deps()
    await rescore(old, pidOf(1))
    await put('busy', { f: 'mentions', op: '>=', v: 50 })
    await rescore(deps(), pidOf(1))
    expect(await membersOf('busy')).toEqual([])
    // It has read the segments less than a minute ago, and reads them again all the same.
    await rescore(old, pidOf(1))
    expect(await membersOf('busy')).toEqual([])
  })

  it('are no news by a new definition, and are news by a deed although another segment was taken away since', async () => {
    const scores = async () => (await getAll(world.table, [keys.scores(pidOf(1))]))[0]
    await put('other', { f: 'mentions', op: '>=', v: 100 })
    await putItems(world.table, wrote(1, 4))
    await rescore(deps(), pidOf(1))
    await put('few', { f: 'mentions', op: '<', v: 5 })
    await rescore(deps(), pidOf(1))
    expect(await scores()).toMatchObject({ segments: { few: isoOf(NOW) }, anew: ['few'] })
    expect(await scores()).not.toHaveProperty('moved')
    await put('busy', BUSY)
    await rescore(deps(), pidOf(1))
    await deleteSegment(world.table, 'other', { by: 'ada', at: isoOf(world.now) })
    await putItems(world.table, wrote(1, 6))
    await rescore(deps(), pidOf(1))
    expect(await scores()).toMatchObject({ segments: { busy: isoOf(NOW) }, moved: true })
    expect(await scores()).not.toHaveProperty('anew')
    await deleteSegment(world.table, 'busy', { by: 'ada', at: isoOf(world.now) })
    await rescore(deps(), pidOf(1))
    expect(await scores()).toMatchObject({ anew: ['busy'] })
    expect(await scores()).not.toHaveProperty('moved')
  })

  it('that are too many for one transaction come with the next', async () => {
    for (let n = 0; n < 70; n++) await put(`s${n}`, BUSY)
    await putItems(world.table, wrote(1, 6))
    await rescore(deps(), pidOf(1))
    expect(Object.keys((await segmentsOf(world.table, pidOf(1))) ?? {})).toHaveLength(60)
    world.now += MINUTE
    await wake(deps(), () => true)
    const own = Object.keys((await segmentsOf(world.table, pidOf(1))) ?? {})
    expect(own.filter((id) => id.startsWith('s'))).toHaveLength(70)
  })

  it('that are too many for one transaction are no news by a new definition, not in the second part either', async () => {
    await putItems(world.table, wrote(1, 6))
    await rescore(deps(), pidOf(1))
    const scores = async () => (await getAll(world.table, [keys.scores(pidOf(1))]))[0]
    for (let n = 0; n < 70; n++) await put(`s${n}`, BUSY)
    world.now += SEGMENTS_KEPT_MS
    await rescore(deps(), pidOf(1))
    expect(await scores()).not.toHaveProperty('moved')
    world.now += MINUTE
    await wake(deps(), () => true)
    const own = Object.keys((await segmentsOf(world.table, pidOf(1))) ?? {})
    expect(own.filter((id) => id.startsWith('s'))).toHaveLength(70)
    expect(await scores()).not.toHaveProperty('moved')
    const { rev } = await readCatalog(world.table)
    expect(await scores()).toMatchObject({ segmentsRev: rev })
  })

  it('cost one more read a minute, and no more calls for each that is scored', async () => {
    await put('busy', BUSY)
    await putItems(world.table, [...wrote(1, 1), ...wrote(2, 1)])
    let calls = 0
    const counted = crashing(world.table, () => {
      calls++
      return false
    })
    const callsOf = async (rescoring: ReturnType<typeof deps>, n: number): Promise<number> => {
      calls = 0
      await rescore(rescoring, pidOf(n))
      return calls / 2
    }
    const none = rescoringWith(counted, { now: () => world.now })
    const withSegments = deps(counted)
    await callsOf(none, 1)
    const without = await callsOf(none, 1)
    await rescore(withSegments, pidOf(2))
    expect(await callsOf(withSegments, 2)).toBe(without)
    world.now += SEGMENTS_KEPT_MS
    expect(await callsOf(withSegments, 2)).toBe(without + 1)
  })
})
