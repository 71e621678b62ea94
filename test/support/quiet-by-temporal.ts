import { Temporal } from 'temporal-polyfill'
import { type QuietHours, within } from '../../shared/domain/nudge/quiet-window.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'

/** Every jump goes at least to the next edge of a window or to a change of the clocks: more than these is no plan. */
const MOST_JUMPS = 40

const minuteOfDay = (local: Temporal.ZonedDateTime): number => local.hour * 60 + local.minute

const isQuiet = (local: Temporal.ZonedDateTime, windows: readonly QuietHours[]): boolean =>
  windows.some((window) => within(minuteOfDay(local), window))

/**
 * The moments after `local` at which a quiet window could end: its end today and tomorrow (both of them where the clocks
 * go back) and the next change of the clocks (which is the end where the clocks go forward over it).
 */
const possibleEnds = (local: Temporal.ZonedDateTime, windows: readonly QuietHours[]): Temporal.ZonedDateTime[] => {
  const today = local.toPlainDate()
  const ends = windows.flatMap(({ end }) =>
    [today, today.add({ days: 1 })].flatMap((day) =>
      (['earlier', 'later'] as const).map((disambiguation) =>
        day.toPlainDateTime(Temporal.PlainTime.from(end)).toZonedDateTime(local.timeZoneId, { disambiguation }),
      ),
    ),
  )
  const change = local.getTimeZoneTransition('next')
  return [...ends, ...(change ? [change] : [])].filter((moment) => moment.epochNanoseconds > local.epochNanoseconds)
}

const earlier = (a: Temporal.ZonedDateTime, b: Temporal.ZonedDateTime): Temporal.ZonedDateTime =>
  a.epochNanoseconds <= b.epochNanoseconds ? a : b

/**
 * What `endOfQuiet` has to come to, reckoned another way: with Temporal, from one possible end to the next.
 *
 * The first moment from `from` on at which none of the quiet windows holds, in the zone. Where the clocks go back a time
 * of day happens twice and either may be the answer; where they go forward over a window's end, the change is the answer.
 *
 * @returns undefined when the windows cover the whole day
 * @throws RangeError when the zone does not exist
 */
export const byTemporal = (from: Iso, zone: string, windows: readonly QuietHours[]): Iso | undefined => {
  let local = Temporal.Instant.from(from).toZonedDateTimeISO(zone)
  for (let jump = 0; jump < MOST_JUMPS; jump++) {
    if (!isQuiet(local, windows)) return isoOf(local.epochMilliseconds)
    // It is quiet, so there is a window, and it ends tomorrow at the latest.
    local = possibleEnds(local, windows).reduce(earlier)
  }
  return undefined
}
