import { type Gate, gateWith, OWN_WISH, partOf, slotOf, wait } from './gates.ts'
import { endOfQuiet } from './quiet-hours.ts'
import { quietPlan } from './quiet-plan.ts'

const timeGate: Gate = (input) => {
  const { now, decision } = input
  const part = partOf(input)
  const { zone, windows } = quietPlan(input, part)
  const { free, detail } = slotOf(input)
  const awake = endOfQuiet(now, zone, windows)
  // Once a slot is free it stays free, so the first hour that is not quiet after it keeps both.
  const until = endOfQuiet(free, zone, windows) ?? decision.expiresAt
  if (until === now) return undefined
  if (awake === now) return wait('waiting_cap', until, detail)
  const theirs = part !== undefined && awake !== endOfQuiet(now, zone, quietPlan(input, undefined).windows)
  return wait('waiting_quiet_hours', until, theirs ? OWN_WISH : undefined)
}

/**
 * May this decision be sent now, and where to? Asked when deciding and once more right before sending.
 */
export const gate = gateWith(timeGate)
