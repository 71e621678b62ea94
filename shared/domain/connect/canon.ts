/** The members of a person: identity id → its birth id `b` and whether it is a known customer `k`. */
export type Members = Record<string, { b: string; k: boolean }>

/**
 * The id of the person that a set of identities is: the smallest birth id among the known customers, or among all when
 * none is known. A pure function of the set, so links in any order end in the same id.
 * @throws RangeError when there are no members
 */
export const canonicalId = (members: Members): string => {
  const all = Object.values(members)
  const known = all.filter(({ k }) => k)
  const births = (known.length > 0 ? known : all).map(({ b }) => b)
  const first = births.toSorted()[0]
  if (first === undefined) throw new RangeError('A person has at least one identity; got none.')
  return first
}
