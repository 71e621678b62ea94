import { canonicalId, type Members } from './canon.ts'
import { limitExceeded } from './limits.ts'

/** Two identities that something is said about. */
export type Pair = { a: string; b: string }

/** Whom the members of a person are not: member → identities that somebody said are somebody else. Both sides hold it. */
export type Apart = Record<string, readonly string[]>

/** One side of a link: a person with its members, and whom they are known not to be. */
export type Party = { personId: string; ids: Members; apart?: Apart }

/** What a link would make of two persons, or why it may not be. */
export type LinkPlan = { refused: string } | { winner: string; loser: string; members: Members; apart: Apart }

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort()

/** All that both say, each list in order and without doubles. */
export const joinApart = (one: Apart = {}, other: Apart = {}): Apart =>
  Object.fromEntries(
    sorted([...Object.keys(one), ...Object.keys(other)]).map((iid) => [
      iid,
      sorted([...(one[iid] ?? []), ...(other[iid] ?? [])]),
    ]),
  )

const apartBetween = ({ apart = {} }: Party, other: Party): boolean =>
  Object.values(apart).some((strangers) => strangers.some((iid) => Object.hasOwn(other.ids, iid)))

/**
 * Plans to make two persons one. Nothing is written.
 * @returns the person that stays, the one that becomes a pointer to it and all members; or, in words, what forbids it: a
 * limit, or somebody's word that they are two people
 */
export const planLink = (one: Party, other: Party): LinkPlan => {
  if (apartBetween(one, other) || apartBetween(other, one)) return { refused: 'said to be two people' }
  const members = { ...one.ids, ...other.ids }
  const refused = limitExceeded(Object.keys(members))
  if (refused) return { refused }
  const winner = canonicalId(members)
  const loser = winner === one.personId ? other.personId : one.personId
  return { winner, loser, members, apart: joinApart(one.apart, other.apart) }
}

/**
 * The connected components of a person's identities.
 * @param members all identities; one without evidence is a component by itself
 * @param evidence pairs; those that name others than members are passed over
 * @returns components in the order of their first member
 */
export const components = (members: readonly string[], evidence: readonly Pair[]): string[][] => {
  const root = new Map(members.map((iid) => [iid, iid]))
  const rootOf = (iid: string): string => {
    let at = iid
    for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up
    return at
  }
  for (const { a, b } of evidence) if (root.has(a) && root.has(b)) root.set(rootOf(a), rootOf(b))
  const groups = new Map<string, string[]>()
  for (const iid of members) groups.set(rootOf(iid), [...(groups.get(rootOf(iid)) ?? []), iid])
  return [...groups.values()]
}

/**
 * Plans what remains of a person when only this evidence holds. Nothing is written.
 * @param evidence all active pairs but the retracted one
 * @returns one party per component, each with the id that its members had before they were linked; the first keeps the
 * person's id
 */
export const planSplit = ({ personId, ids, apart = {} }: Party, evidence: readonly Pair[]): Party[] => {
  const parts = components(Object.keys(ids), evidence).map((members) => {
    const own = Object.fromEntries(Object.entries(ids).filter(([iid]) => members.includes(iid)))
    const strangers = Object.fromEntries(Object.entries(apart).filter(([iid]) => members.includes(iid)))
    return { personId: canonicalId(own), ids: own, apart: strangers }
  })
  return parts.sort((one, other) => Number(other.personId === personId) - Number(one.personId === personId))
}
