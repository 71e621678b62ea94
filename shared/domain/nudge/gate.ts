import { freeSlot } from './caps.ts'
import { type Gate, gateWith, sentTimes, wait } from './gates.ts'
import { endOfQuiet, isZone } from './next-time.ts'
import { quietPlan } from './quiet-plan.ts'

const timeGate: Gate = (input) => {
  const { now, settings, decision } = input
  const { zone, windows } = quietPlan(input, isZone)
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
