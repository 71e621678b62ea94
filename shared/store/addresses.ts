import { addressDigest, isSharedAddress, normaliseAddress } from '../domain/connect/address.ts'
import { isCrm } from '../domain/connect/limits.ts'
import type { Activity } from '../domain/listen/activity.ts'
import { identityWrites, type Sighting } from './ingest-identity.ts'
import type { View } from './ingest-view.ts'
import { type IdentityId, identityId, keys } from './keys.ts'
import { link } from './link.ts'
import { resolvePerson } from './people.ts'
import { retryConflicts, type Table, transact } from './table.ts'

/** An asserted fact of an authoritative source: certain enough to link. */
const VERIFIED_EMAIL = 0.95

/** The platform of email identities; no source may use it. */
export const EMAIL = 'email'

type Store = { table: Table; view: View }

/** Writes what a sighting changes, by itself. */
export const sight = ({ table, view }: Store, sighting: Sighting): Promise<void> =>
  retryConflicts(async () => {
    const key = keys.identity(identityId(sighting.platform, sighting.author.id))
    try {
      const { actions, items } = await identityWrites(view, sighting)
      if (actions.length > 0) await transact(table, actions)
      for (const item of items) view.wrote(item.key, item.item)
    } catch (error) {
      view.forget([key, ...(sighting.author.handle ? [keys.alias(sighting.platform, sighting.author.handle)] : [])])
      throw error
    }
  })

/**
 * The address that an activity's author has, when the platform has verified it and it is one person's. Normalised. What
 * is deleted tells none, except a consent: that it is gone is the person's word on the address.
 */
export const verifiedAddress = ({ author, deleted, kind }: Activity): string | undefined => {
  if (!author.emailVerified || author.email === undefined || (deleted && kind !== 'consent')) return undefined
  const address = normaliseAddress(author.email)
  return address && !isSharedAddress(address) ? address : undefined
}

/** The email identities of the person that an account belongs to; none when the account was never seen. */
export const emailsOfAccount = async (table: Table, account: IdentityId): Promise<IdentityId[]> => {
  const found = await resolvePerson(table, account)
  return Object.keys(found?.person.ids ?? {}).filter((iid) => iid.startsWith(`${EMAIL}:`))
}

/** The email identity of an address. */
export const emailIdentity = (pepper: string, address: string): IdentityId =>
  identityId(EMAIL, addressDigest(pepper, address))

/**
 * Makes the account behind an activity and the email identity of its verified address one person. The address itself
 * becomes an attribute of the email identity and goes nowhere else.
 * @param account the account as the activity shows it; has its identity afterwards
 * @param address normalised
 */
export const connectAddress = async (
  { table, view }: Store,
  { activity, account, pepper, address }: { activity: Activity; account: Sighting; pepper: string; address: string },
): Promise<IdentityId> => {
  const { platform, author, at, source } = activity
  const [a, b] = [identityId(platform, author.id), emailIdentity(pepper, address)]
  const kind = isCrm(platform) ? 'crm' : 'verified-email'
  const digest = b.slice(EMAIL.length + 1)
  await view.get([keys.identity(a), keys.identity(b), keys.evidence(a, b, kind)])
  await sight({ table, view }, account)
  await sight({ table, view }, { platform: EMAIL, author: { id: digest }, at, address })
  const [told] = await view.get([keys.evidence(a, b, kind)])
  if (told && String(told.at) <= at) return b
  await link(table, { a, b, kind, confidence: VERIFIED_EMAIL, actor: `source:${source}`, at })
  view.forget([keys.identity(a), keys.identity(b), keys.evidence(a, b, kind)])
  return b
}
