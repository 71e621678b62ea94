import { DAY, HOUR, type Iso, isoOf, msOf } from '../time.ts'
import { MOST, type Often, rarest } from './choices.ts'

/** The most that one person is sent, in rolling windows; see `nudgeSettingsSchema`. */
export type Caps = { minGapHours: number; per7Days: number; per30Days: number }

/** The stage's caps, or less where the person wants less: of several addresses the rarest wish counts. Never more. */
export const personalCaps = (caps: Caps, addresses: readonly { often?: Often }[]): Caps => {
  const often = rarest(addresses.map((address) => address.often))
  if (often === 'usual') return caps
  return {
    ...caps,
    per7Days: Math.min(caps.per7Days, MOST[often].per7Days),
    per30Days: Math.min(caps.per30Days, MOST[often].per30Days),
  }
}

type Window = { count: number; length: number }

const windowsOf = (caps: Caps): Window[] => [
  { count: 1, length: caps.minGapHours * HOUR },
  { count: caps.per7Days, length: 7 * DAY },
  { count: caps.per30Days, length: 30 * DAY },
]

/**
 * The first moment from `now` on at which one more email keeps every cap: for N per W it is `sent[len - N] + W`, the
 * moment at which the Nth last email leaves the window (design, nudges.md §6).
 * @param sent when emails went to the person, over all addresses, in any order
 */
export const freeSlot = (now: Iso, sent: readonly Iso[], caps: Caps): Iso => {
  const times = sent.map(msOf).sort((a, b) => a - b)
  const free = windowsOf(caps).flatMap(({ count, length }) => {
    const oldest = times[times.length - count]
    return oldest === undefined ? [] : [oldest + length]
  })
  return isoOf(Math.max(msOf(now), ...free))
}
