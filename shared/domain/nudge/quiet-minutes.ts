import { DAY, HOUR, type Iso, isoOf, MINUTE, msOf } from '../time.ts'
import { minutesOf, type QuietHours, within } from './quiet-window.ts'

/** Does the zone exist? By Intl alone. */
export const knownZone = (zone: string | undefined): zone is string => {
  if (!zone) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Windows end within a day; changes of the clocks, two of them at most, add hours. */
const FARTHEST = 2 * DAY + 6 * HOUR

/**
 * The first moment from `from` on at which none of the quiet windows holds, found by asking minute after minute: what
 * `endOfQuiet` reckons with a library for time zones, which is too much to carry where nothing is sent.
 * @returns undefined when the windows cover the whole day
 * @throws RangeError when the zone does not exist
 */
export const quietUntil = (from: Iso, zone: string, windows: readonly QuietHours[]): Iso | undefined => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const isQuiet = (ms: number): boolean => {
    const minute = minutesOf(clock.format(ms))
    return windows.some((window) => within(minute, window))
  }
  const start = msOf(from)
  if (!isQuiet(start)) return from
  for (let ms = Math.floor(start / MINUTE) * MINUTE + MINUTE; ms <= start + FARTHEST; ms += MINUTE)
    if (!isQuiet(ms)) return isoOf(ms)
  return undefined
}
