import { afterEach, beforeEach } from '@jest/globals'
import { type Backfilling, backfill } from '../../../functions/score/backfilling.ts'
import { membershipsBy } from '../../../functions/score/memberships.ts'
import { rescore } from '../../../functions/score/rescore.ts'
import type { Rule } from '../../../shared/domain/score/segments/rule.ts'
import { DAY, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { listMembers } from '../../../shared/store/members.ts'
import { putSegment, readCatalog, segmentsReader } from '../../../shared/store/segments.ts'
import type { Item, Table } from '../../../shared/store/table.ts'
import { scan } from '../../store/ingest-bench.ts'
import { personItems } from '../../support/graph-items.ts'
import { createNearTable } from '../../support/table.ts'
import { NOW, rescoringWith } from './world.ts'

/** People and segments that tests of segments work with. */

let near: Awaited<ReturnType<typeof createNearTable>> | undefined

/** The table and the clock of the test that runs. */
export const world = {
  get table(): Table {
    if (!near) throw new Error('There is no table before a test begins.')
    return near.table
  },
  now: NOW,
}

/** A table and a clock of its own for each test. */
export const segmentsWorld = (): void => {
  beforeEach(async () => {
    near = await createNearTable()
    world.now = NOW
  })
  afterEach(async () => near?.close())
}

export const deps = (on = world.table) =>
  rescoringWith(on, {
    now: () => world.now,
    memberships: membershipsBy(
      segmentsReader(on, () => world.now),
      'EUR',
    ),
  })

export const backfilling = (over: Partial<Backfilling> = {}): Backfilling => ({
  rescoring: deps(),
  hasTime: () => true,
  pause: async () => undefined,
  ...over,
})

/** Runs until there is nothing left to do, a minute apart. */
export const untilDone = async (over: Partial<Backfilling> = {}): Promise<number> => {
  let asked = 0
  for (let minute = 0; minute < 50; minute++) {
    asked += (await backfill(backfilling(over)))?.asked ?? 0
    const { rev, backfill: state } = await readCatalog(world.table)
    if (rev > 0 && state?.done === rev) return asked
    world.now += MINUTE
  }
  throw new Error('The back-fill does not come to an end.')
}

const iidOf = (n: number): string => `forum:u${n}`
export const pidOf = (n: number): string => birthId(iidOf(n))

const monthDay = (at: number): [string, string] => [isoOf(at).slice(0, 7), isoOf(at).slice(8, 10)]

/** A person who has written so often on one day. */
export const wrote = (n: number, times: number, at = NOW - DAY): Item[] => {
  const [month, day] = monthDay(at)
  const firstSeenAt = isoOf(NOW - 300 * DAY)
  return [
    ...personItems([{ iid: iidOf(n), firstSeenAt }]),
    { ...keys.rollup(iidOf(n), month), type: 'rollup', n: times, wf: 1_000 * times, [`d${day}`]: times },
  ]
}

export const put = (id: string, rule: Rule, name = id) =>
  putSegment(world.table, id, { name, rule }, { by: 'ada', at: isoOf(world.now), allow: () => undefined })

export const BUSY: Rule = { f: 'mentions', op: '>=', v: 5 }
export const LATELY: Rule = { f: 'daysSinceActivity', op: '<', v: 10 }

export const membersOf = async (segment: string): Promise<string[]> => {
  const found: string[] = []
  let after: { at: string; key: string } | undefined
  do {
    const { items, next } = await listMembers(world.table, segment, { limit: 3, after })
    found.push(...items.map(({ personId }) => personId))
    after = next
  } while (after)
  return found.sort()
}

export const memberships = async (): Promise<string[]> =>
  (await scan(world.table)).filter(({ type }) => type === 'membership').map(({ pk, sk }) => `${pk} ${sk}`)

export const scoreAll = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await rescore(deps(), pidOf(n))
}
