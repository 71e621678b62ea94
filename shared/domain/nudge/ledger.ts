import type { Iso } from '../time.ts'
import { ALL_TOPICS, type ConsentBasis } from './consent.ts'

/** One line of an address's ledger, as far as what became of it follows from the others. */
export type LedgerLine = {
  topics: readonly string[]
  granted: boolean
  basis: ConsentBasis
  wording: string
  source: string
  at: Iso
  channel?: string
  confirmedAt?: Iso
}

/** What became of a "yes": when the address was confirmed, and when and how it was taken back. Nothing of it is written: it follows. */
export type LineFate = { confirmedAt?: Iso; withdrawnAt?: Iso; withdrawnVia?: string }

/** Whether a "no" takes back a "yes": on a topic of it, or on all. */
const takesBack = (no: LedgerLine, yes: LedgerLine): boolean =>
  !no.granted &&
  no.at >= yes.at &&
  (no.topics.includes(ALL_TOPICS) || yes.topics.some((one) => no.topics.includes(one)))

/**
 * What became of each line of a ledger.
 * @param lines of one address, oldest first
 * @param unproven the sources whose words count once the address is confirmed
 */
export const fatesOf = (lines: readonly LedgerLine[], unproven: (source: string) => boolean): LineFate[] => {
  const confirmation = lines.find(({ confirmedAt }) => confirmedAt !== undefined)?.confirmedAt
  return lines.map((line) => {
    if (!line.granted) return {}
    const confirmedAt = line.confirmedAt ?? (unproven(line.source) ? confirmation : undefined)
    const no = lines.find((one) => takesBack(one, line))
    return {
      ...(confirmedAt === undefined ? {} : { confirmedAt }),
      ...(no ? { withdrawnAt: no.at, withdrawnVia: no.channel ?? no.source } : {}),
    }
  })
}
