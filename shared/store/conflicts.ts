import { type IdentityId, indexKeys, type Key, keys } from './keys.ts'
import { link } from './link.ts'
import type { Evidence } from './link-actions.ts'
import type { ConflictItem } from './link-items.ts'
import { resolvePerson } from './people.ts'
import { getAll, type Page, query, type Table } from './table.ts'

const evidenceIn = ({ a, b, kind, confidence, actor, since, why }: ConflictItem): Evidence => ({
  ...{ a, b, kind, confidence, actor },
  at: since,
  ...(why === undefined ? {} : { why }),
})

const whole = async (table: Table, found: Page['items']): Promise<ConflictItem[]> => {
  const wanted = found.map(({ pk, sk }): Key => ({ pk: String(pk), sk: String(sk) }))
  return (await getAll(table, wanted)).filter((item): item is ConflictItem => item !== undefined)
}

/** All conflicts of an identity, whichever side it is kept under. */
const conflictsOf = async (table: Table, iid: IdentityId): Promise<ConflictItem[]> => {
  const own = { where: 'begins_with(#sk, :cf)', values: { ':cf': 'CF#' } }
  const asLess = await query(table, { pk: keys.identity(iid).pk, ...own, consistent: true })
  const asGreater = await query(table, { index: 'byAuthor', pk: indexKeys.conflictsWith(iid) })
  return [...(asLess.items as ConflictItem[]), ...(await whole(table, asGreater.items))]
}

/** @returns how many of them are links now */
const retry = async (table: Table, conflicts: readonly ConflictItem[]): Promise<number> => {
  let linked = 0
  // One after the other, oldest first: what one of them joins may be what forbids the next.
  for (const conflict of conflicts.toSorted((one, other) => (one.qs < other.qs ? -1 : 1)))
    if ((await link(table, evidenceIn(conflict))) === 'linked') linked += 1
  return linked
}

/**
 * Tries the forbidden links of these identities' persons again, because a split may have made room for them.
 * @returns how many are links now
 */
export const retryConflictsOf = async (table: Table, identities: readonly IdentityId[]): Promise<number> => {
  const members = new Set<IdentityId>()
  for (const iid of identities) {
    const found = await resolvePerson(table, iid)
    for (const member of Object.keys(found?.person.ids ?? {})) members.add(member)
  }
  const found = await Promise.all([...members].map((iid) => conflictsOf(table, iid)))
  const distinct = new Map(found.flat().map((one) => [`${one.pk} ${one.sk}`, one]))
  return await retry(table, [...distinct.values()])
}

/** A page of all forbidden links, the oldest first. */
export const listConflicts = async (
  table: Table,
  { limit, from }: { limit: number; from?: Page['next'] },
): Promise<Page<ConflictItem>> => {
  const { items, next } = await query(table, { index: 'queue', pk: indexKeys.conflicts(), limit, from })
  return { items: await whole(table, items), next }
}

/**
 * Tries every forbidden link again: for what a crash after a split left behind.
 * @returns how many are links now
 */
export const retryAllConflicts = async (table: Table): Promise<number> => {
  let linked = 0
  let from: Page['next']
  do {
    const page = await listConflicts(table, { limit: 25, from })
    linked += await retry(table, page.items)
    from = page.next
  } while (from)
  return linked
}
