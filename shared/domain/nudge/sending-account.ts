import { DAY, type Iso, msOf, SECOND } from '../time.ts'

/** What SES says of this account in this Region: GetAccount, as it was at `at`. */
export type SendingAccount = {
  /** Emails a second. */
  perSecond: number
  /** Emails in any 24 hours; -1: as many as one likes. */
  perDay: number
  /** Emails of the last 24 hours. */
  sentToday: number
  /** False: SES takes none, by its own decision or by that of whoever owns the account. */
  enabled: boolean
  /** False: in the sandbox, which takes emails to verified addresses only. */
  production: boolean
  /** HEALTHY, PROBATION or SHUTDOWN. */
  enforcement: string
  at: Iso
}

/** What is left for emails that are not nudges: confirmations, alerts and claims go through the same account. */
const SHARE = 0.9

/**
 * Why SES would take no email at all.
 * @returns words for whoever put that right, or undefined
 */
export const stoppedBecause = ({ enabled, enforcement }: SendingAccount): string | undefined => {
  if (enforcement === 'SHUTDOWN') return 'SES has shut down sending for this account. Its support centre says why.'
  return enabled ? undefined : 'Sending is turned off for this account in SES. Turn it on there, then resume.'
}

/** Milliseconds between two emails of one worker, so that all of them together keep the rate. */
export const paceOf = ({ perSecond }: SendingAccount, workers: number): number =>
  (workers * SECOND) / Math.max(0.1, perSecond * SHARE)

/**
 * Is the day's quota used up, as far as a worker can tell? It takes the others for as busy as itself.
 * @param own emails that this worker has sent since the account was looked at
 */
export const isDayFull = (
  { perDay, sentToday, at }: SendingAccount,
  { own, workers, now }: { own: number; workers: number; now: Iso },
): boolean => {
  // What was known a day ago says nothing of today: SES is asked by trying.
  if (perDay < 0 || msOf(now) - msOf(at) >= DAY) return false
  return sentToday + own * workers >= perDay * SHARE
}
