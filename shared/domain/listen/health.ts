import * as z from 'zod/mini'
import { DAY, HOUR, type Iso, isoOf, MINUTE, msOf } from '../time.ts'

/** How a source is doing: whether it is as quiet as it usually is, and what came of what it sent. */

/**
 * When a source counts as silent. `multiple`: of its usual gap; `leastHours`: never before; `silence: false`: never.
 */
export const healthSettings = z.object({
  multiple: z.optional(z.number().check(z.gte(1.5), z.lte(100))),
  leastHours: z.optional(z.number().check(z.gte(0.25), z.lte(2_160))),
  silence: z.optional(z.boolean()),
})
/** When a source counts as silent. */
export type HealthSettings = z.infer<typeof healthSettings>

const MULTIPLE = 4
const LEAST_HOURS = 2
/** Minutes with something in them before a source can be silent at all. */
const ENOUGH = 10
/** What is long ago says little of today: after so many milliseconds it weighs half. */
const HALF_LIFE = 14 * DAY
/** Of a silence that was told, not more than this many times the limit is taken for usual. */
const BELIEVED = 2

/**
 * How often a source is heard of. Gaps are between minutes in which something came. `span`: their sum; `squares`: the sum of
 * their squares (in minutes; both decay). `seen`: minutes with something in them; `last`: the latest of them.
 */
export type Rhythm = { seen: number; last?: Iso; span: number; squares: number }

/** Of a source that nothing is known of, a week with a day between events is made up; what is seen takes its place. */
export const NO_RHYTHM: Rhythm = { seen: 0, span: 10_080, squares: 10_080 * 1_440 }

/**
 * The usual gap in milliseconds: how long, at a random moment, the gap is that the moment lies in (Σg²/Σg, the mean of gaps
 * weighed by their length). A plain mean would follow bursts: a forum that is busy by day and asleep by night has
 * a mean gap of a minute, and would count as silent every night.
 */
export const usualGap = ({ span, squares }: Rhythm): number => (squares / span) * MINUTE

/** Milliseconds without anything after which a source is silent. */
export const silenceLimit = (rhythm: Rhythm, { multiple, leastHours }: HealthSettings = {}): number =>
  Math.max((leastHours ?? LEAST_HOURS) * HOUR, (multiple ?? MULTIPLE) * usualGap(rhythm))

/**
 * Learns of minutes in which something came, in any order and any number of times: those before the latest one that is known
 * say nothing new.
 * @param minutes milliseconds since the epoch, any moment within the minute
 */
export const heard = (rhythm: Rhythm, minutes: readonly number[], settings?: HealthSettings): Rhythm => {
  const starts = [...new Set(minutes.map((at) => at - (at % MINUTE)))].sort((a, b) => a - b)
  let after = rhythm
  for (const at of starts) {
    const { seen, last, span, squares } = after
    if (last === undefined) {
      after = { ...after, seen: 1, last: isoOf(at) }
      continue
    }
    const passed = at - msOf(last)
    if (passed <= 0) continue
    const decay = 2 ** (-passed / HALF_LIFE)
    // An outage must not make the next one look usual.
    const gap = Math.min(passed, BELIEVED * silenceLimit(after, settings)) / MINUTE
    after = { seen: seen + 1, last: isoOf(at), span: span * decay + gap, squares: squares * decay + gap * gap }
  }
  return after
}

/** Since when a source is silent: when it was last heard of; undefined when it is not, or too little is known of it. */
export const silentSince = (rhythm: Rhythm, settings: HealthSettings = {}, now: number): Iso | undefined => {
  const { seen, last } = rhythm
  if (settings.silence === false || last === undefined || seen < ENOUGH) return undefined
  return now - msOf(last) > silenceLimit(rhythm, settings) ? last : undefined
}

/** What is counted of a source, by the day (UTC): deliveries, and of duplicates activities. */
export const DAILY = ['accepted', 'rejected', 'duplicates', 'ignored'] as const
/** What one day came to. */
export type DayCounts = Record<(typeof DAILY)[number], number>

/** Days that are kept. */
const DAYS_KEPT = 14

/** The day of a moment, `2026-11-21`, in UTC. */
export const dayOf = (ms: number): string => isoOf(ms).slice(0, 10)

/**
 * The days with newer counts put in, the latest 14 of them. Counts of a day only grow: an answer that lacks some of what was
 * known takes nothing back.
 */
export const withCounts = (
  days: Readonly<Record<string, DayCounts>>,
  newer: Readonly<Record<string, DayCounts>>,
): Record<string, DayCounts> => {
  const all = { ...days }
  for (const [day, counts] of Object.entries(newer)) {
    const before = days[day]
    const merged = { ...counts }
    for (const name of DAILY) merged[name] = Math.max(counts[name], before?.[name] ?? 0)
    if (DAILY.some((name) => merged[name] > 0)) all[day] = merged
  }
  return Object.fromEntries(
    Object.entries(all)
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .slice(0, DAYS_KEPT),
  )
}

/** A lease that ends within this is not being renewed: a third of it is left when that begins. */
const LEASE_LEFT = 12 * HOUR

/** When the first of some leases ends; undefined when there are none. */
export const firstEnd = (leases: Readonly<Record<string, Iso>> = {}): Iso | undefined => Object.values(leases).sort()[0]

/** Whether a lease is about to end, or has ended. */
export const endsSoon = (end: Iso | undefined, now: number): boolean =>
  end !== undefined && msOf(end) - now < LEASE_LEFT

/** Of the 36 hours that Bluesky's stream goes back, so many are left when this is reached. */
const BEHIND = 24 * HOUR

/** Whether a source that is asked is read so far behind that it may soon lose something. */
export const isBehind = (readTo: number | undefined, now: number): boolean =>
  readTo !== undefined && now - readTo > BEHIND
