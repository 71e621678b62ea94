import type { Proof } from '../domain/connect/claim.ts'
import { codeHash, codeIn } from '../domain/connect/claim-code.ts'
import { type Iso, isoOf } from '../domain/time.ts'
import { EMAIL, sight } from './addresses.ts'
import { type ClaimItem, changeClaim, readClaim } from './claims.ts'
import { openView } from './ingest-view.ts'
import type { ActivityItem, IdentityItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import { link } from './link.ts'
import { type Evidence, UnknownIdentityError } from './link-actions.ts'
import type { EvidenceItem } from './link-items.ts'
import { resolvePerson } from './people.ts'
import { keepApart, type SplitOutcome, unlink } from './split.ts'
import { suggest } from './suggestions.ts'
import { getAll, type Table, transact } from './table.ts'

/** Who says so, in a link that comes of a claim. */
const SELF = 'person:self'

/** What is connected with one side of a claim already. */
type ClaimSide = { personId: string; identities: IdentityItem[] }

/** What a claim would connect. A side that was never seen is undefined: it stands for itself. */
export type ClaimPreview = { address: ClaimSide | undefined; account: ClaimSide | undefined }

const sideOf = async (table: Table, iid: IdentityId): Promise<ClaimSide | undefined> => {
  const found = await resolvePerson(table, iid)
  if (!found) return undefined
  const items = await getAll(table, Object.keys(found.person.ids).sort().map(keys.identity))
  return {
    personId: found.person.personId,
    identities: items.filter((item): item is IdentityItem & { [name: string]: unknown } => item !== undefined),
  }
}

/** What is there on both sides now. */
export const previewClaim = async (table: Table, emailIid: IdentityId, account: IdentityId): Promise<ClaimPreview> => ({
  address: await sideOf(table, emailIid),
  account: await sideOf(table, account),
})

/** Whether a post that was a code still is that code, by the same account, as it was written first. */
export const proofStands = async (table: Table, { proof, code }: ClaimItem['claim']): Promise<boolean> => {
  if (!proof?.mention) return proof !== undefined
  const { platform, id } = proof.mention
  const [post] = (await getAll(table, [keys.activity(platform, id)])) as [ActivityItem | undefined]
  const said = codeIn(post?.text ?? '')
  return (
    post?.type === 'activity' &&
    !post.deleted &&
    !post.unverified &&
    post.editedAt === undefined &&
    post.iid === proof.account &&
    said !== undefined &&
    codeHash(said) === code?.hash
  )
}

const HOW: Record<Proof['by'], string> = {
  code: 'posted a code from the account',
  github: 'signed in at GitHub',
}

const halves = (iid: IdentityId): [platform: string, id: string] => {
  const at = iid.indexOf(':')
  return [iid.slice(0, at), iid.slice(at + 1)]
}

/** Both identities exist from now on; what is known of them stays. */
const sightBoth = async (table: Table, item: ClaimItem, { account, handle }: Proof, at: Iso): Promise<IdentityId> => {
  const { emailIid, address } = item
  if (!emailIid) throw new Error(`Claim ${item.id} was agreed to without an address. Look at the item.`)
  const store = { table, view: openView(table) }
  const [platform, id] = halves(account)
  await sight(store, { platform, author: { id, ...(handle ? { handle } : {}) }, at })
  if (address !== undefined) await sight(store, { platform: EMAIL, author: { id: halves(emailIid)[1] }, at, address })
  return emailIid
}

/**
 * Makes the address and the account of a claim that was agreed to one person, and notes what came of it. Whoever does it again
 * does the same; an undo that comes in between wins.
 * @returns the claim as it is then
 */
export const settleClaim = async (table: Table, id: string, now: number): Promise<ClaimItem | undefined> => {
  const item = await readClaim(table, id)
  const proof = item?.claim.proof
  const at = isoOf(now)
  if (item?.claim.state === 'undone') await takeBackLate(table, item, at)
  if (item?.claim.state !== 'agreed' || !proof) return item
  const emailIid = await sightBoth(table, item, proof, at)
  const why = `reads the address, and ${HOW[proof.by]} (claim ${id})`
  const evidence: Evidence = {
    a: emailIid,
    b: proof.account,
    kind: 'claim',
    confidence: 1,
    actor: SELF,
    at,
    why,
  }
  // Their own word of today counts, also where they took an earlier one back.
  const outcome = await link(table, evidence, { again: true })
  if (outcome === 'conflict') await forPeople(table, evidence)
  const settled = await changeClaim(table, id, { do: 'settle', as: outcome === 'conflict' ? 'refused' : 'linked' }, at)
  if ('item' in settled) return settled.item
  const after = await readClaim(table, id)
  if (after?.claim.state === 'undone') await takeBack(table, { emailIid, account: proof.account }, at)
  return after
}

/** As sure as a suggestion may be. */
const ALMOST = 0.89

/**
 * A forbidden link is tried again by itself, which is not for a claim: the person has been told that it was refused, and would
 * hear of the link, and of the way back, only if somebody told them. So it becomes a suggestion.
 */
const forPeople = async (table: Table, evidence: Evidence): Promise<void> => {
  await suggest(table, { ...evidence, confidence: ALMOST })
  await transact(table, [{ Delete: { Key: keys.conflict(evidence.a, evidence.b, 'claim') } }])
}

type Pair = { emailIid: IdentityId; account: IdentityId }

const takeBack = async (table: Table, { emailIid, account }: Pair, at: Iso): Promise<SplitOutcome> => {
  // A link that a limit forbade is tried again when there is room: not this one.
  await transact(table, [{ Delete: { Key: keys.conflict(emailIid, account, 'claim') } }])
  return unlink(table, { a: emailIid, b: account, kind: 'claim' }, { by: SELF, at, why: 'the person took it back' })
}

/** A link that came later than the undo, by somebody who died before seeing it. What a later claim has linked stays. */
const takeBackLate = async (table: Table, { id, emailIid, claim }: ClaimItem, at: Iso): Promise<void> => {
  if (!emailIid || !claim.proof) return
  const { account } = claim.proof
  const [told] = (await getAll(table, [keys.evidence(emailIid, account, 'claim')])) as [EvidenceItem | undefined]
  if (told?.active && told.why?.endsWith(`(claim ${id})`)) await takeBack(table, { emailIid, account }, at)
}

/**
 * Takes a claim back: at once, and at any time after. Ids are what they were before, unless other evidence holds the two together.
 * @returns `known` when there was nothing (more) to take back
 */
export const undoClaim = async (
  table: Table,
  { id, ...pair }: Pair & { id: string },
  at: Iso,
): Promise<SplitOutcome['outcome']> => {
  await changeClaim(table, id, { do: 'undo' }, at)
  try {
    return (await takeBack(table, pair, at)).outcome
  } catch (error) {
    if (error instanceof UnknownIdentityError) return 'known'
    throw error
  }
}

/**
 * Keeps the two apart, whatever anybody says later.
 * @throws StillConnectedError when other evidence makes them one person
 */
export const neverConnect = async (table: Table, { emailIid, account }: Pair, at: Iso): Promise<void> => {
  await keepApart(table, { a: emailIid, b: account }, { by: SELF, at, why: 'the person asked for it' })
}
