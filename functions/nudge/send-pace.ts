import { isDayFull, paceOf, type SendingAccount } from '../../shared/domain/nudge/sending-account.ts'
import { isBelieved, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'

/** How long a worker goes by what it has read of the account. */
const KEPT = MINUTE
/** A worker does not sleep longer than this for its turn: its time is limited. */
const MOST = 5_000

type PaceDeps = {
  read: () => Promise<SendingAccount | undefined>
  /** How many workers send at the same time, at most. */
  workers: number
  /** Milliseconds since the epoch. */
  now: () => number
  sleep: (ms: number) => Promise<void>
}

/** Waits until this worker may send its next email. @returns false when the day's quota is used up */
export type Turn = () => Promise<boolean>

/**
 * The rate that SES allows, kept without asking anybody: there are never more than so many workers, so each of them sends
 * its share (docs/adr/0046-each-sender-keeps-its-share-of-the-rate.md). Before anything is known of the account a worker sends as fast
 * as it can, and SES says when that is too fast.
 */
export const openPace = ({ read, workers, now, sleep }: PaceDeps): Turn => {
  let known: { account: SendingAccount | undefined; until: number; own: number } = {
    account: undefined,
    until: 0,
    own: 0,
  }
  let free = 0

  const accountNow = async (): Promise<SendingAccount | undefined> => {
    if (isBelieved(known.until, KEPT, now())) return known.account
    try {
      const account = await read()
      if (account && paceOf(account, workers) > MOST)
        log.warn('more senders than the rate is good for: lower traffic.sendConcurrency', {
          senders: workers,
          perSecond: account.perSecond,
        })
      known = { account, until: now() + KEPT, own: account?.at === known.account?.at ? known.own : 0 }
    } catch (error) {
      // The rate of a minute ago will do; SES has the last word.
      log.error('sending account not read', error)
    }
    return known.account
  }

  return async () => {
    const account = await accountNow()
    if (!account) return true
    if (isDayFull(account, { own: known.own, workers, now: isoOf(now()) })) return false
    known.own += 1
    const pace = paceOf(account, workers)
    const at = Math.max(now(), free)
    free = at + pace
    const wait = Math.min(MOST, at - now())
    if (wait > 0) await sleep(wait)
    return true
  }
}
