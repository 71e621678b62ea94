import { createHash } from 'node:crypto'

/**
 * One-time codes that a person posts from an account to show that it is theirs: `earshot-claim-7k2m-9qxd-c4tz`. Twelve characters
 * of Crockford's base 32 (60 bits): nobody guesses one within the day that it lives, and nobody mistakes 0 for O.
 */

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 12
const PREFIX = 'earshot-claim-'

/** Accounts that a post addresses (`@brand`, `@brand@host`), which many platforms want in front of a reply. */
const ADDRESSED = /^(?:@[\w.@-]{1,120}[,:]?\s+)*/
const CODE = /^earshot-claim-([0-9a-z]{4})-?([0-9a-z]{4})-?([0-9a-z]{4})$/

/** @param bytes at least 8 that nobody can foresee; the same bytes make the same code */
export const codeOf = (bytes: Uint8Array): string => {
  const bits = Buffer.from(bytes).readBigUInt64BE(0)
  const chars = Array.from({ length: LENGTH }, (_, at) => ALPHABET[Number((bits >> BigInt(5 * at)) & 31n)]).join('')
  return PREFIX + chars.replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * The code that a post is. It has to be all that the post says: a code within other words may be a quotation of somebody else's,
 * or words that somebody was talked into.
 * @returns the code as {@link codeOf} writes it, whatever the case and the look-alikes (o, i, l); undefined when it is none
 */
export const codeIn = (text: string): string | undefined => {
  if (text.length > 500) return undefined
  const [, ...groups] = CODE.exec(text.trim().replace(ADDRESSED, '').toLowerCase()) ?? []
  if (groups.length === 0) return undefined
  const same = groups.map((group) => group.replaceAll('o', '0').replaceAll(/[il]/g, '1'))
  return same.some((group) => group.includes('u')) ? undefined : PREFIX + same.join('-')
}

/** What is kept of a code, and what it is looked up by. */
export const codeHash = (code: string): string => createHash('sha256').update(code).digest('hex')
