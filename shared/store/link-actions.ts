import type { Apart, Party } from '../domain/connect/cluster.ts'
import type { Iso } from '../domain/time.ts'
import { become } from './expressions.ts'
import { indexKeys } from './index-keys.ts'
import type { PersonItem } from './items.ts'
import { type IdentityId, keys, type PersonId, shortHash } from './keys.ts'
import { type ConflictItem, type EvidenceItem, type EvidenceKind, ordered, type PersonLogItem } from './link-items.ts'
import { resolvePerson } from './people.ts'
import type { Action, Table } from './table.ts'

/** Evidence that two identities are one person. */
export type Evidence = {
  a: IdentityId
  b: IdentityId
  kind: EvidenceKind
  /** 0..1; see {@link LINKS_FROM} */
  confidence: number
  /** Who said so: `source:shop`, `user:...`. */
  actor: string
  at: Iso
  /** In the words of who said so, at most a line. */
  why?: string
}

/** Who said something about two identities, when and why. */
export type Word = { by: string; at: Iso; why?: string }

/** Evidence of less confidence than this only suggests: a wrong link mixes two people's lives, a missing one costs little. */
export const LINKS_FROM = 0.9

/** Raises a person's version, so that whoever works with an older one starts again. */
export const bump = ({ personId, ver }: PersonItem): Action => ({
  Update: {
    Key: keys.person(personId),
    UpdateExpression: 'SET ver = :next',
    ConditionExpression: 'ver = :ver',
    ExpressionAttributeValues: { ':ver': ver, ':next': ver + 1 },
  },
})

const filled = (apart: Apart): { apart?: Apart } => (Object.keys(apart).length > 0 ? { apart } : {})

/** Brings a person to a new state, unless somebody else has changed it. Every link and split changes all sides' `ver`. */
export const personBecomes = (
  before: PersonItem,
  { apart = before.apart ?? {}, ...change }: Partial<Pick<PersonItem, 'status' | 'ids'>> & { apart?: Apart },
): Action => {
  const { apart: _, ...rest } = before
  const after = { ...rest, ...filled(apart), ...change, ver: before.ver + 1 }
  return become(keys.person(before.personId), before, after, { text: 'ver = :was', values: { ':was': before.ver } })
}

/** Moves an identity's pointer. `known`: it is a known customer from now on. */
export const identityMoves = (iid: IdentityId, from: PersonId, to: PersonId, known = false): Action => ({
  Update: {
    Key: keys.identity(iid),
    UpdateExpression: `SET personId = :to, ver = ver + :one${known ? ', known = :yes' : ''}`,
    ConditionExpression: 'personId = :from',
    ExpressionAttributeValues: { ':from': from, ':to': to, ':one': 1, ...(known ? { ':yes': true } : {}) },
  },
})

/** A line in a person's history. `id` makes it one of a kind among those of the same moment. */
export const logLine = (to: PersonId, id: string, line: Omit<PersonLogItem, 'pk' | 'sk' | 'type'>): Action => ({
  Put: { Item: { ...keys.personLog(to, line.at, shortHash(id)), type: 'log', ...line } },
})

/** Evidence as it is stored. */
export const evidenceItem = ({ a, b, ...evidence }: Evidence): EvidenceItem => ({
  ...keys.evidence(a, b, evidence.kind),
  type: 'evidence',
  ...ordered(a, b),
  active: true,
  ...evidence,
})

/** A forbidden link as it is stored: found from both identities, and in the list of all. */
export const conflictItem = ({ at: since, ...evidence }: Evidence, reason: string): ConflictItem => {
  const pair = ordered(evidence.a, evidence.b)
  return {
    ...keys.conflict(pair.a, pair.b, evidence.kind),
    type: 'conflict',
    ...evidence,
    ...pair,
    ...{ since, reason },
    au: indexKeys.conflictsWith(pair.b),
    at: pair.a,
    q: indexKeys.conflicts(),
    qs: `${since}#${pair.a}#${pair.b}#${evidence.kind}`,
  }
}

/** The person of an identity that something is said about. @throws Error when the identity has never been seen */
export const personOf = async (table: Table, iid: IdentityId): Promise<PersonItem> => {
  const found = await resolvePerson(table, iid)
  if (found) return found.person
  throw new UnknownIdentityError(iid)
}

/** Something is said about an identity that has never been seen. */
export class UnknownIdentityError extends Error {
  override name = 'UnknownIdentityError'
  readonly iid: IdentityId
  constructor(iid: IdentityId) {
    super(`Identity ${iid} is to be linked but has never been seen. Ingest a sighting of it first.`)
    this.iid = iid
  }
}

/** A person as the domain sees it. */
export const partyOf = ({ personId, ids, apart }: PersonItem): Party => ({ personId, ids, ...(apart ? { apart } : {}) })
