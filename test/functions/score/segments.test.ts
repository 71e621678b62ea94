import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Backfilling, backfill, SETTLED_AFTER } from '../../../functions/score/backfilling.ts'
import { membershipsBy } from '../../../functions/score/memberships.ts'
import { rescore } from '../../../functions/score/rescore.ts'
import { wake } from '../../../functions/score/waking.ts'
import type { Rule } from '../../../shared/domain/score/segments/rule.ts'
import { DAY, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { happeningsOf } from '../../../shared/store/happenings.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { listMembers, segmentsOf } from '../../../shared/store/members.ts'
import { forgetDerived } from '../../../shared/store/scores.ts'
import {
  deleteSegment,
  putSegment,
  readCatalog,
  SEGMENTS_KEPT_MS,
  segmentsReader,
} from '../../../shared/store/segments.ts'
import { getAll, type Item, type Table } from '../../../shared/store/table.ts'
import { crashing, scan } from '../../store/ingest-bench.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { createNearTable } from '../../support/table.ts'
import { NOW, rescoringWith } from './world.ts'

let table: Table
let close: () => Promise<void>
let now: number

beforeEach(async () => {
  const near = await createNearTable()
  table = near.table
  close = near.close
  now = NOW
})
afterEach(() => close())

const deps = (on = table) =>
  rescoringWith(on, {
    now: () => now,
    memberships: membershipsBy(
      segmentsReader(on, () => now),
      'EUR',
    ),
  })

const backfilling = (over: Partial<Backfilling> = {}): Backfilling => ({
  rescoring: deps(),
  hasTime: () => true,
  pause: async () => undefined,
  ...over,
})

/** Runs until there is nothing left to do, a minute apart. */
const untilDone = async (over: Partial<Backfilling> = {}): Promise<number> => {
  let asked = 0
  for (let minute = 0; minute < 50; minute++) {
    asked += (await backfill(backfilling(over)))?.asked ?? 0
    const { rev, backfill: state } = await readCatalog(table)
    if (rev > 0 && state?.done === rev) return asked
    now += MINUTE
  }
  throw new Error('The back-fill does not come to an end.')
}

const iidOf = (n: number): string => `forum:u${n}`
const pidOf = (n: number): string => birthId(iidOf(n))

const monthDay = (at: number): [string, string] => [isoOf(at).slice(0, 7), isoOf(at).slice(8, 10)]

/** A person who has written so often on one day. */
const wrote = (n: number, times: number, at = NOW - DAY): Item[] => {
  const [month, day] = monthDay(at)
  const firstSeenAt = isoOf(NOW - 300 * DAY)
  return [
    ...personItems([{ iid: iidOf(n), firstSeenAt }]),
    { ...keys.rollup(iidOf(n), month), type: 'rollup', n: times, wf: 1_000 * times, [`d${day}`]: times },
  ]
}

const put = (id: string, rule: Rule, name = id) =>
  putSegment(table, id, { name, rule }, { by: 'ada', at: isoOf(now), allow: () => undefined })

const BUSY: Rule = { f: 'mentions', op: '>=', v: 5 }
const LATELY: Rule = { f: 'daysSinceActivity', op: '<', v: 10 }

const membersOf = async (segment: string): Promise<string[]> => {
  const found: string[] = []
  let after: { at: string; key: string } | undefined
  do {
    const { items, next } = await listMembers(table, segment, { limit: 3, after })
    found.push(...items.map(({ personId }) => personId))
    after = next
  } while (after)
  return found.sort()
}

const memberships = async (): Promise<string[]> =>
  (await scan(table)).filter(({ type }) => type === 'membership').map(({ pk, sk }) => `${pk} ${sk}`)

const scoreAll = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await rescore(deps(), pidOf(n))
}

describe('memberships', () => {
  it('are entered by what people do and left by time alone', async () => {
    await put('lately', LATELY)
    await putItems(table, wrote(1, 1))
    await rescore(deps(), pidOf(1))
    expect(await segmentsOf(table, pidOf(1))).toMatchObject({ lately: isoOf(NOW) })
    expect(await membersOf('lately')).toEqual([pidOf(1)])
    now = NOW + 8 * DAY
    await wake(deps(), () => true)
    expect(await membersOf('lately')).toEqual([pidOf(1)])
    now = NOW + 9 * DAY
    await wake(deps(), () => true)
    expect(await membersOf('lately')).toEqual([])
    expect(await segmentsOf(table, pidOf(1))).not.toHaveProperty('lately')
  })

  it('are told as events, the same ones however often the change is told', async () => {
    await put('lately', LATELY)
    await putItems(table, wrote(1, 1))
    const scores = async () => (await getAll(table, [keys.scores(pidOf(1))]))[0]
    await rescore(deps(), pidOf(1))
    const first = await scores()
    now += 9 * DAY
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
    await putItems(table, wrote(1, 6))
    await Promise.all(Array.from({ length: 4 }, () => rescore(deps(), pidOf(1))))
    await rescore(deps(), pidOf(1))
    expect(await membersOf('busy')).toEqual([pidOf(1)])
    expect((await segmentsOf(table, pidOf(1)))?.busy).toBe(isoOf(NOW))
  })

  it('of somebody who has become another go with all else that was derived', async () => {
    await put('busy', BUSY)
    await putItems(table, wrote(1, 6))
    await rescore(deps(), pidOf(1))
    expect((await memberships()).length).toBeGreaterThan(0)
    await forgetDerived(table, pidOf(1))
    expect(await memberships()).toEqual([])
    expect(await membersOf('busy')).toEqual([])
  })

  it('by an earlier revision of the segments never come after those by a later one', async () => {
    await put('busy', BUSY)
    await putItems(table, wrote(1, 6))
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
    const scores = async () => (await getAll(table, [keys.scores(pidOf(1))]))[0]
    await put('other', { f: 'mentions', op: '>=', v: 100 })
    await putItems(table, wrote(1, 4))
    await rescore(deps(), pidOf(1))
    await put('few', { f: 'mentions', op: '<', v: 5 })
    await rescore(deps(), pidOf(1))
    expect(await scores()).toMatchObject({ segments: { few: isoOf(NOW) }, anew: ['few'] })
    expect(await scores()).not.toHaveProperty('moved')
    await put('busy', BUSY)
    await rescore(deps(), pidOf(1))
    await deleteSegment(table, 'other', { by: 'ada', at: isoOf(now) })
    await putItems(table, wrote(1, 6))
    await rescore(deps(), pidOf(1))
    expect(await scores()).toMatchObject({ segments: { busy: isoOf(NOW) }, moved: true })
    expect(await scores()).not.toHaveProperty('anew')
    await deleteSegment(table, 'busy', { by: 'ada', at: isoOf(now) })
    await rescore(deps(), pidOf(1))
    expect(await scores()).toMatchObject({ anew: ['busy'] })
    expect(await scores()).not.toHaveProperty('moved')
  })

  it('that are too many for one transaction come with the next', async () => {
    for (let n = 0; n < 70; n++) await put(`s${n}`, BUSY)
    await putItems(table, wrote(1, 6))
    await rescore(deps(), pidOf(1))
    expect(Object.keys((await segmentsOf(table, pidOf(1))) ?? {})).toHaveLength(60)
    now += MINUTE
    await wake(deps(), () => true)
    const own = Object.keys((await segmentsOf(table, pidOf(1))) ?? {})
    expect(own.filter((id) => id.startsWith('s'))).toHaveLength(70)
  })

  it('cost one more read a minute, and no more calls for each that is scored', async () => {
    await put('busy', BUSY)
    await putItems(table, [...wrote(1, 1), ...wrote(2, 1)])
    let calls = 0
    const counted = crashing(table, () => {
      calls++
      return false
    })
    const callsOf = async (rescoring: ReturnType<typeof deps>, n: number): Promise<number> => {
      calls = 0
      await rescore(rescoring, pidOf(n))
      return calls / 2
    }
    const none = rescoringWith(counted, { now: () => now })
    const withSegments = deps(counted)
    await callsOf(none, 1)
    const without = await callsOf(none, 1)
    await rescore(withSegments, pidOf(2))
    expect(await callsOf(withSegments, 2)).toBe(without)
    now += SEGMENTS_KEPT_MS
    expect(await callsOf(withSegments, 2)).toBe(without + 1)
  })
})

describe('a back-fill', () => {
  const PEOPLE = 40
  const busy = Array.from({ length: PEOPLE }, (_, n) => n).filter((n) => n % 3 === 0)
  const expected = busy.map(pidOf).sort()

  beforeEach(async () => {
    await putItems(table, Array.from({ length: PEOPLE }, (_, n) => wrote(n, n % 3 === 0 ? 7 : 1)).flat())
    await scoreAll(PEOPLE)
    await untilDone()
  })

  it('asks everybody about a new segment, once the change is known everywhere', async () => {
    await put('busy', BUSY)
    expect(await backfill(backfilling())).toBeUndefined()
    expect(await membersOf('busy')).toEqual([])
    now += SETTLED_AFTER
    expect(await backfill(backfilling())).toEqual({ asked: PEOPLE, failed: 0, done: true })
    expect(await membersOf('busy')).toEqual(expected)
    expect(await backfill(backfilling())).toBeUndefined()
  })

  it('goes on where it was cut off, whatever cut it off', async () => {
    await put('busy', BUSY)
    now += SETTLED_AFTER
    let calls = 0
    for (let round = 1; ; round++) {
      calls = 0
      const dying = crashing(table, () => ++calls > 20 * round)
      try {
        await backfill(backfilling({ rescoring: deps(dying) }))
        break
      } catch {
        now += MINUTE
      }
    }
    await untilDone()
    expect(await membersOf('busy')).toEqual(expected)
    expect((await readCatalog(table)).backfill).toMatchObject({ failed: 0 })
  })

  it('does a page at a time when time is short', async () => {
    await put('busy', BUSY)
    let pages = 0
    await untilDone({ hasTime: () => pages++ % 3 !== 2 })
    expect(await membersOf('busy')).toEqual(expected)
    expect((await readCatalog(table)).backfill?.asked).toBe(PEOPLE)
  })

  it('begins anew when a segment is changed meanwhile', async () => {
    await put('busy', BUSY)
    now += SETTLED_AFTER
    let pages = 0
    await backfill(backfilling({ hasTime: () => pages++ < 10 }))
    await put('busy', { f: 'mentions', op: '<', v: 5 })
    now += SETTLED_AFTER
    expect(await backfill(backfilling())).toMatchObject({ asked: PEOPLE, done: true })
    expect(await membersOf('busy')).toHaveLength(PEOPLE - expected.length)
  })

  it('of a segment that was taken away asks its members only, who leave it', async () => {
    await put('busy', BUSY)
    await untilDone()
    await deleteSegment(table, 'busy', { by: 'ada', at: isoOf(now) })
    now += SETTLED_AFTER
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
    expect((await readCatalog(table)).backfill).toMatchObject({ failed: 1, asked: PEOPLE - 1 })
  })

  it('by two at once ends as by one', async () => {
    await put('busy', BUSY)
    now += SETTLED_AFTER
    await Promise.all([backfill(backfilling()), backfill(backfilling())])
    await untilDone()
    expect(await membersOf('busy')).toEqual(expected)
  })
})
