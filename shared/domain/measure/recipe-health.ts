import type { MailOutcome } from '../nudge/outcome.ts'
import type { RecipeStatus } from '../nudge/recipe-status.ts'
import { DAY, type Iso, isoOf, msOf } from '../time.ts'

/** What became of a recipe's emails, each counted once. */
export type MailCounts = { delivered: number; complained: number; unsubscribed: number }
const NAMES = ['delivered', 'complained', 'unsubscribed'] as const

/** Days that are looked at, today among them: an old sin does not pause for ever. */
export const WINDOW_DAYS = 30
/** Below so many delivered emails a share says nothing. */
const LEAST_DELIVERED = 200
/** Mailbox providers refuse senders from this share of complaints on (design, nudges.md §2). */
const MOST_COMPLAINED = 0.003
/** Above this share of people who unsubscribe, the emails are not wanted. */
const MOST_UNSUBSCRIBED = 0.02

type Fate = { deliveredAt?: Iso | undefined; outcome?: MailOutcome | undefined; unsubscribedAt?: Iso | undefined }

const fateOf = ({ deliveredAt, outcome, unsubscribedAt }: Fate): MailCounts => ({
  delivered: Number(deliveredAt !== undefined),
  complained: Number(outcome === 'complained'),
  unsubscribed: Number(unsubscribedAt !== undefined),
})

/** What a change of a decision adds to its recipe's counts. Zeros are left out. */
export const newlyCounted = (before: Fate, after: Fate): Partial<MailCounts> => {
  const [was, is] = [fateOf(before), fateOf(after)]
  return Object.fromEntries(NAMES.flatMap((name) => (is[name] > was[name] ? [[name, 1]] : [])))
}

/** The first day of those that are looked at, `2026-11-21`, in UTC. */
export const firstDay = (now: Iso): string => isoOf(msOf(now) - (WINDOW_DAYS - 1) * DAY).slice(0, 10)

/** Puts parts of the counts together; other fields are passed over. */
export const sumCounts = (parts: readonly Readonly<Record<string, unknown>>[]): MailCounts => {
  const of = (name: (typeof NAMES)[number]): number => parts.reduce((sum, part) => sum + Number(part[name] ?? 0), 0)
  return { delivered: of('delivered'), complained: of('complained'), unsubscribed: of('unsubscribed') }
}

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`

/**
 * Why a recipe is to be paused by what became of its emails: complaints of 0.3 % or more, or more than 2 % who unsubscribed, of
 * at least 200 delivered.
 * @returns undefined when there is no reason to
 */
export const reasonToPause = ({ delivered, complained, unsubscribed }: MailCounts): string | undefined => {
  if (delivered < LEAST_DELIVERED) return undefined
  const of = `of ${delivered} delivered in ${WINDOW_DAYS} days`
  const [complaints, leaving] = [complained / delivered, unsubscribed / delivered]
  if (complaints >= MOST_COMPLAINED)
    return `${complained} ${complained === 1 ? 'complaint' : 'complaints'} ${of}, which is ${percent(complaints)}; ${percent(MOST_COMPLAINED)} is too much.`
  if (leaving > MOST_UNSUBSCRIBED)
    return `${unsubscribed} unsubscribed ${of}, which is ${percent(leaving)}; more than ${percent(MOST_UNSUBSCRIBED)} is too much.`
  return undefined
}

/**
 * The first version of a recipe that counts: the one with which it last went live. What people say of emails from before is told
 * of those versions, so a recipe that is started again begins anew.
 * @param versions newest first, without holes
 */
export const countsFrom = (versions: readonly { version: number; status: RecipeStatus }[]): number => {
  const start = versions.findIndex(({ status }, at) => status === 'live' && versions[at + 1]?.status !== 'live')
  return versions[start]?.version ?? 0
}
