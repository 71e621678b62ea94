import { isCrm } from '../connect/limits.ts'
import type { NudgeSettings } from '../settings.ts'
import { type ConsentBasis, consentFor } from './consent.ts'
import type { AccountWords, AddressState } from './context.ts'
import type { ReasonCode } from './reasons.ts'

/** Whether a person may be mailed on a topic: to which of their addresses, or why not and by whose word. */
export type MayMail =
  | { allowed: true; iid: string }
  | {
      allowed: false
      reason: Extract<
        ReasonCode,
        | 'no_address'
        | 'suppressed_complaint'
        | 'topic_off'
        | 'all_off'
        | 'no_consent'
        | 'not_confirmed'
        | 'suppressed_bounce'
      >
      /** The address or account whose word it is; none where nobody has said anything. */
      iid?: string
    }

/** Of two addresses the one verified last; of two of the same moment the smaller id. */
const newer = (one: AddressState, other: AddressState): AddressState =>
  one.since > other.since || (one.since === other.since && one.iid < other.iid) ? one : other

/**
 * Whether a source's word counts only once whoever reads the address has confirmed it: nobody has shown there that the
 * address is theirs.
 */
export const asksFirst =
  ({ doubleOptIn }: Pick<NudgeSettings, 'doubleOptIn'>) =>
  (source: string): boolean =>
    doubleOptIn ? doubleOptIn.includes(source) : isCrm(source)

/**
 * May this person be mailed on this topic? The strictest word of all addresses counts: a complaint about one ends it for
 * all, a withdrawal from one is a withdrawal from all, and so is one that an account has made when no address was known.
 * Consent, a confirmation where its source needs one, and a mailbox that works are needed of one address only.
 * @param basis the grounds that will do; any when left out
 * @param accounts what the person's accounts have said themselves: they only forbid
 * @param unproven the sources whose words need a confirmation; none when left out
 */
export const mayMail = (
  addresses: readonly AddressState[],
  {
    topic,
    basis,
    accounts = [],
    unproven = () => false,
  }: {
    topic: string
    basis?: readonly ConsentBasis[]
    accounts?: readonly AccountWords[] | undefined
    unproven?: (source: string) => boolean
  },
): MayMail => {
  if (addresses.length === 0) return { allowed: false, reason: 'no_address' }
  const complained = addresses.find(({ suppressed }) => suppressed?.reason === 'complaint')
  if (complained) return { allowed: false, reason: 'suppressed_complaint', iid: complained.iid }
  for (const { iid, topics } of [...addresses, ...accounts]) {
    const answer = consentFor(topics, topic)
    if (!answer.allowed && answer.reason !== 'no_consent') return { allowed: false, reason: answer.reason, iid }
  }
  const consenting = addresses.filter((address) => {
    const answer = consentFor(address.topics, topic)
    return answer.allowed && (!basis || basis.includes(answer.word.basis))
  })
  const [asked] = consenting
  if (!asked) return { allowed: false, reason: 'no_consent' }
  const confirmed = consenting.filter((address) => {
    const answer = consentFor(address.topics, topic)
    return address.confirmedAt !== undefined || (answer.allowed && !unproven(answer.word.source))
  })
  const [first] = confirmed
  if (!first) return { allowed: false, reason: 'not_confirmed', iid: asked.iid }
  const [best, ...others] = confirmed.filter(({ suppressed }) => !suppressed)
  if (!best) return { allowed: false, reason: 'suppressed_bounce', iid: first.iid }
  return { allowed: true, iid: others.reduce(newer, best).iid }
}
