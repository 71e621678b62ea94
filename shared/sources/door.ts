import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { SourceSettings, SourceType } from '../domain/listen/source-settings.ts'
import type { Keys } from './scheme.ts'
import { derivedToken, doorToken, readSourceSecret } from './source-secret.ts'
import { verificationOf, verifications } from './verification.ts'

export { doorToken } from './source-secret.ts'

/**
 * What a source's secret is made into: the token in its door's address, the secret that the platform is given, the keys
 * that signatures are checked with. What is in the secret itself: source-secret.ts.
 */

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The tokens that count, the current one first: beside it the one derived from the previous secret while that still counts. */
const doorTokens = (secretJson: string): string[] => {
  const { previous } = readSourceSecret(secretJson)
  return [doorToken(secretJson), ...(previous ? [derivedToken(previous)] : [])]
}

/**
 * Whether a token opens a source's door: one of those that count. Compares hashes, in constant time.
 * @throws SourceSecretError
 */
export const tokenMatches = (secretJson: string, token: string): boolean => {
  const asked = digest(token)
  return doorTokens(secretJson).reduce((found, one) => timingSafeEqual(digest(one), asked) || found, false)
}

/**
 * The secret in the form in which the platform wants it typed in: as it is, or `whsec_...` for Standard Webhooks.
 * @throws SourceSecretError
 */
export const senderSecret = (type: SourceType, secretJson: string): string =>
  verifications[type].scheme.key.shown(readSourceSecret(secretJson).current)

const verifyTokenOf = (token: string): string =>
  createHmac('sha256', token).update('earshot verify token v1').digest().subarray(0, 24).toString('base64url')

/**
 * The text that is typed in next to a door's address where a platform (Meta) repeats one in its challenge: derived from the
 * door's token, so that it stays as long as the address does. 32 characters of base64url.
 * @throws SourceSecretError
 */
export const verifyToken = (secretJson: string): string => verifyTokenOf(doorToken(secretJson))

/** The verify tokens that count: of each address that does. */
export const verifyTokens = (secretJson: string): string[] => doorTokens(secretJson).map(verifyTokenOf)

/** The keys that signatures of a source are checked with: the current one first, then the previous one. */
export const signingKeys = (type: SourceType, secretJson: string): Buffer[] => {
  const { current, previous } = readSourceSecret(secretJson)
  const { key } = verifications[type].scheme
  return [current, ...(previous ? [previous] : [])].map((secret) => key.bytes(secret))
}

/** The keys that a source's deliveries are checked with. @throws SourceSecretError */
export const keysOf = (settings: SourceSettings, secretJson: string): Keys => ({
  secret: signingKeys(settings.type, secretJson),
  publicKeys: verifications[settings.type].publicKeys?.(settings) ?? [],
})

/** The header, lower-case, in which a source's deliveries have their signature; empty where there is none. */
export const signatureHeader = (settings: SourceSettings): string => verificationOf(settings).scheme.header ?? ''
