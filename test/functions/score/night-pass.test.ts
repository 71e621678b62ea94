import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { type NightPass, nightPass } from '../../../functions/score/night-pass.ts'
import { wake } from '../../../functions/score/waking.ts'
import { seededRandom } from '../../../local/random.ts'
import { DEFAULT_SCORE_SETTINGS } from '../../../shared/domain/score/settings.ts'
import { DAY, HOUR, isoOf, monthOf } from '../../../shared/domain/time.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { readNightly } from '../../../shared/store/nightly.ts'
import type { NetworkPlaceItem } from '../../../shared/store/score-items.ts'
import type { Item, Table } from '../../../shared/store/table.ts'
import { CrashError, crashing, scan } from '../../store/ingest-bench.ts'
import { ofType } from '../../store/ingest-judged.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { readNearStream } from '../../support/stream.ts'
import { createNearTable } from '../../support/table.ts'
import { deliverAll, heard, NOW, reactionsWith, rescoringWith, storedScores } from './world.ts'

const MONTH = monthOf(isoOf(NOW))
const PEOPLE = 60

const iidOf = (n: number): string => `forum:u${n}`

const rollup = (n: number, counts: Record<string, number>): Item => ({
  ...keys.rollup(iidOf(n), MONTH),
  type: 'rollup',
  ...{ n, w: 100 * n, wf: 1_500 * n, [`d${String((n % 28) + 1).padStart(2, '0')}`]: n, favourable: Math.floor(n / 2) },
  ...{ fv: 1_500 * n, fv2: 2_250 * n, fs: 750 * n, fs2: 400 * n },
  ...counts,
})

const edge = (from: number, to: number, c: number): Item => ({ ...keys.edge(iidOf(from), iidOf(to)), type: 'edge', c })

/** Everybody answers number 1, some number 2; number 0 is staff. */
const world = (): Item[] => [
  ...Array.from({ length: PEOPLE }, (_, n) =>
    personItems([{ iid: iidOf(n), profile: n === 0 ? { role: { v: 'staff', at: isoOf(NOW) } } : {} }]),
  ).flat(),
  ...Array.from({ length: PEOPLE }, (_, n) =>
    rollup(n, n % 3 === 0 && n > 0 ? { orders: 1, o03: 1, spend_EUR: 100 * n } : {}),
  ),
  ...Array.from({ length: PEOPLE }, (_, n) => edge(n, 1, n)).slice(2),
  ...Array.from({ length: PEOPLE }, (_, n) => edge(n, 2, 1)).slice(50),
  edge(5, 0, 9),
]

const passOn = (table: Table, over: Partial<NightPass> = {}): NightPass => ({
  ...{ table, settings: DEFAULT_SCORE_SETTINGS, version: 'v1', now: () => NOW, hasTime: () => true },
  pause: async () => {},
  pace: { read: 500, write: 20 },
  segments: 4,
  chunkBytes: 4_000,
  ...over,
})

const quiet = () => jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  jest.restoreAllMocks()
  for (const close of open.splice(0)) await close()
})

/** A table whose people are all scored. */
const scoredWorld = async (now: () => number = () => NOW) => {
  const near = await createNearTable(now)
  open.push(near.close)
  await putItems(near.table, world())
  await deliverAll(reactionsWith(rescoringWith(near.table, { now })), heard(await readNearStream(near)))
  return near
}

/** What a pass leaves behind, without how it got there. */
const outcome = async (table: Table) => {
  const items = await scan(table)
  return {
    nightly: await readNightly(table),
    places: ofType<NetworkPlaceItem & Item>(items, 'place'),
    due: ofType(items, 'due'),
  }
}

describe('the nightly pass', () => {
  it('finds out what only all people together can say, and tells whom it concerns', async () => {
    const near = await scoredWorld()
    expect(await nightPass(passOn(near.table))).toMatchObject({ day: '2026-06-30', phase: 'done' })
    const { nightly, places } = await outcome(near.table)
    expect(nightly).toMatchObject({ day: '2026-06-30', people: PEOPLE, mostReplies: 284 })
    expect(nightly?.quintiles?.frequency).toEqual([12, 24, 36, 48])
    expect(nightly?.nps?.of).toBeGreaterThan(40)
    expect(places.map(({ pk, replies, rank }) => [pk, replies, rank === 1])).toEqual(
      expect.arrayContaining([
        ['I#forum:u1', 284, true],
        ['I#forum:u2', 10, false],
      ]),
    )
    // Nobody gains by answers to staff.
    expect(places).toHaveLength(2)
  })

  it('has people scored anew by what it found, slowly, and has no news the night after', async () => {
    let now = NOW
    const near = await scoredWorld(() => now)
    await nightPass(passOn(near.table, { now: () => now }))
    const { due } = await outcome(near.table)
    const times = due.map(({ qs }) => String(qs)).filter((at) => at < isoOf(NOW + DAY))
    expect(new Set(times).size).toBeGreaterThan(5)
    now += HOUR
    const nightly = await readNightly(near.table)
    const deps = rescoringWith(near.table, { now: () => now, nightly: async () => nightly ?? {} })
    const woken = await wake(deps, () => true)
    expect(woken).toMatchObject({ scored: times.length, postponed: 0 })
    await deliverAll(reactionsWith(deps), heard(await readNearStream(near)))
    const stored = await storedScores(near.table)
    expect(stored.get(birthId(iidOf(1)))?.values).toMatchObject({ rfm: expect.any(Number), influence: 0.5 })
    expect(stored.get(birthId(iidOf(0)))?.values.rfm).toBeUndefined()

    now += DAY
    const passed = await nightPass(passOn(near.table, { now: () => now }))
    const { due: later } = await outcome(near.table)
    expect(passed).toMatchObject({ day: '2026-07-01', phase: 'done' })
    // A day later some are a quintile further from their last activity, and nobody else has news.
    expect(later.filter(({ qs }) => String(qs) < isoOf(now + HOUR)).length).toBeLessThan(PEOPLE / 2)
  }, 30_000)

  it('goes on where it was cut short, and comes to the same', async () => {
    const whole = await scoredWorld()
    await nightPass(passOn(whole.table))
    const expected = await outcome(whole.table)
    const said = quiet()
    const near = await scoredWorld()
    const random = seededRandom(5)
    let [crashes, calls] = [0, 0]
    for (let now = NOW; ; now += 6 * 60_000) {
      calls++
      try {
        let steps = 3
        const pass = passOn(
          crashing(near.table, () => random() < 0.01),
          { now: () => now, hasTime: () => steps-- > 0 },
        )
        const passed = await nightPass(pass)
        if (passed?.phase === 'done') break
      } catch (error) {
        if (!(error instanceof CrashError)) throw error
        crashes++
      }
      if (calls > 60) throw new Error('never done')
    }
    said.mockRestore()
    const { nightly, places, due } = await outcome(near.table)
    expect(crashes).toBeGreaterThan(0)
    const timeless = (item: Item | undefined) => ({ ...item, computedAt: '' })
    expect(timeless(nightly)).toEqual(timeless(expected.nightly))
    expect(places.map(timeless)).toEqual(expected.places.map(timeless))
    expect(due.map(({ pk }) => pk)).toEqual(expected.due.map(({ pk }) => pk))
  }, 60_000)

  it('is one at a time, and one a night', async () => {
    const near = await scoredWorld()
    const [one, other] = await Promise.all([nightPass(passOn(near.table)), nightPass(passOn(near.table))])
    expect([one, other].filter((passed) => passed !== undefined)).toHaveLength(1)
    expect(await nightPass(passOn(near.table))).toBeUndefined()
    expect(await nightPass(passOn(near.table, { now: () => NOW + 3 * HOUR }))).toBeUndefined()
  })

  it('has everybody scored who has no scores yet, as after an upgrade, and then no more', async () => {
    let now = NOW
    const near = await createNearTable(() => now)
    open.push(near.close)
    await putItems(near.table, world())
    expect(await nightPass(passOn(near.table, { now: () => now }))).toMatchObject({ phase: 'done' })
    expect((await storedScores(near.table)).size).toBe(0)
    now += HOUR
    const nightly = await readNightly(near.table)
    const deps = rescoringWith(near.table, { now: () => now, nightly: async () => nightly ?? {} })
    expect(await wake(deps, () => true)).toMatchObject({ scored: PEOPLE, postponed: 0 })
    const once = await storedScores(near.table)
    expect(once.size).toBe(PEOPLE)

    for (const night of [1, 2]) {
      now = NOW + night * DAY
      await nightPass(passOn(near.table, { now: () => now }))
      now += HOUR
      const found = (await readNightly(near.table)) ?? {}
      await wake(rescoringWith(near.table, { now: () => now, nightly: async () => found }), () => true)
    }
    now = NOW + 3 * DAY
    const passed = await nightPass(passOn(near.table, { now: () => now }))
    expect(passed?.told).toBeLessThan(PEOPLE / 2)
    expect((await storedScores(near.table)).get(birthId(iidOf(1)))?.values.influence).toBe(0.5)
  }, 30_000)

  it('has everybody scored again whose scores were computed with other settings', async () => {
    const near = await scoredWorld()
    const passed = await nightPass(passOn(near.table, { version: 'v2' }))
    expect(passed?.told).toBe(PEOPLE + 2)
  })
})
