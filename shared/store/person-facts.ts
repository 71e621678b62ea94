import {
  type IdentityFacts,
  type MonthFacts,
  monthFactsOf,
  monthsTogether,
  type PersonFacts,
} from '../domain/score/facts.ts'
import { type Iso, isoOf, monthOf, msOf } from '../domain/time.ts'
import type { IdentityItem, PersonItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import type { NetworkPlaceItem } from './score-items.ts'
import { getAll, type Item, query, type Table } from './table.ts'

/** Months that are read: as long as rollups are kept. */
const MONTHS = 36

/** The first month that is looked at. */
const earliest = (now: Iso): string => {
  const at = new Date(msOf(now))
  return monthOf(isoOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - (MONTHS - 1), 1)))
}

type Counted = { months: MonthFacts[]; place?: NetworkPlaceItem }

/** An identity's rollups and its place in the network: one query, whose range the place closes. */
const countedOf = async (table: Table, iid: IdentityId, now: Iso): Promise<Counted> => {
  const place = keys.networkPlace(iid)
  const items: Item[] = []
  let from: Item | undefined
  do {
    const page = await query(table, {
      pk: place.pk,
      where: '#sk between :from and :to',
      values: { ':from': keys.rollup(iid, earliest(now)).sk, ':to': place.sk },
      consistent: true,
      from,
    })
    items.push(...page.items)
    from = page.next
  } while (from)
  const last = items.find(({ sk }) => sk === place.sk) as NetworkPlaceItem | undefined
  const months = items
    .filter(({ type }) => type === 'rollup')
    .map((item) => monthFactsOf(String(item.sk).slice(2), item))
  return { months, ...(last ? { place: last } : {}) }
}

const identityFacts = (item: IdentityItem, { months, place }: Counted): IdentityFacts => {
  const { handle, name, role, followers, language, timeZone } = item.profile
  return {
    iid: item.iid,
    platform: item.platform,
    known: item.known === true,
    gone: item.gone?.v === true,
    firstSeenAt: item.firstSeenAt,
    ...(handle ? { handle: handle.v } : {}),
    ...(name ? { name: name.v } : {}),
    ...(role ? { role: role.v } : {}),
    ...(followers ? { followers: followers.v } : {}),
    ...(language ? { language: language.v } : {}),
    ...(timeZone ? { timeZone: timeZone.v } : {}),
    ...(place ? { place: { replies: place.replies, rank: place.rank } } : {}),
    months,
  }
}

/**
 * All that scores and segments look at, strongly consistent: one call for a person's identities and one per identity for what
 * it did. It grows with the identities (50 at most) and the months (36 at most), not with what was written.
 * @param person active; the caller has read it
 */
export const readPersonFacts = async (table: Table, person: PersonItem, now: Iso): Promise<PersonFacts> => {
  const iids = Object.keys(person.ids).sort()
  const [items, counted] = await Promise.all([
    getAll(table, iids.map(keys.identity)) as Promise<(IdentityItem | undefined)[]>,
    Promise.all(iids.map((iid) => countedOf(table, iid, now))),
  ])
  const identities = items.flatMap((item, at) => {
    const counts = counted[at]
    return item && counts ? [identityFacts(item, counts)] : []
  })
  return {
    personId: person.personId,
    ver: person.ver,
    identities,
    months: monthsTogether(identities.map(({ months }) => months)),
    customer: identities.some(({ known }) => known),
    firstSeenAt: identities.map(({ firstSeenAt }) => firstSeenAt).sort()[0] ?? now,
  }
}
