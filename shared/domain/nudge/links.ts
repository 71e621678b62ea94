import type { Iso } from '../time.ts'

/**
 * Whether links of the catalogue lead somewhere. `gone` is the server's own word (404, 410): that link is dead at once. Everything else
 * that goes wrong (`failed`) may pass: it is dead after so many days on which it did. `unchecked`: a host that the settings take on
 * trust.
 */
export type LinkFinding = { found: 'alive' | 'unchecked' } | { found: 'gone' | 'failed'; problem: string }

/** What a piece's link was found to be. */
export type LinkState = {
  /** The link that was looked at: of another one nothing is known. */
  url: string
  at: Iso
  /** What was wrong with it, the latest. */
  problem?: string
  /** Days (UTC) in a row on which it failed: each counts once, however often it was looked at. */
  failedDays?: number
  dead?: boolean
}

/** Days on which a link has to fail before it is dead. */
export const FAILING_DAYS = 3

const DAY_OF = (at: Iso): string => at.slice(0, 10)

/**
 * What a link is after another look.
 * @param now when it was looked at
 */
export const linkAfter = (
  before: LinkState | undefined,
  { url, finding, now }: { url: string; finding: LinkFinding; now: Iso },
): LinkState => {
  const known = before?.url === url ? before : undefined
  const looked = { url, at: now }
  if (!('problem' in finding)) return looked
  const { found, problem } = finding
  if (found === 'gone') return { ...looked, problem, dead: true }
  const days = known?.failedDays ?? 0
  const today = known?.problem !== undefined && days > 0 && DAY_OF(known.at) === DAY_OF(now)
  const failedDays = today ? days : days + 1
  const dead = known?.dead === true || failedDays >= FAILING_DAYS
  return { ...looked, problem, failedDays, ...(dead ? { dead } : {}) }
}

/** Whether a piece's link is known to lead nowhere. */
export const isDead = (link: LinkState | undefined, url: string): boolean => link?.dead === true && link.url === url
