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
export const SOFT_BOUNCE_MEMORY = 14 * DAY
/** So many temporary bounces within the memory make a pause. */
export const SOFT_BOUNCE_LIMIT = 3
/** How long the pause is, from the bounce that made it, in milliseconds. */
export const SOFT_BOUNCE_PAUSE = 14 * DAY

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
  const newest =
    all
      .map(([, time]) => time)
      .sort()
      .at(-1) ?? at
  const recent = all.filter(([, time]) => msOf(time) > msOf(newest) - SOFT_BOUNCE_MEMORY)
  const softBounces = Object.fromEntries(recent)
  if (recent.length < SOFT_BOUNCE_LIMIT) return { softBounces }
  const until = isoOf(msOf(newest) + SOFT_BOUNCE_PAUSE)
  return { softBounces, snoozedUntil: [until, before.snoozedUntil ?? until].sort()[1] ?? until }
}
