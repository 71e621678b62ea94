import { type Gate, gateWith, OWN_WISH, slotOf, wait } from './gates.ts'
import { quietOf } from './quiet-plan.ts'

const timeGate: Gate = (input) => {
  const { now, decision } = input
  const { free, detail } = slotOf(input)
  const quiet = quietOf(input)
  // Once a slot is free it stays free, so the first hour that is not quiet after it keeps both.
  const until = quiet.endFrom(free) ?? decision.expiresAt
  if (until === now) return undefined
  if (quiet.endFrom(now) === now) return wait('waiting_cap', until, detail)
  return wait('waiting_quiet_hours', until, quiet.isWish() ? OWN_WISH : undefined)
}

/**
 * May this decision be sent now, and where to? Asked when deciding and once more right before sending.
 */
export const gate = gateWith(timeGate)
