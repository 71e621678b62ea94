import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Watching, watchSources } from '../../../functions/listen/watching.ts'
import { openSeries } from '../../../local/cloudwatch/series.ts'
import { openStore, type Store } from '../../../local/state/store.ts'
import { dayOf } from '../../../shared/domain/listen/health.ts'
import type { Sources } from '../../../shared/domain/listen/source-settings.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { putHealth, readSourceStates } from '../../../shared/store/health.ts'
import { moveCursor } from '../../../shared/store/pulls.ts'
import { withLog } from '../../support/door.ts'
import { tablePerTest } from '../../support/tables.ts'

const START = Date.parse('2026-11-02T00:00:00.000Z')
const sources: Sources = {
  forum: { type: 'discourse', instance: 'https://community.example', health: { multiple: 2 } },
  videos: { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] },
  sky: { type: 'bluesky', terms: ['coffee'] },
}

const test = tablePerTest()
let store: Store
beforeEach(() => {
  store = openStore()
})
afterEach(() => {
  store.close()
})

/** A watch over a table and over metrics that the test counts. */
const watch = (over: Partial<Watching> = {}) => {
  const series = openSeries(store)
  const state = { now: START, calls: [] as number[] }
  const watching: Watching = {
    sources,
    stage: 'prod',
    sums: async (metrics, { from, to, period }) => {
      state.calls.push(metrics.length)
      return metrics.map(({ name, dimensions }) => {
        const metric = { namespace: 'Earshot', name, dimensions: { ...dimensions } }
        return new Map(series.sums(metric, { from, to, periodMs: period * 1_000 }))
      })
    },
    read: (names) => readSourceStates(test.table, names),
    write: (source, health) => putHealth(test.table, source, health),
    now: () => state.now,
    ...over,
  }
  const count = (name: string, source: string, number = 1, stage = 'prod'): void =>
    series.take({
      _aws: {
        Timestamp: state.now,
        CloudWatchMetrics: [{ Namespace: 'Earshot', Dimensions: [['stage', 'source']], Metrics: [{ Name: name }] }],
      },
      ...{ stage, source, [name]: number },
    })
  const look = async (): Promise<Record<string, Record<string, unknown>>> => {
    const { log } = await withLog(() => watchSources(watching))
    const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ _aws }) => _aws)
    return Object.fromEntries(lines.map((line) => [String(line.source), line]))
  }
  return { state, count, look }
}

const healthOf = async (source: string) => (await readSourceStates(test.table, [source]))[0]?.health

describe('the watch over sources', () => {
  it('tells of silence once a source has been quiet for too long, and that it is over', async () => {
    const { state, count, look } = watch()
    for (let minute = 0; minute < 20; minute++) {
      count('Accepted', 'forum')
      state.now += 10 * MINUTE
    }
    expect((await look()).forum).toMatchObject({ Silent: 0 })
    state.now += 40 * HOUR
    expect((await look()).forum).toMatchObject({ Silent: 0 })
    state.now += 10 * HOUR
    expect(await look()).toMatchObject({ forum: { Silent: 1 }, videos: { Silent: 0 }, sky: { Silent: 0 } })
    count('Accepted', 'forum')
    state.now += MINUTE
    expect((await look()).forum).toMatchObject({ Silent: 0 })
  })

  it('counts what comes in each minute once, in however many looks it is seen', async () => {
    const { state, count, look } = watch()
    for (let minute = 0; minute < 6; minute++) {
      count('Accepted', 'forum', 3)
      state.now += 5 * MINUTE
      await look()
    }
    const health = await healthOf('forum')
    expect(health?.rhythm).toMatchObject({ seen: 6, last: isoOf(state.now - 5 * MINUTE) })
    state.now += 5 * MINUTE
    await look()
    expect((await healthOf('forum'))?.rhythm).toEqual(health?.rhythm)
  })

  it('has the counts of yesterday and today, asked for every quarter of an hour only', async () => {
    const { state, count, look } = watch()
    state.now = START + DAY - HOUR
    count('Accepted', 'forum', 5)
    count('Rejected', 'videos', 2)
    await look()
    state.now += 2 * HOUR
    count('Accepted', 'forum', 3)
    count('Duplicates', 'forum', 2)
    count('Ignored', 'forum')
    count('Accepted', 'forum', 100, 'dev')
    state.now += MINUTE
    state.calls = []
    await look()
    state.now += 5 * MINUTE
    await look()
    // One metric per source each time, and four more per source the first time.
    expect(state.calls).toEqual([3, 12, 3])
    expect((await healthOf('forum'))?.days).toEqual({
      [dayOf(START)]: { accepted: 5, rejected: 0, duplicates: 0, ignored: 0 },
      [dayOf(START + DAY)]: { accepted: 3, rejected: 0, duplicates: 2, ignored: 1 },
    })
    expect((await healthOf('videos'))?.days).toMatchObject({ [dayOf(START)]: { rejected: 2 } })
    expect((await healthOf('sky'))?.checkedAt).toBeUndefined()
  })

  it('tells of leases that end and of streams that are read far behind, of the sources that have them', async () => {
    const { state, look } = watch()
    const move = async (source: string, rev: number, readTo: number, until: number) =>
      await moveCursor(test.table, source, {
        ...{ rev, cursor: JSON.stringify({ us: readTo * 1_000 }), at: isoOf(state.now) },
        leases: { channel: isoOf(until), another: isoOf(START + 100 * DAY) },
      })
    const first = await look()
    expect(first).toMatchObject({ videos: { LeaseExpiring: 0 }, sky: { PullBehind: 0 } })
    expect(first.forum).not.toHaveProperty('LeaseExpiring')
    expect(first.forum).not.toHaveProperty('PullBehind')
    await move('videos', 0, 0, START + 11 * HOUR)
    await move('sky', 0, START - 25 * HOUR, START)
    expect(await look()).toMatchObject({ videos: { LeaseExpiring: 1 }, sky: { PullBehind: 1 } })
    await move('videos', 1, 0, START + 5 * DAY)
    await move('sky', 1, START, START)
    expect(await look()).toMatchObject({ videos: { LeaseExpiring: 0 }, sky: { PullBehind: 0 } })
  })

  it('makes up for a look that failed', async () => {
    let fails = false
    const { state, count, look } = watch({
      write: async (source, health) => {
        if (fails) throw new Error('away')
        await putHealth(test.table, source, health)
      },
    })
    count('Accepted', 'forum')
    state.now += 5 * MINUTE
    await look()
    fails = true
    count('Accepted', 'forum')
    state.now += HOUR
    await expect(look()).rejects.toThrow('away')
    fails = false
    state.now += HOUR
    await look()
    expect((await healthOf('forum'))?.rhythm).toMatchObject({ seen: 2, last: isoOf(START + 5 * MINUTE) })
  })

  it('has nothing to do without sources', async () => {
    const { state, look } = watch({ sources: {} })
    expect(await look()).toEqual({})
    expect(state.calls).toEqual([])
  })
})
