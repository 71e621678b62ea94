import { DAY, type Iso, isoOf, msOf } from '../time.ts'

/** What SES said became of an email. */
export type MailOutcome = 'delivered' | 'delayed' | 'bounced' | 'complained' | 'rejected'

const WORSE: Record<MailOutcome, number> = { delayed: 1, delivered: 2, rejected: 3, bounced: 4, complained: 5 }

/** Of two outcomes the one to keep: the worse, so that the order in which SES tells them does not matter. */
export const worseOutcome = (a: MailOutcome | undefined, b: MailOutcome): MailOutcome =>
  a && WORSE[a] >= WORSE[b] ? a : b

export type Suppression = { reason: 'bounce' | 'complaint'; at: Iso }

/** Of two suppressions the one to keep: a complaint before a bounce, then the older. Returns `before` when nothing changes. */
export const suppressedBy = (before: Suppression | undefined, news: Suppression): Suppression => {
  if (!before) return news
  if (before.reason !== news.reason) return before.reason === 'complaint' ? before : news
  return before.at <= news.at ? before : news
}

/** Temporary bounces are forgotten after this time, in milliseconds. */
const SOFT_BOUNCE_MEMORY = 14 * DAY
/** So many temporary bounces within the memory make a pause. */
const SOFT_BOUNCE_LIMIT = 3
/** How long the pause is, from the bounce that made it, in milliseconds. */
export const SOFT_BOUNCE_PAUSE = 14 * DAY

const latest = (times: readonly Iso[]): Iso => isoOf(Math.max(...times.map(msOf)))

type SoftBounces = { softBounces?: Record<string, Iso>; snoozedUntil?: Iso }

/**
 * Counts a temporary bounce.
 * @returns what changes; undefined when the bounce was counted before
 */
export const countSoftBounce = (
  before: SoftBounces,
  { messageId, at }: { messageId: string; at: Iso },
): { softBounces: Record<string, Iso>; snoozedUntil?: Iso } | undefined => {
  const known = Object.entries(before.softBounces ?? {})
  if (known.some(([id]) => id === messageId)) return undefined
  const all: [string, Iso][] = [...known, [messageId, at]]
  const newest = latest(all.map(([, time]) => time))
  const recent = all.filter(([, time]) => msOf(time) > msOf(newest) - SOFT_BOUNCE_MEMORY)
  const softBounces = Object.fromEntries(recent)
  if (recent.length < SOFT_BOUNCE_LIMIT) return { softBounces }
  const until = isoOf(msOf(newest) + SOFT_BOUNCE_PAUSE)
  return { softBounces, snoozedUntil: latest([until, ...(before.snoozedUntil ? [before.snoozedUntil] : [])]) }
}

/** An error of a call to SES, as the SDK tells it. */
export type SendError = { name: string; status?: number; code?: string; message: string }

/**
 * What a failed call means.
 * - `later`: SES has not taken it and would later; `daily` when the day's quota is used up.
 * - `stop`: SES has not taken it and will take no other email either.
 * - `refused`: SES will never take this one.
 * - `unknown`: SES may have it. Never sent again by itself.
 */
export type SendFailure =
  | { kind: 'later'; daily: boolean; code: string }
  | { kind: 'stop'; code: string }
  | { kind: 'refused'; code: string }
  | { kind: 'unknown'; code: string }

const LATER = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'RequestThrottled',
  'LimitExceededException',
])
const STOP = new Set([
  'SendingPausedException',
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
  'NotFoundException',
  'CredentialsProviderError',
])
/** The connection was never made, so nothing was said. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/**
 * Tells a definite "no" from "nobody knows" (design, nudges.md §3, outcome table).
 * @param sender our own address: that it is not verified stops all emails, not one
 */
export const failureOf = ({ name, status, code, message }: SendError, sender: string): SendFailure => {
  if (LATER.has(name) || status === 429) return { kind: 'later', daily: /daily/i.test(message), code: name }
  if (code !== undefined && NOT_CONNECTED.has(code)) return { kind: 'later', daily: false, code }
  const senderRefused = /not verified/i.test(message) && message.toLowerCase().includes(sender.toLowerCase())
  if (STOP.has(name) || status === 403 || senderRefused) return { kind: 'stop', code: name }
  if (status !== undefined && status >= 400 && status < 500) return { kind: 'refused', code: name }
  return { kind: 'unknown', code: name }
}
