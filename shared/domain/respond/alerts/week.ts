import { DAY, HOUR, isoOf, MINUTE } from '../../time.ts'
import { WEEKDAYS } from './alert.ts'

/** A digest that is later than this is left out: it would be of another week. */
const LATEST = 2 * DAY

const partsOf = (now: number, zone: string): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hourCycle: 'h23', weekday: 'long', calendar: 'gregory', numberingSystem: 'latn' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )

/**
 * The week whose digest is due, by the local calendar: its Monday, `2026-11-23`. Reckoned with days and hours as clocks on the wall
 * show them, so that an hour that a change of the clocks leaves out makes the digest come with the next one.
 * @param now milliseconds since the epoch
 * @param since when the alert was made, in milliseconds since the epoch: weeks before have no digest
 * @returns undefined when none is due, or it is more than two days late
 */
export const weekDue = (
  now: number,
  { day, hour, zone }: { day: (typeof WEEKDAYS)[number]; hour: number; zone: string },
  since: number,
): string | undefined => {
  const { weekday = '', hour: h = '', minute = '', year, month, day: date } = partsOf(now, zone)
  const today = WEEKDAYS.map(String).indexOf(weekday.toLowerCase())
  const intoWeek = today * DAY + Number(h) * HOUR + Number(minute) * MINUTE
  const slot = WEEKDAYS.indexOf(day) * DAY + hour * HOUR
  const late = intoWeek >= slot ? intoWeek - slot : intoWeek - slot + 7 * DAY
  if (late > LATEST || now - late < since) return undefined
  const monday = Date.parse(`${year}-${month}-${date}T00:00:00.000Z`) - today * DAY - (intoWeek >= slot ? 0 : 7 * DAY)
  return isoOf(monday).slice(0, 10)
}
