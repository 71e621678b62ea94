import { type Apart, joinApart, type Pair, type Party, planSplit } from '../domain/connect/cluster.ts'
import { retryConflictsOf } from './conflicts.ts'
import { create } from './expressions.ts'
import type { PersonItem } from './items.ts'
import { type IdentityId, keys, type PersonId } from './keys.ts'
import { bump, identityMoves, logLine, partyOf, personBecomes, personOf, type Word } from './link-actions.ts'
import { type ApartItem, type EvidenceItem, type EvidenceKind, ordered, type PersonLogItem } from './link-items.ts'
import { type Action, getAll, query, retryConflicts, type Table, transact } from './table.ts'

/** `split`: the person has become several; `kept`: other evidence holds it together; `known`: it was retracted before. */
export type SplitOutcome = { outcome: 'split'; persons: PersonId[] } | { outcome: 'kept' | 'known' }

/** Two identities are said to be two people, but evidence by way of others still makes them one. */
export class StillConnectedError extends Error {
  override name = 'StillConnectedError'
  /** The evidence that connects them, one pair after the other. */
  readonly path: readonly EvidenceItem[]
  constructor(a: IdentityId, b: IdentityId, path: readonly EvidenceItem[]) {
    const steps = path.map((one) => `${one.a} and ${one.b} (${one.kind}, by ${one.actor})`).join('; ')
    super(`${a} and ${b} are still one person by way of others: ${steps}. Retract one of these first.`)
    this.path = path
  }
}

/** All evidence of a person's identities, retracted evidence included; strongly consistent. */
export const evidenceOf = async (table: Table, identities: readonly IdentityId[]): Promise<EvidenceItem[]> => {
  const found: EvidenceItem[] = []
  for (const iid of identities) {
    let from: Awaited<ReturnType<typeof query>>['next']
    do {
      const { pk } = keys.identity(iid)
      const where = { where: 'begins_with(#sk, :ev)', values: { ':ev': 'EV#' } }
      const page = await query(table, { pk, ...where, consistent: true, from })
      found.push(...(page.items as EvidenceItem[]))
      from = page.next
    } while (from)
  }
  return found
}

const retracted = (item: EvidenceItem, { by, at, why }: Word): Action => ({
  Update: {
    Key: { pk: item.pk, sk: item.sk },
    UpdateExpression: 'SET active = :no, retracted = :word',
    ConditionExpression: 'active = :yes',
    ExpressionAttributeValues: {
      ':no': false,
      ':yes': true,
      ':word': { by, at, ...(why === undefined ? {} : { why }) },
    },
  },
})

/** The persons that parts become: those that were merged once are there and come back to life. */
const revived = async (table: Table, parts: readonly Party[]): Promise<PersonItem[]> => {
  const items = await getAll(
    table,
    parts.map(({ personId }) => keys.person(personId)),
  )
  return parts.map(({ personId }, at) => {
    const item = items[at] as PersonItem | undefined
    if (item) return item
    throw new Error(`Person ${personId} is the birth of an identity but does not exist. Look at the item.`)
  })
}

const reason = ({ why }: Word): { why?: string } => (why === undefined ? {} : { why })

/** Why a person is parted: whose word, about which evidence, and what makes its line in the history one of a kind. */
type Parting = { word: Word; id: string; about: NonNullable<PersonLogItem['about']> }

/** Moves every part but the first out of the person, each under the id that its members had before they were linked. */
const parting = async (
  table: Table,
  person: PersonItem,
  [rest, ...parts]: readonly Party[],
  { word, id, about }: Parting,
): Promise<Action[]> => {
  const line = { at: word.at, from: person.personId, about, actor: word.by, ...reason(word) }
  if (!rest || parts.length === 0) {
    const kept = { what: 'retracted', identities: [about.a, about.b], ...line } as const
    return [bump(person), logLine(person.personId, id, kept)]
  }
  const back = await revived(table, parts)
  const moved = parts.flatMap(({ ids }) => Object.keys(ids))
  const to = parts.map(({ personId }) => personId)
  return [
    personBecomes(person, { ids: rest.ids, apart: rest.apart ?? {} }),
    logLine(person.personId, id, { what: 'split', ...line, to, identities: moved }),
    ...parts.flatMap(({ personId, ids, apart = {} }, at) => {
      const item = back[at]
      if (!item) return []
      return [
        personBecomes(item, { status: 'active', ids, apart }),
        ...Object.keys(ids).map((iid) => identityMoves(iid, person.personId, personId)),
        logLine(personId, id, { what: 'split', ...line, identities: Object.keys(ids) }),
      ]
    }),
  ]
}

const withStranger = (party: Party, iid: IdentityId, stranger: IdentityId): Party =>
  Object.hasOwn(party.ids, iid) ? { ...party, apart: joinApart(party.apart, { [iid]: [stranger] }) } : party

/**
 * The shortest chain of evidence from one identity to another.
 * @returns empty when the evidence does not connect them
 */
export const pathBetween = (a: IdentityId, b: IdentityId, evidence: readonly EvidenceItem[]): EvidenceItem[] => {
  const seen = new Map<IdentityId, EvidenceItem[]>([[a, []]])
  const queue = [a]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const one of evidence) {
      const next = one.a === at ? one.b : one.b === at ? one.a : undefined
      if (next === undefined || seen.has(next)) continue
      seen.set(next, [...(seen.get(at) ?? []), one])
      queue.push(next)
    }
  }
  return seen.get(b) ?? []
}

const result = (parts: readonly Party[]): SplitOutcome =>
  parts.length > 1 ? { outcome: 'split', persons: parts.map(({ personId }) => personId) } : { outcome: 'kept' }

const attemptUnlink = async (
  table: Table,
  { a, b, kind }: Pair & { kind: EvidenceKind },
  word: Word,
): Promise<SplitOutcome> => {
  // The person first: evidence that comes after this read raises its version, and the transaction below fails.
  const person = await personOf(table, a)
  const all = await evidenceOf(table, Object.keys(person.ids))
  const pair = ordered(a, b)
  const wanted = all.find((one) => one.a === pair.a && one.b === pair.b && one.kind === kind)
  if (!wanted?.active) return { outcome: 'known' }
  const parts = planSplit(
    partyOf(person),
    all.filter((one) => one.active && one !== wanted),
  )
  const why = { word, id: `split ${a} ${b} ${kind} ${word.at}`, about: { ...pair, kind } }
  await transact(table, [retracted(wanted, word), ...(await parting(table, person, parts, why))])
  return result(parts)
}

const afterwards = async (table: Table, identities: readonly IdentityId[], done: SplitOutcome) => {
  if (done.outcome === 'split') await retryConflictsOf(table, identities)
  return done
}

/**
 * Takes evidence back. What is left of the person is what the other evidence holds together; the parts get the ids that
 * they had before, in one transaction that touches no history. Links that a limit forbade are tried again afterwards.
 * @throws UnknownIdentityError when the identity has never been seen
 */
export const unlink = async (
  table: Table,
  evidence: Pair & { kind: EvidenceKind },
  word: Word,
): Promise<SplitOutcome> => {
  const done = await retryConflicts(() => attemptUnlink(table, evidence, word))
  return await afterwards(table, [evidence.a, evidence.b], done)
}

const apartItem = (a: IdentityId, b: IdentityId, { by, at, why }: Word): ApartItem => ({
  ...keys.apart(a, b),
  type: 'apart',
  ...ordered(a, b),
  ...{ by, at },
  ...(why === undefined ? {} : { why }),
})

/** Two who are two persons already: both hold the other's identity from now on. */
const apartAlready = async (table: Table, a: PersonItem, b: PersonItem, pair: Pair, word: Word): Promise<void> => {
  const identities = [pair.a, pair.b]
  const about = ordered(pair.a, pair.b)
  const line = { what: 'apart' as const, at: word.at, actor: word.by, identities, about, ...reason(word) }
  const told = (person: PersonItem, iid: IdentityId, stranger: IdentityId): Action[] => [
    personBecomes(person, { apart: joinApart(person.apart, { [iid]: [stranger] }) }),
    logLine(person.personId, `apart ${pair.a} ${pair.b}`, { ...line, from: person.personId }),
  ]
  await transact(table, [
    create(apartItem(pair.a, pair.b, word)),
    ...told(a, pair.a, pair.b),
    ...told(b, pair.b, pair.a),
  ])
}

const attemptApart = async (table: Table, { a, b }: Pair, word: Word): Promise<SplitOutcome> => {
  const [before] = await getAll(table, [keys.apart(a, b)])
  if (before) return { outcome: 'known' }
  const [person, other] = [await personOf(table, a), await personOf(table, b)]
  if (person.personId !== other.personId) {
    await apartAlready(table, person, other, { a, b }, word)
    return { outcome: 'kept' }
  }
  const pair = ordered(a, b)
  const active = (await evidenceOf(table, Object.keys(person.ids))).filter((one) => one.active)
  const between = active.filter((one) => one.a === pair.a && one.b === pair.b)
  const left = active.filter((one) => !between.includes(one))
  const path = pathBetween(a, b, left)
  if (path.length > 0) throw new StillConnectedError(a, b, path)
  const parts = planSplit(partyOf(person), left).map((part) => withStranger(withStranger(part, a, b), b, a))
  await transact(table, [
    create(apartItem(a, b, word)),
    ...between.map((one) => retracted(one, word)),
    ...(await parting(table, person, parts, { word, id: `apart ${a} ${b} ${word.at}`, about: pair })),
  ])
  return result(parts)
}

/**
 * Keeps two identities apart on somebody's word: all evidence between them is taken back, and none links them again while
 * the word stands.
 * @throws StillConnectedError when evidence by way of other identities makes them one person; UnknownIdentityError
 */
export const keepApart = async (table: Table, pair: Pair, word: Word): Promise<SplitOutcome> => {
  const done = await retryConflicts(() => attemptApart(table, pair, word))
  return await afterwards(table, [pair.a, pair.b], done)
}

const without = (apart: Apart, iid: IdentityId, stranger: IdentityId): Apart =>
  Object.fromEntries(
    Object.entries(apart)
      .map(
        ([one, strangers]) => [one, one === iid ? strangers.filter((other) => other !== stranger) : strangers] as const,
      )
      .filter(([, strangers]) => strangers.length > 0),
  )

const attemptLift = async (table: Table, { a, b }: Pair, word: Word): Promise<boolean> => {
  const [told] = await getAll(table, [keys.apart(a, b)])
  if (!told) return false
  const [one, other] = [await personOf(table, a), await personOf(table, b)]
  const line = { what: 'lifted', at: word.at, actor: word.by, identities: [a, b], ...reason(word) } as const
  const lifted = (person: PersonItem, iid: IdentityId, stranger: IdentityId): Action[] => [
    personBecomes(person, { apart: without(person.apart ?? {}, iid, stranger) }),
    logLine(person.personId, `lifted ${a} ${b}`, { ...line, from: person.personId, about: ordered(a, b) }),
  ]
  await transact(table, [
    { Delete: { Key: keys.apart(a, b), ConditionExpression: 'attribute_exists(pk)' } },
    ...lifted(one, a, b),
    ...lifted(other, b, a),
  ])
  return true
}

/** Takes back the word that two identities are two people, and tries the links that it forbade. @returns whether there was one */
export const liftApart = async (table: Table, pair: Pair, word: Word): Promise<boolean> => {
  const lifted = await retryConflicts(() => attemptLift(table, pair, word))
  if (lifted) await retryConflictsOf(table, [pair.a, pair.b])
  return lifted
}
