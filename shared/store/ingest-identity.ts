import { type Dated, mergeProfile, newerWord, startOfDay } from '../domain/connect/profile.ts'
import type { Activity, Author } from '../domain/listen/activity.ts'
import type { Iso } from '../domain/time.ts'
import { become, create } from './expressions.ts'
import type { View } from './ingest-view.ts'
import type { AliasItem, IdentityItem, PersonItem } from './items.ts'
import { birthId, identityId, type Key, keys } from './keys.ts'
import type { Action, Item } from './table.ts'

/** What is heard of an account: by whom it acts, what the platform says of it, and when. */
export type Sighting = {
  platform: string
  author: Author
  at: Iso
  /** It acts as a customer. */
  known?: boolean
  /** The platform speaks of the account itself and says whether it is gone. */
  gone?: boolean
  /** When the account joined, where that is news and not told as the past. */
  joined?: Iso
  /** Email identities only. */
  address?: string
}

/** What an activity shows of the account that did it. */
export const sightingOf = (
  activity: Activity,
  { history, quiet }: { history?: true | undefined; quiet?: true | undefined } = {},
): Sighting => {
  const { platform, author, at, kind, deleted } = activity
  return {
    ...{ platform, author, at },
    ...(kind === 'order' || (kind === 'account' && activity.customer) ? { known: true } : {}),
    ...(kind === 'account' ? { gone: deleted === true } : {}),
    ...(kind === 'account' && activity.joinedAt && !deleted && !history && !quiet ? { joined: activity.joinedAt } : {}),
  }
}

/** What to write, and the items as they are then. */
export type Writes = { actions: Action[]; items: { key: Key; item: Item }[] }

const newIdentity = (sighting: Sighting): IdentityItem => {
  const { platform, author, at, known, address, joined } = sighting
  const iid = identityId(platform, author.id)
  return {
    ...keys.identity(iid),
    sk: 'A',
    type: 'identity',
    iid,
    platform,
    accountId: author.id,
    birth: birthId(iid),
    personId: birthId(iid),
    profile: mergeProfile({}, author, at),
    ...(known ? { known } : {}),
    ...(address ? { address } : {}),
    ...(joined ? { joined } : {}),
    ...(sighting.gone === undefined ? {} : { gone: { v: sighting.gone, at } }),
    firstSeenAt: startOfDay(at),
    ver: 1,
  }
}

const newPerson = ({ iid, birth, known }: IdentityItem): PersonItem => ({
  ...keys.person(birth),
  sk: 'A',
  type: 'person',
  personId: birth,
  origin: iid,
  status: 'active',
  ids: { [iid]: { b: birth, k: known === true } },
  ver: 1,
})

/** @returns `known` itself when nothing changes */
const merged = (known: IdentityItem, { author, at, gone, joined }: Sighting): IdentityItem => {
  const profile = mergeProfile(known.profile, author, at)
  const day = startOfDay(at)
  const seenEarlier = day < known.firstSeenAt
  const goneWord = gone === undefined ? known.gone : newerWord(known.gone, { v: gone, at })
  const joins = known.joined === undefined && joined !== undefined
  if (profile === known.profile && !seenEarlier && goneWord === known.gone && !joins) return known
  return {
    ...known,
    profile,
    ...(seenEarlier ? { firstSeenAt: day } : {}),
    ...(goneWord ? { gone: goneWord } : {}),
    ...(joins ? { joined } : {}),
    ver: known.ver + 1,
  }
}

const aliasWrites = async (
  view: Pick<View, 'get'>,
  { platform, iid }: IdentityItem,
  word: Dated<string>,
): Promise<Writes> => {
  const key = keys.alias(platform, word.v)
  const [alias] = (await view.get([key])) as [AliasItem | undefined]
  const known = alias && { v: alias.iid, at: alias.since }
  const winner = newerWord(known, { v: iid, at: word.at })
  if (winner === known) return { actions: [], items: [] }
  const item: AliasItem = { ...key, sk: 'A', type: 'alias', iid: winner.v, since: winner.at }
  const condition = alias
    ? { text: 'since = :was and iid = :who', values: { ':was': alias.since, ':who': alias.iid } }
    : { text: 'attribute_not_exists(pk)' }
  return { actions: [become(key, alias, item, condition)], items: [{ key, item }] }
}

/** Whether the handle's alias may want to change: the handle is news, or it is one that the account had before or since. */
const aliasWorthALook = (before: IdentityItem | undefined, after: IdentityItem, handle: string): boolean =>
  after.profile.handle !== before?.profile.handle || after.profile.handle?.v !== handle

/**
 * What a sighting makes of an identity. First sight makes the identity, its person and its handle's alias; later ones
 * merge what is new; nothing new, nothing written.
 */
export const identityWrites = async (
  view: Pick<View, 'get'>,
  sighting: Sighting,
): Promise<Writes & { identity: IdentityItem }> => {
  const { platform, author, at } = sighting
  const key = keys.identity(identityId(platform, author.id))
  const [before] = (await view.get([key])) as [IdentityItem | undefined]
  const identity = before ? merged(before, sighting) : newIdentity(sighting)
  const alias =
    author.handle !== undefined && aliasWorthALook(before, identity, author.handle)
      ? await aliasWrites(view, identity, { v: author.handle, at })
      : { actions: [], items: [] }
  if (identity === before) return { identity, ...alias }
  const actions = before
    ? [become(key, before, identity, { text: 'ver = :ver', values: { ':ver': before.ver } })]
    : [create(identity), create(newPerson(identity))]
  return { identity, actions: [...actions, ...alias.actions], items: [{ key, item: identity }, ...alias.items] }
}
