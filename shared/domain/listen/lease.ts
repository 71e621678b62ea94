import * as z from 'zod/mini'
import { DAY, type Iso, isoOf, MINUTE, SECOND } from '../time.ts'

/**
 * Subscriptions at a WebSub hub (W3C WebSub, 5): each ends with its lease unless it is asked for again, and the hub says by
 * asking the door whether it has been given.
 */

/**
 * What a hub told a door of a subscription: given for so many seconds, or denied and why. `door` names the address that it
 * was told at.
 */
export const leaseNewsSchema = z.object({
  topic: z.string(),
  door: z.string(),
  seconds: z.optional(z.number()),
  denied: z.optional(z.string()),
})
/** What a hub told a door of a subscription. */
export type LeaseNews = z.infer<typeof leaseNewsSchema>

/** The latest that a hub told of a subscription: when, and until when it was given; or why it was denied. */
export type Lease = { at: Iso; until?: Iso; denied?: string }

/**
 * What was asked of the hub for a subscription. `as`: under which address and secret; `since`: since when so; `at`: the
 * latest time; `tries`: how often since the hub last answered. Milliseconds since the epoch.
 */
export type Asked = { as: string; since: number; at: number; tries: number }

/** How a subscription is. `until`: its end in milliseconds since the epoch, if it has been given. */
export type Standing = { until?: number; denied: boolean; due: boolean }

/** The longest between two requests that the hub does not answer. */
const LONGEST_WAIT = 60 * MINUTE

const wait = (tries: number): number => Math.min(LONGEST_WAIT, 10 * MINUTE * 2 ** (tries - 1))

/** When a third of a lease is left, it is time to ask again: a hub that is away for long costs nothing then. */
const renewAt = (given: number, until: number): number => until - (until - given) / 3

/**
 * How a subscription is, and whether it is time to ask for it (again).
 * @param as the address and the secret that count now
 */
export const standingOf = (
  asked: Asked | undefined,
  lease: Lease | undefined,
  { as, now }: { as: string; now: number },
): Standing => {
  const told = lease && Date.parse(lease.at)
  const until = lease?.until === undefined ? undefined : Date.parse(lease.until)
  const known = until === undefined ? {} : { until }
  if (asked?.as !== as) return { ...known, denied: false, due: true }
  // What was told before belongs to another secret.
  if (told === undefined || told < asked.since) return { denied: false, due: now >= asked.at + wait(asked.tries) }
  const answered = told >= asked.at
  if (until === undefined) return { denied: true, due: now >= Math.max(told, asked.at) + DAY }
  const due = now >= renewAt(told, until) && (answered || now >= asked.at + wait(asked.tries))
  return { until, denied: false, due }
}

/** What is remembered of a request that is made now. */
export const askedNow = (
  asked: Asked | undefined,
  lease: Lease | undefined,
  { as, now }: { as: string; now: number },
): Asked => {
  if (asked?.as !== as) return { as, since: now, at: now, tries: 1 }
  const answered = lease !== undefined && Date.parse(lease.at) >= asked.at
  return { ...asked, at: now, tries: answered ? 1 : asked.tries + 1 }
}

/** Leases longer than this (milliseconds) are not believed: nobody may stop us from asking. */
const LONGEST = 30 * DAY

/**
 * The latest of a subscription, from what a hub told.
 * @param at when it told it
 */
export const leaseOf = ({ seconds, denied }: LeaseNews, at: Iso): Lease => {
  if (denied !== undefined) return { at, denied }
  // A hub has to say how long (WebSub, 5.3); one that does not is asked again soon.
  const length = Math.min((seconds ?? DAY / SECOND) * SECOND, LONGEST)
  return { at, until: isoOf(Date.parse(at) + length) }
}
