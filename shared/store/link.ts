import { canonicalId, type Members } from '../domain/connect/canon.ts'
import { type Apart, planLink } from '../domain/connect/cluster.ts'
import type { Iso } from '../domain/time.ts'
import { create } from './expressions.ts'
import type { PersonItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import {
  bump,
  conflictItem,
  type Evidence,
  evidenceItem,
  identityMoves,
  LINKS_FROM,
  logLine,
  partyOf,
  personBecomes,
  personOf,
} from './link-actions.ts'
import { type ConflictItem, type EvidenceItem, ordered } from './link-items.ts'
import { resolvePerson } from './people.ts'
import { suggest } from './suggestions.ts'
import { type Action, getAll, retryConflicts, type Table, transact } from './table.ts'

/**
 * `known`: told before, also when it has been retracted since; `same`: they were one person already; `conflict`: a limit
 * or somebody's word forbids it; `suggested`: too weak to link by.
 */
export type LinkOutcome = 'linked' | 'same' | 'known' | 'conflict' | 'suggested'

/** How a link is meant. `again`: somebody's decision, which also brings back evidence that was retracted. */
export type LinkOptions = { again?: boolean }

type Sides = { win: PersonItem; lose: PersonItem; members: Members; apart: Apart }

/** All identities of `lose` become `win`'s: k identities and two persons. */
const moves = ({ win, lose, members, apart }: Sides, known?: IdentityId): Action[] => [
  personBecomes(win, { status: 'active', ids: members, apart }),
  personBecomes(lose, { status: 'merged', ids: {}, apart: {} }),
  ...Object.keys(lose.ids).map((iid) => identityMoves(iid, lose.personId, win.personId, iid === known)),
]

/** Evidence is as old as the first that told it, whichever came first. */
const tellEarlier = async (table: Table, { a, b, kind, at }: Evidence, told: EvidenceItem): Promise<void> => {
  if (told.at <= at) return
  await transact(table, [
    {
      Update: {
        Key: keys.evidence(a, b, kind),
        UpdateExpression: 'SET #at = :at',
        ConditionExpression: '#at = :was',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':at': at, ':was': told.at },
      },
    },
  ])
}

/** Evidence that is new, or that somebody has brought back. */
const tells = (evidence: Evidence, told: EvidenceItem | undefined): Action => {
  const item = evidenceItem(evidence)
  if (!told) return create(item)
  return {
    Put: { Item: item, ConditionExpression: 'active = :no', ExpressionAttributeValues: { ':no': false } },
  }
}

const attempt = async (table: Table, evidence: Evidence, { again = false }: LinkOptions): Promise<LinkOutcome> => {
  const { a, b, kind, at, actor, why } = evidence
  const read = await getAll(table, [keys.evidence(a, b, kind), keys.conflict(a, b, kind)])
  const [told, conflict] = read as [EvidenceItem | undefined, ConflictItem | undefined]
  // A conflict beside evidence that was retracted: somebody has decided to bring that back, and was forbidden to.
  if (told && (told.active || !(again || conflict))) {
    await tellEarlier(table, evidence, told)
    return 'known'
  }
  const settled: Action[] = conflict ? [{ Delete: { Key: keys.conflict(a, b, kind) } }] : []
  const line = { at, about: { ...ordered(a, b), kind }, actor, ...(why === undefined ? {} : { why }) }
  const id = `${a} ${b} ${kind}`
  const [pa, pb] = [await personOf(table, a), await personOf(table, b)]
  if (pa.personId === pb.personId) {
    // The version goes up so that a split under way sees that there is new evidence.
    const heard = logLine(pa.personId, id, { what: 'told', from: pa.personId, identities: [a, b], ...line })
    await transact(table, [tells(evidence, told), bump(pa), heard, ...settled])
    return 'same'
  }
  const plan = planLink(partyOf(pa), partyOf(pb))
  if ('refused' in plan) {
    if (!conflict) await transact(table, [create(conflictItem(evidence, plan.refused))])
    return 'conflict'
  }
  const [win, lose] = plan.winner === pa.personId ? [pa, pb] : [pb, pa]
  await transact(table, [
    tells(evidence, told),
    ...moves({ win, lose, ...plan }),
    logLine(win.personId, id, { what: 'link', from: lose.personId, identities: Object.keys(lose.ids), ...line }),
    ...settled,
  ])
  return 'linked'
}

/**
 * Makes two identities one person, in one transaction that moves pointers and never touches history: k + 4 items, k the
 * identities that move. Evidence that was told before does nothing, also when it has been retracted since; evidence below
 * {@link LINKS_FROM} becomes a suggestion.
 * @throws UnknownIdentityError when one of the identities has never been seen
 */
export const link = (table: Table, evidence: Evidence, options: LinkOptions = {}): Promise<LinkOutcome> =>
  evidence.confidence < LINKS_FROM ? suggest(table, evidence) : retryConflicts(() => attempt(table, evidence, options))

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
  const sides = { win, lose: person, members, apart: person.apart ?? {} }
  await transact(table, [...moves(sides, iid), logLine(canonical, `known ${iid}`, line)])
}

/** Notes that an identity is a known customer. That decides a person's id, so the person may get another one. */
export const markKnown = (table: Table, iid: IdentityId, why: { at: Iso; actor: string }): Promise<void> =>
  retryConflicts(() => attemptKnown(table, iid, why))
