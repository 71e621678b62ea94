import { createHash, createHmac } from 'node:crypto'
import { SourceSecretError } from './errors.ts'

/**
 * A source's secret: JSON in Secrets Manager, `{"current": "...", "previous": "...", "token": "...", "apiToken": "..."}`. Only
 * `current` is needed.
 */

/** What is in it. `token`: the door's, where it must not follow from `current`. */
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

const objectOf = (secretJson: string): object => {
  const secret = parsed(secretJson)
  if (typeof secret === 'object' && secret !== null) return secret
  throw new SourceSecretError(
    'A source\'s secret has to be JSON such as {"current": "..."}: put that into Secrets Manager.',
  )
}

/** @throws SourceSecretError when it is no JSON object or holds no `current`: an empty key would let anybody sign */
export const readSourceSecret = (secretJson: string): SourceSecret => {
  const secret = objectOf(secretJson)
  const current = field(secret, 'current')
  if (current === undefined)
    throw new SourceSecretError('A source\'s secret needs a field "current" that is not empty.')
  const previous = field(secret, 'previous')
  const token = field(secret, 'token')
  return { current, ...(previous ? { previous } : {}), ...(token ? { token } : {}) }
}

/** 192 bits that only somebody with the secret can name, and from which the secret cannot be found. */
export const derivedToken = (secret: string): string =>
  createHmac('sha256', secret).update('earshot door token v1').digest().subarray(0, 24).toString('base64url')

/**
 * The token in the address of a source's door, `/hooks/{source}/{token}`: the secret's `token`, or one derived from
 * `current` (32 characters of base64url).
 * @throws SourceSecretError
 */
export const doorToken = (secretJson: string): string => {
  const secret = readSourceSecret(secretJson)
  return secret.token ?? derivedToken(secret.current)
}

/** Names a door by its token, and tells nothing of it: 12 characters of base64url. */
export const doorMark = (token: string): string =>
  createHash('sha256').update(`door mark v1 ${token}`).digest('base64url').slice(0, 12)

/**
 * Whether somebody has closed the door (`npm run source -- remove`): its secret is one that nobody knows, and nobody may be told.
 * @throws SourceSecretError
 */
export const isClosed = (secretJson: string): boolean => field(objectOf(secretJson), 'closed') !== undefined

/** The token with which the platform's own API is asked; undefined when there is none. @throws SourceSecretError */
export const apiTokenOf = (secretJson: string): string | undefined => field(objectOf(secretJson), 'apiToken')
