import type { AliasItem, IdentityItem, PersonItem } from './items.ts'
import { type IdentityId, keys, type PersonId } from './keys.ts'
import { getAll, type Table } from './table.ts'

/** An identity and the person it belongs to, read as one consistent pair. */
export type Resolved = { identity: IdentityItem; person: PersonItem }

const TRIES = 6

/**
 * The person an identity belongs to. A link moves both items in one transaction but two reads are no transaction: a pair
 * that does not fit together is read again.
 * @returns undefined when the identity has never been seen
 * @throws Error when the pair does not fit after several tries
 */
export const resolvePerson = async (table: Table, iid: IdentityId): Promise<Resolved | undefined> => {
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await new Promise((wake) => setTimeout(wake, Math.random() * 5 * 2 ** tries))
    const [identity] = (await getAll(table, [keys.identity(iid)])) as [IdentityItem | undefined]
    if (!identity) return undefined
    const [person] = (await getAll(table, [keys.person(identity.personId)])) as [PersonItem | undefined]
    if (person?.status === 'active' && iid in person.ids) return { identity, person }
  }
  throw new Error(`Identity ${iid} and its person do not fit together after ${TRIES} reads. Look at both items.`)
}

/**
 * A person by id, also by one that it had before it was merged.
 * @returns undefined when no person ever had the id
 */
export const getPerson = async (table: Table, pid: PersonId): Promise<PersonItem | undefined> => {
  const [person] = (await getAll(table, [keys.person(pid)])) as [PersonItem | undefined]
  if (!person || person.status === 'active') return person
  return (await resolvePerson(table, person.origin))?.person
}

/** The account that most recently went by a handle, whatever its case. */
export const findByHandle = async (table: Table, platform: string, handle: string): Promise<IdentityId | undefined> => {
  const [alias] = (await getAll(table, [keys.alias(platform, handle)])) as [AliasItem | undefined]
  return alias?.iid
}
