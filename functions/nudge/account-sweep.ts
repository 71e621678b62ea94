import { type SendingAccount, stoppedBecause } from '../../shared/domain/nudge/sending-account.ts'
import { isoOf, MINUTE, msOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { readPause, setPause } from '../../shared/store/pause.ts'
import { putSendingAccount, readSendingAccount } from '../../shared/store/sending-account.ts'
import type { Table } from '../../shared/store/table.ts'

/** How old what is known of the account may be. */
const KEPT = 5 * MINUTE

/** What looking at the account works with. */
export type AccountDeps = {
  table: Table
  /** SES's GetAccount. */
  ask: () => Promise<Omit<SendingAccount, 'at'>>
  /** Milliseconds since the epoch. */
  now: () => number
}

/**
 * Asks SES every few minutes what the account may send, for those who send; pauses all sending when SES takes none, before an
 * email is tried. A person resumes.
 * @returns whether SES was asked
 */
export const lookAtAccount = async ({ table, ask, now }: AccountDeps): Promise<boolean> => {
  const known = await readSendingAccount(table)
  if (known && now() - msOf(known.at) < KEPT) return false
  const account = { ...(await ask()), at: isoOf(now()) }
  await putSendingAccount(table, account)
  if (!account.production) log.warn('SES is in its sandbox: it takes emails to verified addresses only')
  const why = stoppedBecause(account)
  if (why && !(await readPause(table)).paused) {
    log.error('sending stopped', new Error(why))
    count({ SendingStopped: 1 })
    await setPause(table, { paused: true, by: 'earshot', at: account.at, why })
  }
  return true
}
