import { seededRandom } from '../../local/random.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import { applyAll, CrashError, crashing } from './ingest-bench.ts'

/** Deliveries as badly as they can come: shuffled, repeated, worked on side by side, cut short. */

const WORKERS = 4

const shuffled = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)

/** Batches of one to five, in any order, each activity up to three times. */
const deliveries = (activities: readonly Activity[], random: () => number): Activity[][] => {
  const copies = activities.flatMap((one) => Array.from({ length: 1 + Math.floor(random() * 3) }, () => one))
  const left = shuffled(copies, random)
  const batches: Activity[][] = []
  while (left.length > 0) batches.push(left.splice(0, 1 + Math.floor(random() * 5)))
  return batches
}

/**
 * Works through batches with several workers; a batch whose worker is killed is handed out again.
 * @param others what others do to the same table meanwhile
 * @returns how often a worker was killed
 */
export const deliverWildly = async (
  table: Table,
  activities: readonly Activity[],
  seed: number,
  others: readonly (() => Promise<void>)[] = [],
): Promise<number> => {
  const random = seededRandom(seed)
  const queue = deliveries(activities, random)
  let crashes = 0
  const work = async () => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      try {
        await applyAll(
          crashing(table, () => random() < 0.04),
          batch,
        )
      } catch (error) {
        if (!(error instanceof CrashError)) throw error
        crashes++
        queue.splice(Math.floor(random() * queue.length), 0, batch)
      }
    }
  }
  await Promise.all([...Array.from({ length: WORKERS }, work), ...others.map((other) => other())])
  return crashes
}

/** The rollups' counts by key, without zeros. `wf` depends on the moment of creation alone and is left out. */
/** What is weighed and rounded, and judged by scores: compared with a delivery in order, and recounted by the tests of scores. */
const WEIGHED = new Set(['wf', 'fv', 'fv2', 'fs', 'fs2', 'favourable'])

export const rollupsIn = (items: readonly Item[]) =>
  new Map(
    items
      .filter(({ type }) => type === 'rollup')
      .map(({ pk, sk, type: _, expires: __, ...counts }) => [
        `${pk} ${sk}`,
        Object.fromEntries(Object.entries(counts).filter(([name, value]) => value !== 0 && !WEIGHED.has(name))),
      ])
      .filter(([, counts]) => Object.keys(counts ?? {}).length > 0) as [string, Record<string, number>][],
  )
