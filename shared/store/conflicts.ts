import { HOUR, type Iso, isoOf, msOf } from '../domain/time.ts'
import { create } from './expressions.ts'
import { indexKeys } from './index-keys.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import { link } from './link.ts'
import { type Evidence, evidenceItem, logLine, type Word } from './link-actions.ts'
import { type ConflictItem, type EvidenceKind, ordered } from './link-items.ts'
import { resolvePerson } from './people.ts'
import { type Action, ConflictError, getAll, type Item, query, type Table, transact } from './table.ts'

const evidenceIn = ({ a, b, kind, confidence, actor, since, why }: ConflictItem): Evidence => ({
  ...{ a, b, kind, confidence, actor },
  at: since,
  ...(why === undefined ? {} : { why }),
})

const whole = async (table: Table, found: readonly Item[]): Promise<ConflictItem[]> => {
  const wanted = found.map(({ pk, sk }): Key => ({ pk: String(pk), sk: String(sk) }))
  return (await getAll(table, wanted)).filter((item): item is ConflictItem => item !== undefined)
}

/** All conflicts of an identity, whichever side it is kept under. */
export const conflictsOf = async (table: Table, iid: IdentityId): Promise<ConflictItem[]> => {
  const own = { where: 'begins_with(#sk, :cf)', values: { ':cf': 'CF#' } }
  const [asLess, asGreater] = await Promise.all([
    query(table, { pk: keys.identity(iid).pk, ...own, consistent: true }),
    query(table, { index: 'byAuthor', pk: indexKeys.conflictsWith(iid) }),
  ])
  return [...(asLess.items as ConflictItem[]), ...(await whole(table, asGreater.items))]
}

/** @returns how many of them are links now */
const retry = async (table: Table, conflicts: readonly ConflictItem[]): Promise<number> => {
  let linked = 0
  // One after the other, oldest first: what one of them joins may be what forbids the next.
  for (const conflict of conflicts.toSorted((one, other) => (one.since < other.since ? -1 : 1)))
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

/**
 * A page of all forbidden links, the one first that has not been tried for longest.
 * @param ask.after the `qs` of the last one of the page before
 */
export const listConflicts = async (
  table: Table,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: ConflictItem[]; next?: string | undefined }> => {
  const { items, next } = await query(table, {
    index: 'queue',
    pk: indexKeys.conflicts(),
    ...(after === undefined ? {} : { where: '#sk > :after', values: { ':after': after } }),
    limit,
  })
  return { items: await whole(table, items), next: next && String(next.qs) }
}

/** How often a forbidden link is tried by itself, and how many at a time. */
const RETRY_EVERY = HOUR
const AT_ONCE = 25

/** Puts a conflict at the end of the line; nothing happens when it is gone. */
const tried = async (table: Table, { pk, sk, qs, a, b, kind }: ConflictItem, now: Iso): Promise<void> => {
  const values = { ':next': `${now}#${a}#${b}#${kind}`, ':qs': qs }
  const later: Action = {
    Update: {
      Key: { pk, sk },
      UpdateExpression: 'SET qs = :next',
      ConditionExpression: 'qs = :qs',
      ExpressionAttributeValues: values,
    },
  }
  await transact(table, [later]).catch((error: unknown) => {
    if (!(error instanceof ConflictError)) throw error
  })
}

/** What retrying forbidden links came to. */
export type Retried = { tried: number; linked: number; failed: number }

/**
 * Tries forbidden links again that have not been tried for an hour, a few at a time: for what a crash after a split, or a
 * split at the very moment of a refusal, left behind. One query when there are none.
 */
export const retryOldConflicts = async (table: Table, now: Iso): Promise<Retried> => {
  const { items } = await query(table, {
    index: 'queue',
    pk: indexKeys.conflicts(),
    where: '#sk < :before',
    values: { ':before': isoOf(msOf(now) - RETRY_EVERY) },
    limit: AT_ONCE,
  })
  const told: Retried = { tried: 0, linked: 0, failed: 0 }
  for (const conflict of items.length > 0 ? await whole(table, items) : []) {
    told.tried += 1
    // One that fails, because an identity is gone, must not keep the others from their turn.
    const linked = await retry(table, [conflict]).catch(() => undefined)
    told.linked += linked ?? 0
    told.failed += linked === undefined ? 1 : 0
    await tried(table, conflict, now)
  }
  return told
}

/** Takes back a link that is forbidden, so that it is not tried again. @returns false when there is none */
export const withdrawConflict = async (
  table: Table,
  { a, b, kind }: { a: IdentityId; b: IdentityId; kind: EvidenceKind },
  { by, at, why }: Word,
): Promise<boolean> => {
  const key = keys.conflict(a, b, kind)
  const [conflict] = await getAll(table, [key])
  if (!conflict) return false
  const person = (await resolvePerson(table, a))?.person
  const about = { ...ordered(a, b), kind }
  const line = {
    what: 'withdrawn',
    at,
    actor: by,
    about,
    identities: [a, b],
    ...(why === undefined ? {} : { why }),
  } as const
  const id = `withdrawn ${a} ${b} ${kind}`
  const [told] = await getAll(table, [keys.evidence(a, b, kind)])
  const retracted = { by, at, ...(why === undefined ? {} : { why }) }
  // What is retracted is known: told again, as platforms do with every post, it is not tried again either.
  const known = { ...evidenceItem(evidenceIn(conflict as ConflictItem)), active: false, retracted }
  await transact(table, [
    { Delete: { Key: key, ConditionExpression: 'attribute_exists(pk)' } },
    ...(told ? [] : [create(known)]),
    ...(person ? [logLine(person.personId, id, { ...line, from: person.personId })] : []),
  ])
  return true
}
