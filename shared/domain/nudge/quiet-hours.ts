import { DAY, HOUR, type Iso, isoOf, MINUTE, msOf } from '../time.ts'
import { minutesOf, type QuietHours, within } from './quiet-window.ts'

/** Tells the minutes since local midnight at a moment, in milliseconds since the epoch. */
type Clock = (ms: number) => number

/** As IANA writes them. Intl also takes old names of three letters, which mean other places to other people, and offsets. */
const NAME = /^(?:UTC|[A-Z][A-Za-z_-]+(?:\/[A-Z][A-Za-z0-9_+-]+)+)$/

/** Clocks that were asked for; names come from outside, so there is an end to how many are kept. */
const clocks = new Map<string, Clock | undefined>()
const MOST_CLOCKS = 1_000

const newClock = (timeZone: string): Clock | undefined => {
  if (!NAME.test(timeZone)) return undefined
  try {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    return (ms) => minutesOf(format.format(ms))
  } catch {
    return undefined
  }
}

const clockIn = (zone: string): Clock | undefined => {
  if (clocks.has(zone)) return clocks.get(zone)
  const clock = newClock(zone)
  if (clocks.size < MOST_CLOCKS) clocks.set(zone, clock)
  return clock
}

/** Does the zone exist? */
export const isZone = (zone: string | undefined): zone is string => zone !== undefined && clockIn(zone) !== undefined

/** Windows end within a day; changes of the clocks, two of them at most, add hours. */
const FARTHEST = 2 * DAY + 6 * HOUR

/**
 * The first moment from `from` on at which none of the quiet windows holds, in the zone. Where the clocks go back a time of day
 * happens twice and either may be the answer; where they go forward over a window's end, the change is the answer.
 *
 * It goes from the end of one window to the next as long as the clock runs evenly, and by the minute where it does not.
 * @returns undefined when the windows cover the whole day
 * @throws RangeError when the zone does not exist
 */
export const endOfQuiet = (from: Iso, zone: string, windows: readonly QuietHours[]): Iso | undefined => {
  const clock = clockIn(zone)
  if (!clock) throw new RangeError(`There is no time zone ${zone}, expected an IANA name such as Europe/Berlin.`)
  const start = msOf(from)
  let ms = start
  while (ms <= start + FARTHEST) {
    const minute = clock(ms)
    const window = windows.find((one) => within(minute, one))
    if (!window) return isoOf(ms)
    const whole = Math.floor(ms / MINUTE) * MINUTE
    const end = minutesOf(window.end)
    const jump = whole + ((end - minute + DAY / MINUTE) % (DAY / MINUTE)) * MINUTE
    ms = clock(jump) === end ? jump : whole + MINUTE
  }
  return undefined
}
