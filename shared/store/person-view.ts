import type { IdentityAnswer, PersonAnswer } from '../domain/respond/answers.ts'
import { maskAddress } from '../domain/respond/mask.ts'
import { personName } from '../domain/respond/person-name.ts'
import type { IdentityItem, PersonItem } from './items.ts'
import { keys } from './keys.ts'
import { readIdentities } from './mentions.ts'
import type { PreferencesItem } from './nudge-records.ts'
import { getAll, type Table } from './table.ts'

const identityAnswer = (item: IdentityItem): IdentityAnswer => {
  const { handle, name, company, url, avatar, followers, role } = item.profile
  return {
    id: item.iid,
    platform: item.platform,
    ...(handle ? { handle: handle.v } : {}),
    ...(name ? { name: name.v } : {}),
    ...(company ? { company: company.v } : {}),
    ...(url ? { url: url.v } : {}),
    ...(avatar ? { avatar: avatar.v } : {}),
    ...(followers ? { followers: followers.v } : {}),
    ...(role ? { role: role.v } : {}),
    ...(item.address ? { address: maskAddress(item.address) } : {}),
    customer: item.known === true,
    firstSeenAt: item.firstSeenAt,
  }
}

/** What one account says about its owner's name. */
export const nameSource = ({ known, profile, address, firstSeenAt }: IdentityItem) => ({
  customer: known === true,
  ...(profile.name ? { name: profile.name.v } : {}),
  ...(profile.handle ? { handle: profile.handle.v } : {}),
  ...(address ? { masked: maskAddress(address) } : {}),
  at: profile.name?.at ?? firstSeenAt,
})

const emailAnswer = (identity: string, item: PreferencesItem | undefined): PersonAnswer['emails'][number] => ({
  identity,
  topics: item?.topics ?? {},
  ...(item?.suppressed ? { suppressed: item.suppressed } : {}),
  ...(item?.snoozedUntil ? { snoozedUntil: item.snoozedUntil } : {}),
})

/** A person as the API shows it: all accounts, and what each address may be sent. Addresses are masked. */
export const personAnswer = async (table: Table, person: PersonItem): Promise<PersonAnswer> => {
  const members = [...(await readIdentities(table, Object.keys(person.ids))).values()].sort((a, b) =>
    a.firstSeenAt === b.firstSeenAt ? (a.iid < b.iid ? -1 : 1) : a.firstSeenAt < b.firstSeenAt ? -1 : 1,
  )
  const emails = members.filter(({ platform }) => platform === 'email').map(({ iid }) => iid)
  const preferences = (await getAll(table, emails.map(keys.preferences))) as (PreferencesItem | undefined)[]
  return {
    id: person.personId,
    name: personName(members.map(nameSource)),
    customer: members.some(({ known }) => known === true),
    firstSeenAt: members[0]?.firstSeenAt ?? '',
    identities: members.map(identityAnswer),
    emails: emails.map((iid, at) => emailAnswer(iid, preferences[at])),
  }
}
