import { createHash } from 'node:crypto'
import type { Proof } from '../../shared/domain/connect/claim.ts'
import type { ClaimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { type ClaimPreview, previewClaim } from '../../shared/store/claim-link.ts'
import type { ClaimItem } from '../../shared/store/claims.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import type { Table } from '../../shared/store/table.ts'
import { accountName, maskedName, platformName } from './claim-names.ts'
import type { Agreement, Connected } from './claim-view.ts'

/** What somebody would agree to. `digest` is another one as soon as any of it is. */
export type Offer = Pick<Agreement, 'address' | 'account' | 'withAddress' | 'withAccount'> & { digest: string }

/** Accounts that are nobody's own. Whoever can make one say something has shown nothing. */
const NOBODYS = new Set(['bot', 'brand'])

const connectedIn =
  (words: ClaimWords) =>
  (identity: IdentityItem): Connected => ({
    what: platformName(identity.iid, words),
    name: maskedName(identity),
  })

const digestOf = (preview: ClaimPreview, proof: Proof): string => {
  const seen = [preview.address, preview.account].map(
    (side) => side && [side.personId, side.identities.map(({ iid }) => iid)],
  )
  return createHash('sha256')
    .update(JSON.stringify([proof.account, seen]))
    .digest('base64url')
}

/**
 * What a claim would connect, as it is now.
 * @returns undefined when the account is nobody's to claim: a bot, the brand's own, or gone
 */
export const offerOf = async (
  { table, words }: { table: Table; words: ClaimWords },
  item: ClaimItem,
  proof: Proof,
): Promise<Offer | undefined> => {
  const { emailIid = '', address = '' } = item
  const preview = await previewClaim(table, emailIid, proof.account)
  const sides = { address: preview.address?.identities ?? [], account: preview.account?.identities ?? [] }
  const own = sides.account.find(({ iid }) => iid === proof.account)
  if (own?.gone?.v || NOBODYS.has(own?.profile.role?.v ?? '')) return undefined
  const both = new Set([emailIid, proof.account])
  const others = sides.address.filter(({ iid }) => !both.has(iid))
  const named = new Set([...both, ...others.map(({ iid }) => iid)])
  return {
    address: maskAddress(address),
    account: { what: platformName(proof.account, words), name: accountName(own, words, proof.handle) },
    withAddress: others.map(connectedIn(words)),
    withAccount: sides.account.filter(({ iid }) => !named.has(iid)).map(connectedIn(words)),
    digest: digestOf(preview, proof),
  }
}
