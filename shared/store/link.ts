import { canonicalId, type Members } from '../domain/connect/canon.ts'
import { limitExceeded } from '../domain/connect/limits.ts'
import type { Iso } from '../domain/time.ts'
import { become, create } from './expressions.ts'
import type { ConflictItem, EvidenceItem, EvidenceKind, PersonItem, PersonLogItem } from './items.ts'
import { type IdentityId, keys, type PersonId, shortHash } from './keys.ts'
import { resolvePerson } from './people.ts'
import { type Action, getAll, retryConflicts, type Table, transact } from './table.ts'

/** Evidence that two identities are one person. */
export type Evidence = {
  a: IdentityId
  b: IdentityId
  kind: EvidenceKind
  /** 0..1; below .9 it would be a suggestion, not a link */
  confidence: number
  /** Who said so: `source:shop`. */
  actor: string
  at: Iso
}

/** `known`: told before; `same`: they were one person already; `conflict`: a limit forbids it. */
export type LinkOutcome = 'linked' | 'same' | 'known' | 'conflict'

const bump = ({ personId, ver }: PersonItem): Action => ({
  Update: {
    Key: keys.person(personId),
    UpdateExpression: 'SET ver = :next',
    ConditionExpression: 'ver = :ver',
    ExpressionAttributeValues: { ':ver': ver, ':next': ver + 1 },
  },
})

/** Brings a person to a new state, unless somebody else has changed it. Every link changes both sides' `ver`. */
const personBecomes = (before: PersonItem, change: Partial<PersonItem>): Action => {
  const after = { ...before, ...change, ver: before.ver + 1 }
  return become(keys.person(before.personId), before, after, { text: 'ver = :was', values: { ':was': before.ver } })
}

const identityMoves = (iid: IdentityId, from: PersonId, to: PersonId, known: boolean): Action => ({
  Update: {
    Key: keys.identity(iid),
    UpdateExpression: `SET personId = :to, ver = ver + :one${known ? ', known = :yes' : ''}`,
    ConditionExpression: 'personId = :from',
    ExpressionAttributeValues: { ':from': from, ':to': to, ':one': 1, ...(known ? { ':yes': true } : {}) },
  },
})

const logAction = (
  to: PersonId,
  id: string,
  line: Pick<PersonLogItem, 'what' | 'at' | 'from' | 'identities' | 'actor'>,
): Action => ({
  Put: { Item: { ...keys.personLog(to, line.at, shortHash(id)), type: 'log', ...line } satisfies PersonLogItem },
})

/** All identities of `lose` become `win`'s: k identities, two persons and a line in the log. */
const moves = (
  { win, lose, members }: { win: PersonItem; lose: PersonItem; members: Members },
  known?: IdentityId,
): Action[] => [
  personBecomes(win, { status: 'active', ids: members }),
  personBecomes(lose, { status: 'merged', ids: {} }),
  ...Object.keys(lose.ids).map((iid) => identityMoves(iid, lose.personId, win.personId, iid === known)),
]

const evidenceItem = ({ a, b, kind, confidence, actor, at }: Evidence): EvidenceItem => ({
  ...keys.evidence(a, b, kind),
  type: 'evidence',
  ...(a < b ? { a, b } : { a: b, b: a }),
  kind,
  active: true,
  confidence,
  actor,
  at,
})

const conflictItem = ({ confidence: _, ...evidence }: Evidence, reason: string): ConflictItem => ({
  ...keys.conflict(evidence.a, evidence.b, evidence.kind),
  type: 'conflict',
  ...evidence,
  reason,
})

const personOf = async (table: Table, iid: IdentityId): Promise<PersonItem> => {
  const found = await resolvePerson(table, iid)
  if (found) return found.person
  throw new Error(`Identity ${iid} is to be linked but has never been seen. Ingest a sighting of it first.`)
}

/** Evidence is as old as the first that told it, whichever came first. */
const tellEarlier = async (table: Table, { a, b, kind, at }: Evidence, told: EvidenceItem): Promise<void> => {
  if (told.at <= at) return
  const Key = keys.evidence(a, b, kind)
  const values = { ':at': at, ':was': told.at }
  await transact(table, [
    {
      Update: {
        Key,
        UpdateExpression: 'SET #at = :at',
        ConditionExpression: '#at = :was',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: values,
      },
    },
  ])
}

const attemptLink = async (table: Table, evidence: Evidence): Promise<LinkOutcome> => {
  const { a, b, kind, at, actor } = evidence
  const [told, conflict] = await getAll(table, [keys.evidence(a, b, kind), keys.conflict(a, b, kind)])
  if (told) {
    await tellEarlier(table, evidence, told as EvidenceItem)
    return 'known'
  }
  const [pa, pb] = [await personOf(table, a), await personOf(table, b)]
  if (pa.personId === pb.personId) {
    // The version goes up so that a split under way sees that there is new evidence.
    await transact(table, [create(evidenceItem(evidence)), bump(pa)])
    return 'same'
  }
  const members = { ...pa.ids, ...pb.ids }
  const reason = limitExceeded(Object.keys(members))
  if (reason) {
    if (!conflict) await transact(table, [create(conflictItem(evidence, reason))])
    return 'conflict'
  }
  const [win, lose] = canonicalId(members) === pa.personId ? [pa, pb] : [pb, pa]
  const line = { what: 'link', at, from: lose.personId, identities: Object.keys(lose.ids), actor } as const
  await transact(table, [
    create(evidenceItem(evidence)),
    ...moves({ win, lose, members }),
    logAction(win.personId, `${a} ${b} ${kind}`, line),
    ...(conflict ? [{ Delete: { Key: keys.conflict(a, b, kind) } }] : []),
  ])
  return 'linked'
}

/**
 * Makes two identities one person, in one transaction that moves pointers and never touches history. Evidence that was
 * told before does nothing, also when it has been retracted since.
 * @throws Error when one of the identities has never been seen
 */
export const link = (table: Table, evidence: Evidence): Promise<LinkOutcome> =>
  retryConflicts(() => attemptLink(table, evidence))

const attemptKnown = async (
  table: Table,
  iid: IdentityId,
  { at, actor }: { at: Iso; actor: string },
): Promise<void> => {
  const found = await resolvePerson(table, iid)
  if (!found || found.identity.known) return
  const { identity, person } = found
  const members = { ...person.ids, [iid]: { b: identity.birth, k: true } }
  const canonical = canonicalId(members)
  if (canonical === person.personId) {
    await transact(table, [
      identityMoves(iid, person.personId, person.personId, true),
      personBecomes(person, { ids: members }),
    ])
    return
  }
  const [win] = (await getAll(table, [keys.person(canonical)])) as [PersonItem | undefined]
  if (!win) throw new Error(`Person ${canonical} is the birth of an identity of ${person.personId} but does not exist.`)
  const line = { what: 'known', at, from: person.personId, identities: Object.keys(members), actor } as const
  await transact(table, [...moves({ win, lose: person, members }, iid), logAction(canonical, `known ${iid}`, line)])
}

/** Notes that an identity is a known customer. That decides a person's id, so the person may get another one. */
export const markKnown = (table: Table, iid: IdentityId, why: { at: Iso; actor: string }): Promise<void> =>
  retryConflicts(() => attemptKnown(table, iid, why))
