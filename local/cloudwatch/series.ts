import type { Store } from '../state/store.ts'

/** The metrics that functions wrote, by the minute, as CloudWatch keeps them. */
export type Series = {
  /** Takes a line in CloudWatch's embedded metric format. */
  take(line: Record<string, unknown>): void
  /** Sums of a metric by period: pairs of the period's start in milliseconds and the sum, oldest first. */
  sums(metric: MetricId, range: { from: number; to: number; periodMs: number }): [number, number][]
  /** Writes down what is new. */
  save(): void
}

/** A metric: its namespace, its name and all of its dimensions. */
type MetricId = { namespace: string; name: string; dimensions: Record<string, string> }

type Emf = {
  Timestamp?: number
  CloudWatchMetrics?: { Namespace?: string; Dimensions?: string[][]; Metrics?: { Name: string }[] }[]
}

type Minutes = Record<string, number>

const KIND = 'metric'
const MINUTE = 60_000
/** CloudWatch has sums by the minute for 15 days. */
const KEPT = 15 * 86_400_000

const keyOf = ({ namespace, name, dimensions }: MetricId): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))])

const sumOf = (value: unknown): number =>
  Array.isArray(value) ? value.reduce((sum: number, one) => sum + Number(one), 0) : Number(value ?? 0)

/** @param store where they are kept from one start to the next */
export const openSeries = (store: Store): Series => {
  const known = new Map(store.list<Minutes>(KIND, '').map(({ name, value }) => [name, value]))
  const changed = new Set<string>()

  const add = (id: MetricId, at: number, value: number): void => {
    const key = keyOf(id)
    const minutes = known.get(key) ?? {}
    known.set(key, minutes)
    const minute = String(at - (at % MINUTE))
    minutes[minute] = (minutes[minute] ?? 0) + value
    changed.add(key)
  }

  return {
    take: (line) => {
      const { Timestamp = Date.now(), CloudWatchMetrics = [] } = (line._aws ?? {}) as Emf
      for (const { Namespace: namespace = '', Dimensions = [[]], Metrics = [] } of CloudWatchMetrics)
        for (const names of Dimensions)
          for (const { Name: name } of Metrics) {
            const dimensions = Object.fromEntries(names.map((dimension) => [dimension, String(line[dimension])]))
            add({ namespace, name, dimensions }, Timestamp, sumOf(line[name]))
          }
    },
    sums: (metric, { from, to, periodMs }) => {
      const periods = new Map<number, number>()
      for (const [minute, value] of Object.entries(known.get(keyOf(metric)) ?? {})) {
        const at = Number(minute)
        const start = at - (at % periodMs)
        // CloudWatch rounds the beginning down to a whole period; the end itself is not included.
        if (at < from - (from % periodMs) || at >= to) continue
        periods.set(start, (periods.get(start) ?? 0) + value)
      }
      return [...periods].sort(([a], [b]) => a - b)
    },
    save: () => {
      for (const key of changed) {
        const minutes = known.get(key) ?? {}
        const oldest = Math.max(...Object.keys(minutes).map(Number)) - KEPT
        for (const minute of Object.keys(minutes)) if (Number(minute) < oldest) delete minutes[minute]
        store.set(KIND, key, minutes)
      }
      changed.clear()
    },
  }
}
