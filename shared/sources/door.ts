import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { SourceSettings, SourceType } from '../domain/listen/source-settings.ts'
import { SourceSecretError } from './errors.ts'
import type { Keys } from './scheme.ts'
import { verificationOf, verifications } from './verification.ts'

/**
 * What a source's secret is made into: the token in its door's address, the secret that the platform is given, the keys
 * that signatures are checked with. The secret itself is JSON in Secrets Manager:
 * `{"current": "...", "previous": "...", "token": "..."}`; only `current` is needed.
 */

type SourceSecret = { current: string; previous?: string; token?: string }

const field = (secret: object, name: string): string | undefined => {
  const value: unknown = Object.getOwnPropertyDescriptor(secret, name)?.value
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  throw new SourceSecretError(`Field "${name}" of the source's secret has to be text.`)
}

const parsed = (secretJson: string): unknown => {
  try {
    return JSON.parse(secretJson)
  } catch {
    return undefined
  }
}

/** @throws SourceSecretError when it is no JSON object or holds no `current`: an empty key would let anybody sign */
const read = (secretJson: string): SourceSecret => {
  const secret = parsed(secretJson)
  if (typeof secret !== 'object' || secret === null)
    throw new SourceSecretError(
      'A source\'s secret has to be JSON such as {"current": "..."}: put that into Secrets Manager.',
    )
  const current = field(secret, 'current')
  if (current === undefined)
    throw new SourceSecretError('A source\'s secret needs a field "current" that is not empty.')
  const previous = field(secret, 'previous')
  const token = field(secret, 'token')
  return { current, ...(previous ? { previous } : {}), ...(token ? { token } : {}) }
}

/** 192 bits that only somebody with the secret can name, and from which the secret cannot be found. */
const derived = (secret: string): string =>
  createHmac('sha256', secret).update('earshot door token v1').digest().subarray(0, 24).toString('base64url')

/**
 * The token in the address of a source's door, `/hooks/{source}/{token}`: the secret's `token`, or one derived from
 * `current` (32 characters of base64url).
 * @throws SourceSecretError
 */
export const doorToken = (secretJson: string): string => {
  const secret = read(secretJson)
  return secret.token ?? derived(secret.current)
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether a token opens a source's door: the current one, or the one derived from the previous secret while that still
 * counts. Compares hashes, in constant time.
 * @throws SourceSecretError
 */
export const tokenMatches = (secretJson: string, token: string): boolean => {
  const { current, previous, token: own } = read(secretJson)
  const asked = digest(token)
  const valid = [own ?? derived(current), ...(previous ? [derived(previous)] : [])]
  return valid.reduce((found, one) => timingSafeEqual(digest(one), asked) || found, false)
}

/**
 * The secret in the form in which the platform wants it typed in: as it is, or `whsec_...` for Standard Webhooks.
 * @throws SourceSecretError
 */
export const senderSecret = (type: SourceType, secretJson: string): string =>
  verifications[type].scheme.key.shown(read(secretJson).current)

const verifyTokenOf = (secret: string): string =>
  createHmac('sha256', secret).update('earshot verify token v1').digest().subarray(0, 24).toString('base64url')

/**
 * The text that is typed in next to a door's address where a platform (Meta) repeats one in its challenge: derived from
 * `current`, 32 characters of base64url.
 * @throws SourceSecretError
 */
export const verifyToken = (secretJson: string): string => verifyTokenOf(read(secretJson).current)

/** The verify tokens that count: of the current secret and of the previous one. */
export const verifyTokens = (secretJson: string): string[] => {
  const { current, previous } = read(secretJson)
  return [current, ...(previous ? [previous] : [])].map(verifyTokenOf)
}

/** The keys that signatures of a source are checked with: the current one first, then the previous one. */
export const signingKeys = (type: SourceType, secretJson: string): Buffer[] => {
  const { current, previous } = read(secretJson)
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
