import { beforeEach, describe, expect, it } from '@jest/globals'
import { backfill, SETTLED_AFTER } from '../../../functions/score/backfilling.ts'
import { nightPass } from '../../../functions/score/night-pass.ts'
import { wake } from '../../../functions/score/waking.ts'
import { DEFAULT_SCORE_SETTINGS } from '../../../shared/domain/score/settings.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { readNightly } from '../../../shared/store/nightly.ts'
import { deleteSegment, readCatalog } from '../../../shared/store/segments.ts'
import { crashing } from '../../store/ingest-bench.ts'
import { putItems } from '../../support/graph-items.ts'
import {
  BUSY,
  backfilling,
  deps,
  memberships,
  membersOf,
  pidOf,
  put,
  scoreAll,
  segmentsWorld,
  untilDone,
  world,
  wrote,
} from './segments-world.ts'

segmentsWorld()

describe('a back-fill', () => {
  const PEOPLE = 40
  const busy = Array.from({ length: PEOPLE }, (_, n) => n).filter((n) => n % 3 === 0)
  const expected = busy.map(pidOf).sort()

  beforeEach(async () => {
    await putItems(world.table, Array.from({ length: PEOPLE }, (_, n) => wrote(n, n % 3 === 0 ? 7 : 1)).flat())
    await scoreAll(PEOPLE)
    await untilDone()
  })

  it('asks everybody about a new segment, once the change is known everywhere', async () => {
    await put('busy', BUSY)
    expect(await backfill(backfilling())).toBeUndefined()
    expect(await membersOf('busy')).toEqual([])
    world.now += SETTLED_AFTER
    expect(await backfill(backfilling())).toEqual({ asked: PEOPLE, failed: 0, done: true })
    expect(await membersOf('busy')).toEqual(expected)
    expect(await backfill(backfilling())).toBeUndefined()
  })

  it('goes on where it was cut off, whatever cut it off', async () => {
    await put('busy', BUSY)
    world.now += SETTLED_AFTER
    let calls = 0
    for (let round = 1; ; round++) {
      calls = 0
      const dying = crashing(world.table, () => ++calls > 20 * round)
      try {
        await backfill(backfilling({ rescoring: deps(dying) }))
        break
      } catch {
        world.now += MINUTE
      }
    }
    await untilDone()
    expect(await membersOf('busy')).toEqual(expected)
    expect((await readCatalog(world.table)).backfill).toMatchObject({ failed: 0 })
  })

  it('does a page at a time when time is short', async () => {
    await put('busy', BUSY)
    let pages = 0
    await untilDone({ hasTime: () => pages++ % 3 !== 2 })
    expect(await membersOf('busy')).toEqual(expected)
    expect((await readCatalog(world.table)).backfill?.asked).toBe(PEOPLE)
  })

  it('begins anew when a segment is changed meanwhile', async () => {
    await put('busy', BUSY)
    world.now += SETTLED_AFTER
    let pages = 0
    await backfill(backfilling({ hasTime: () => pages++ < 10 }))
    await put('busy', { f: 'mentions', op: '<', v: 5 })
    world.now += SETTLED_AFTER
    expect(await backfill(backfilling())).toMatchObject({ asked: PEOPLE, done: true })
    expect(await membersOf('busy')).toHaveLength(PEOPLE - expected.length)
  })

  it('of a segment that was taken away asks its members only, who leave it', async () => {
    await put('busy', BUSY)
    await untilDone()
    await deleteSegment(world.table, 'busy', { by: 'ada', at: isoOf(world.now) })
    world.now += SETTLED_AFTER
    expect(await backfill(backfilling())).toEqual({ asked: expected.length, failed: 0, done: true })
    expect((await memberships()).filter((one) => one.endsWith('#busy'))).toEqual([])
  })

  it('is not held up for ever by somebody who cannot be asked', async () => {
    await put('busy', BUSY)
    const poison = pidOf(3)
    const rescoring = deps()
    const failing = {
      ...rescoring,
      memberships: async (rescored: Parameters<typeof rescoring.memberships>[0]) => {
        if (rescored.facts.personId === poison) throw new Error('no')
        return await rescoring.memberships(rescored)
      },
    }
    await untilDone({ rescoring: failing })
    expect(await membersOf('busy')).toEqual(expected.filter((pid) => pid !== poison))
    expect((await readCatalog(world.table)).backfill).toMatchObject({ failed: 1, asked: PEOPLE - 1 })
  })

  it('leaves nobody out for good: the night finds who was', async () => {
    const rescoring = { ...deps(), nightly: async () => (await readNightly(world.table)) ?? {} }
    const night = async () => {
      world.now += DAY
      const passed = await nightPass({
        ...{ table: world.table, settings: DEFAULT_SCORE_SETTINGS, version: 'v1', now: () => world.now },
        ...{ hasTime: () => true, pause: async () => undefined },
        ...{ pace: { read: 500, write: 20 }, segments: 2, chunkBytes: 9_000 },
      })
      world.now += HOUR
      await wake(rescoring, () => true)
      return passed?.told
    }
    await night()
    await put('busy', BUSY)
    const memberships = async (rescored: Parameters<typeof rescoring.memberships>[0]) => {
      if (rescored.facts.personId === pidOf(3)) throw new Error('no')
      return await rescoring.memberships(rescored)
    }
    await untilDone({ rescoring: { ...rescoring, memberships } })
    expect(await membersOf('busy')).not.toContain(pidOf(3))
    expect(await night()).toBe(1)
    expect(await membersOf('busy')).toEqual(expected)
    expect(await night()).toBe(0)
  })

  it('by two at once ends as by one', async () => {
    await put('busy', BUSY)
    world.now += SETTLED_AFTER
    await Promise.all([backfill(backfilling()), backfill(backfilling())])
    await untilDone()
    expect(await membersOf('busy')).toEqual(expected)
  })
})
