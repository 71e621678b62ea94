import { codeHash, codeOf } from '../../shared/domain/connect/claim-code.ts'
import type { ClaimKey } from '../../shared/domain/connect/pages/claim-keys.ts'
import type { ClaimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { macsOf, type TokenKeys } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import type { ClaimItem } from '../../shared/store/claims.ts'
import type { IdentityItem } from '../../shared/store/items.ts'

/** How accounts and addresses are called on pages: enough to recognise one's own, little for anybody else. */

const PLATFORMS: Readonly<Record<string, string>> = {
  github: 'GitHub',
  bluesky: 'Bluesky',
  discord: 'Discord',
  youtube: 'YouTube',
  x: 'X',
}
const WORDED: Readonly<Record<string, ClaimKey>> = { crm: 'customer_file', email: 'email_address' }

/** A platform's name for people; one without a name of its own goes by its source's. */
export const platformName = (iid: string, words: ClaimWords): string => {
  const name = iid.slice(0, iid.indexOf(':'))
  const key = WORDED[name]
  if (key !== undefined) return words.say(key)
  return PLATFORMS[name] ?? name.charAt(0).toUpperCase() + name.slice(1)
}

/** A handle that reads as one; anything else might be a message. */
const plainHandle = (handle: string | undefined): string | undefined =>
  handle !== undefined && /^[\p{L}\p{N}._-]{1,60}$/u.test(handle) ? handle : undefined

/** The account that a claim is about, in full: whoever has shown that it is theirs knows it. */
export const accountName = (identity: IdentityItem | undefined, words: ClaimWords, handle?: string): string =>
  plainHandle(identity?.profile.handle?.v ?? handle) ?? words.say('your_account')

/** Something that is connected already: recognisable, not readable. */
export const maskedName = ({ address, profile, accountId }: IdentityItem): string => {
  if (address !== undefined) return maskAddress(address)
  const name = plainHandle(profile.handle?.v) ?? accountId
  return `${[...name][0] ?? ''}***`
}

/** The code that a claim gives out as its `count`-th. It can be made again, so that only its hash is kept. */
export const codesOf = (keys: TokenKeys, id: string, count: number): string[] =>
  macsOf(keys, 'claim code', JSON.stringify([id, count])).map((mac) => codeOf(mac))

/** The code that is live; undefined when there is none, or the key that made it is gone. */
export const liveCode = (keys: TokenKeys, { id, claim }: ClaimItem): string | undefined =>
  codesOf(keys, id, claim.codes).find((code) => codeHash(code) === claim.code?.hash)
