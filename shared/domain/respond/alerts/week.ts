import { DAY, HOUR, isoOf } from '../../time.ts'
import { WEEKDAYS } from './alert.ts'

/** A digest that is later than this is left out: it would be of another week. */
const LATEST = 2 * DAY
const WEEK = 7 * DAY

/** Kept, as making one takes long; alerts name only zones that exist. */
const formats = new Map<string, Intl.DateTimeFormat>()

const formatIn = (zone: string): Intl.DateTimeFormat => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hourCycle: 'h23', weekday: 'long', calendar: 'gregory', numberingSystem: 'latn' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    })
  formats.set(zone, format)
  return format
}

const partsOf = (now: number, zone: string): Record<string, string> =>
  Object.fromEntries(
    formatIn(zone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )

/** What clocks on the wall show at a moment, to the minute, as if it were UTC. */
const wallOf = (ms: number, zone: string): number => {
  const { year, month, day, hour, minute } = partsOf(ms, zone)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00.000Z`)
}

/** The moment at which clocks on the wall show something: the first of two, and always the same one where they leave it out. */
const momentOf = (wall: number, zone: string): number => {
  const daysBefore = wall - 2 * DAY
  const first = wall - (wallOf(daysBefore, zone) - daysBefore)
  return wallOf(first, zone) === wall ? first : wall - (wallOf(first, zone) - first)
}

/** A digest: the Monday of its week, `2026-11-23`, and what it tells of, from the hour of the digest before up to its own. */
export type DigestDue = { week: string; from: number; to: number }

/**
 * The week whose digest is due, by the local calendar. Reckoned with days and hours as clocks on the wall show them, so that an hour
 * that a change of the clocks leaves out makes the digest come with the next one. However late it is made, it tells of the same
 * time: what happens after its hour is the next one's.
 * @param now milliseconds since the epoch
 * @param since when the alert was made, in milliseconds since the epoch: weeks before have no digest
 * @returns undefined when none is due, or it is more than two days late
 */
export const weekDue = (
  now: number,
  { day, hour, zone }: { day: (typeof WEEKDAYS)[number]; hour: number; zone: string },
  since: number,
): DigestDue | undefined => {
  const wall = wallOf(now, zone)
  const { weekday = '' } = partsOf(now, zone)
  const today = WEEKDAYS.map(String).indexOf(weekday.toLowerCase())
  const intoWeek = (wall % DAY) + today * DAY
  const slot = WEEKDAYS.indexOf(day) * DAY + hour * HOUR
  const late = intoWeek >= slot ? intoWeek - slot : intoWeek - slot + WEEK
  if (late > LATEST || now - late < since) return undefined
  const monday = wall - late - slot
  return {
    week: isoOf(monday).slice(0, 10),
    from: momentOf(wall - late - WEEK, zone),
    to: momentOf(wall - late, zone),
  }
}
