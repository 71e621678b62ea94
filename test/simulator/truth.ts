import type { IdentityId } from '../../shared/store/keys.ts'
import type { Deed, Facts } from './facts.ts'
import type { SesCall } from './ses.ts'

/** An email that SES took, and the moment at which it was reserved. */
export type Accepted = SesCall & { reservedSeq: number; reservedAt: number; emailIid: IdentityId }

/** What SES took, in the order in which it did: without a reservation the call itself is the moment. */
export const acceptedOf = (
  calls: readonly SesCall[],
  facts: Facts,
  addresses: ReadonlyMap<string, IdentityId>,
): Accepted[] =>
  calls
    .filter(({ accepted }) => accepted)
    .map((call) => {
      const reserved = facts.reserved.findLast(({ seq, decision }) => decision === call.decision && seq < call.seq)
      return {
        ...call,
        reservedSeq: reserved?.seq ?? call.seq,
        reservedAt: reserved?.at ?? call.at,
        emailIid: addresses.get(call.address) ?? '',
      }
    })

const isDone = (deed: Deed, by: number): boolean => deed.done !== undefined && deed.done < by

/**
 * Identities that are certainly one person at a moment: linked, and nobody has begun to part them.
 * @param possible also those that may be
 */
export const togetherAt = (
  deeds: readonly Deed[],
  iid: IdentityId,
  seq: number,
  { possible = false } = {},
): Set<IdentityId> => {
  const holds = (deed: Deed): boolean => (possible ? deed.from < seq : isDone(deed, seq))
  const undone = (link: Deed & { a: string }, deed: Deed): boolean =>
    deed.what === 'parted' &&
    [deed.a, deed.b].sort().join() === [link.a, (link as { b: string }).b].sort().join() &&
    (possible ? isDone(deed, seq) && deed.from > (link.done ?? Number.POSITIVE_INFINITY) : deed.from < seq)
  const edges = deeds.flatMap((deed) =>
    deed.what === 'linked' && holds(deed) && !deeds.some((other) => undone(deed, other)) ? [deed] : [],
  )
  const found = new Set([iid])
  for (let size = 0; size < found.size; ) {
    size = found.size
    for (const { a, b } of edges)
      if (found.has(a) || found.has(b)) {
        found.add(a)
        found.add(b)
      }
  }
  return found
}

/** Has an address certainly been turned off for a topic, and has nobody since begun to turn it on? One's word is that of all one's addresses. */
export const isOff = (deeds: readonly Deed[], email: IdentityId, topic: string, seq: number): boolean =>
  deeds.some((off) => {
    if (off.what === 'complained') return off.email === email && isDone(off, seq)
    if (off.what !== 'off' || off.email !== email || !isDone(off, seq)) return false
    const undone = (on: Deed): boolean =>
      on.what === 'on' && on.email === email && on.from < seq && (on.done ?? seq) > off.from
    return (off.topic === topic || off.topic === '*') && !deeds.some(undone)
  })

/** Is it certain that an address does not take emails? */
export const isDead = (deeds: readonly Deed[], email: IdentityId, seq: number): boolean =>
  deeds.some((deed) => deed.what === 'bounced' && deed.email === email && isDone(deed, seq))

/** Has anybody so much as begun to allow an address to be mailed? */
export const wasAllowed = (deeds: readonly Deed[], email: IdentityId, topic: string, seq: number): boolean =>
  deeds.some((on) => on.what === 'on' && on.email === email && on.topic === topic && on.from < seq)

/** Is the switch certainly closed at a moment: closed, and nobody has since begun to open it? */
export const isPaused = (deeds: readonly Deed[], seq: number): boolean => {
  const closed = deeds.findLast((deed) => deed.what === 'paused' && isDone(deed, seq))
  if (!closed) return false
  return !deeds.some(
    (deed) => deed.what === 'open' && deed.from < seq && (deed.done ?? Number.POSITIVE_INFINITY) > closed.from,
  )
}
