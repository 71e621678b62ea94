import { canonicalId } from '../../../shared/domain/connect/canon.ts'
import { components, type Pair } from '../../../shared/domain/connect/cluster.ts'
import { create } from '../../../shared/store/expressions.ts'
import type { IdentityItem, PersonItem } from '../../../shared/store/items.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import type { Evidence } from '../../../shared/store/link-actions.ts'
import { getPerson, resolvePerson } from '../../../shared/store/people.ts'
import { getAll, type Table, transact } from '../../../shared/store/table.ts'

export const AT = '2026-03-01T00:00:00.000Z'

/** Evidence that a person gave, strong enough to link. */
export const evidence = (a: string, b: string, over: Partial<Evidence> = {}): Evidence => ({
  ...{ a, b, kind: 'agent', confidence: 0.95, actor: 'user:test', at: AT },
  ...over,
})

/** Puts identities into the table as ingest does at first sight, each a person of its own. */
export const see = async (table: Table, ...iids: string[]): Promise<void> => {
  const actions = iids.flatMap((iid) => {
    const [platform = '', accountId = ''] = iid.split(':')
    const birth = birthId(iid)
    const identity: IdentityItem = {
      ...{ ...keys.identity(iid), sk: 'A', type: 'identity', iid, platform, accountId, birth, personId: birth },
      ...{ profile: {}, firstSeenAt: AT, ver: 1 },
    }
    const person: PersonItem = {
      ...{ ...keys.person(birth), sk: 'A', type: 'person', personId: birth, origin: iid, status: 'active' },
      ...{ ids: { [iid]: { b: birth, k: false } }, ver: 1 },
    }
    return [create(identity), create(person)]
  })
  for (let from = 0; from < actions.length; from += 100) await transact(table, actions.slice(from, from + 100))
}

/** Which person each identity should belong to when just this evidence holds. */
export const reference = (iids: readonly string[], pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(
    components(iids, pairs).flatMap((group) => {
      const id = canonicalId(Object.fromEntries(group.map((iid) => [iid, { b: birthId(iid), k: false }])))
      return group.map((iid) => [iid, id])
    }),
  )

/** Which person each identity belongs to. */
export const found = async (table: Table, iids: readonly string[]): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      iids.map(async (iid) => [iid, (await resolvePerson(table, iid))?.person.personId ?? 'nobody'] as const),
    ),
  )

/**
 * What must hold of persons at any moment when nothing is under way: every identity in just one person, which is the one
 * it points to, and every id that a person ever had finds one.
 * @returns what is wrong, in words
 */
export const flaws = async (table: Table, iids: readonly string[]): Promise<string[]> => {
  const people = (await getAll(
    table,
    iids.map((iid) => keys.person(birthId(iid))),
  )) as (PersonItem | undefined)[]
  const identities = (await getAll(table, iids.map(keys.identity))) as (IdentityItem | undefined)[]
  const holders = new Map<string, string[]>()
  for (const person of people)
    for (const iid of Object.keys(person?.ids ?? {}))
      holders.set(iid, [...(holders.get(iid) ?? []), person?.personId ?? ''])
  const problems = identities.flatMap((identity, at) => {
    const iid = iids[at] ?? ''
    const held = holders.get(iid) ?? []
    return held.length === 1 && held[0] === identity?.personId
      ? []
      : [`${iid} points to ${identity?.personId} and is held by ${held.join(', ') || 'nobody'}`]
  })
  const resolved = await Promise.all(iids.map((iid) => getPerson(table, birthId(iid))))
  return [
    ...problems,
    ...resolved.flatMap((person, at) => (person?.status === 'active' ? [] : [`${iids[at]} is lost`])),
  ]
}
