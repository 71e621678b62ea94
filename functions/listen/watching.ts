import {
  DAILY,
  type DayCounts,
  dayOf,
  endsSoon,
  firstEnd,
  heard,
  isBehind,
  silentSince,
  withCounts,
} from '../../shared/domain/listen/health.ts'
import type { SourceSettings, Sources } from '../../shared/domain/listen/source-settings.ts'
import { DAY, type Iso, isoOf, MINUTE, msOf, SECOND } from '../../shared/domain/time.ts'
import type { MetricName, MetricRange } from '../../shared/platform/aws.ts'
import { count, log } from '../../shared/platform/logger.ts'
import type { Health, SourceState } from '../../shared/store/health.ts'
import { blueskyReadTo } from './pull-bluesky.ts'

/** What watching sources needs from outside. */
export type Watching = {
  sources: Sources
  /** The dimension of all metrics. */
  stage: string
  /** Sums of metrics by period, as CloudWatch has them. */
  sums: (metrics: readonly MetricName[], range: MetricRange) => Promise<Map<number, number>[]>
  /** In the order of the names. */
  read: (sources: readonly string[]) => Promise<SourceState[]>
  write: (source: string, health: Health & { checkedAt: Iso }) => Promise<void>
  /** Milliseconds since the epoch. */
  now: () => number
}

/** Metrics get to CloudWatch a little late: each look goes so far behind the one before. */
const OVERLAP = 15 * MINUTE
/** The furthest back that a look goes; CloudWatch has sums by the minute for 15 days. */
const FURTHEST = 7 * DAY
/** Counts by the day cost as much as all else here together: they are looked at less often. */
const COUNT_EVERY = 15 * MINUTE
/** Schedules are seldom to the second. */
const GRACE = MINUTE

const METRIC: Record<(typeof DAILY)[number], string> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  duplicates: 'Duplicates',
  ignored: 'Ignored',
}

type Watched = { source: string; settings: SourceSettings; state: SourceState }

const metricOf = ({ stage }: Watching, name: string, source: string): MetricName => ({
  name,
  dimensions: { stage, source },
})

/** The minutes in which each source was heard of, since a little before the look before. */
const activeMinutes = async (watching: Watching, watched: readonly Watched[], now: number): Promise<number[][]> => {
  const looked = watched.map(({ state }) => msOf(state.health.checkedAt ?? isoOf(now - DAY)))
  const from = Math.max(now - FURTHEST, Math.min(...looked) - OVERLAP)
  const sums = await watching.sums(
    watched.map(({ source }) => metricOf(watching, METRIC.accepted, source)),
    { from: from - (from % MINUTE), to: now, period: MINUTE / SECOND },
  )
  return sums.map((minutes) => [...minutes].flatMap(([at, sum]) => (sum > 0 ? [at] : [])))
}

const dayStart = (at: number): number => at - (at % DAY)

/** What the days came to, by source: from the day before they were last counted on, because metrics come late. */
const dayCounts = async (
  watching: Watching,
  watched: readonly Watched[],
  { counted, now }: { counted: number; now: number },
): Promise<Record<string, DayCounts>[]> => {
  const from = dayStart(Math.max(now - FURTHEST, Math.min(counted, now) - DAY))
  const sums = await watching.sums(
    watched.flatMap(({ source }) => DAILY.map((name) => metricOf(watching, METRIC[name], source))),
    { from, to: now, period: DAY / SECOND },
  )
  const countsOf = (at: number, day: number): DayCounts => {
    const of = (name: (typeof DAILY)[number]) => sums[at * DAILY.length + DAILY.indexOf(name)]?.get(day) ?? 0
    return { accepted: of('accepted'), rejected: of('rejected'), duplicates: of('duplicates'), ignored: of('ignored') }
  }
  const days = Array.from({ length: (dayStart(now) - from) / DAY + 1 }, (_, at) => from + at * DAY)
  return watched.map((_, at) => Object.fromEntries(days.map((day) => [dayOf(day), countsOf(at, day)])))
}

/** 0 or 1 for each thing that may be wrong with a source, so that its alarm ends with it. */
const tell = ({ source, settings, state: { pull } }: Watched, health: Health, now: number): void => {
  const since = silentSince(health.rhythm, settings.health, now)
  const end = firstEnd(pull.leases)
  const behind = settings.type === 'bluesky' && isBehind(blueskyReadTo(pull.cursor), now)
  if (since) log.warn('source is silent', { source, since })
  if (endsSoon(end, now)) log.warn('lease of a source ends', { source, end })
  if (behind) log.warn('source is read far behind', { source })
  count(
    {
      Silent: since ? 1 : 0,
      ...(settings.type === 'youtube' ? { LeaseExpiring: endsSoon(end, now) ? 1 : 0 } : {}),
      ...(settings.type === 'bluesky' ? { PullBehind: behind ? 1 : 0 } : {}),
    },
    { source },
  )
}

/** A source that was never heard of has nothing to be written down. */
const isKnown = ({ rhythm, days }: Health): boolean => rhythm.seen > 0 || Object.keys(days).length > 0

/**
 * Looks at how all sources are doing, once: learns when they were heard of, writes it down, and tells what is wrong.
 * @throws whatever the metrics or the table throw; then nothing is told, and the next look goes as far back as this one
 */
export const watchSources = async (watching: Watching): Promise<void> => {
  const { sources, read, write } = watching
  const names = Object.keys(sources)
  if (names.length === 0) return
  const now = watching.now()
  const states = await read(names)
  const watched = Object.entries(sources).flatMap(([source, settings], at) => {
    const state = states[at]
    return state ? [{ source, settings, state }] : []
  })
  const minutes = await activeMinutes(watching, watched, now)
  const counted = Math.max(...watched.map(({ state }) => msOf(state.health.countedAt ?? isoOf(0))))
  const due = now - counted >= COUNT_EVERY - GRACE
  const counts = due ? await dayCounts(watching, watched, { counted, now }) : undefined
  for (const [at, one] of watched.entries()) {
    const { source, settings, state } = one
    const health = {
      ...state.health,
      checkedAt: isoOf(now),
      rhythm: heard(state.health.rhythm, minutes[at] ?? [], settings.health),
      ...(counts ? { countedAt: isoOf(now), days: withCounts(state.health.days, counts[at] ?? {}) } : {}),
    }
    if (isKnown(health)) await write(source, health)
    tell(one, health, now)
  }
}
