import { freeSlot } from './caps.ts'
import { type Gate, gateWith, type Known, sentTimes, wait } from './gates.ts'
import { endOfQuiet, isZone, type QuietHours } from './next-time.ts'

/** No email at night to somebody whose zone we do not know: a window that is day almost everywhere near. */
const NARROW: QuietHours = { start: '17:00', end: '10:00' }

const quietPlan = ({ recipe, settings, timeZone }: Known): { zone: string; windows: QuietHours[] } => {
  if (recipe.quietHours === 'none') return { zone: settings.timeZone, windows: [] }
  const own = recipe.quietHours === 'inherit' ? settings.quietHours : recipe.quietHours
  return isZone(timeZone) ? { zone: timeZone, windows: [own] } : { zone: settings.timeZone, windows: [own, NARROW] }
}

const timeGate: Gate = (input) => {
  const { now, settings, decision } = input
  const { zone, windows } = quietPlan(input)
  const free = freeSlot(now, sentTimes(input), settings.caps)
  const awake = endOfQuiet(now, zone, windows)
  // Once a slot is free it stays free, so the first hour that is not quiet after it keeps both.
  const until = endOfQuiet(free, zone, windows) ?? decision.expiresAt
  if (until === now) return undefined
  return wait(awake === now ? 'waiting_cap' : 'waiting_quiet_hours', until)
}

/**
 * May this decision be sent now, and where to? Asked when deciding and once more right before sending.
 */
export const gate = gateWith(timeGate)
