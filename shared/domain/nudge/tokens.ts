import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import * as z from 'zod/mini'

/**
 * Tokens in the links of an email: `version | key id | payload | HMAC-SHA256[0..16]`, base64url. Each purpose has a key of
 * its own (HKDF), so that a token for one can never be used as another. They have no expiry: an unsubscribe link has to
 * work for as long as the email exists. A token names ids, never an address.
 */

/**
 * `unsub` turns mail down, `prefs` shows choices and turns mail down, `confirm` is in an email that asks for a yes, `click` leads to content, `claim` shows that somebody reads an address, `undo`
 * takes a claim back. The others are no tokens: they make forms, codes and sign-ins that only we can make.
 */
type TokenPurpose =
  | 'unsub'
  | 'prefs'
  | 'confirm'
  | 'click'
  | 'claim'
  | 'undo'
  | 'claim form'
  | 'claim code'
  | 'sign-in'
  | 'caller'

const VERSION = 1
const KID_BYTES = 2
const MAC_BYTES = 16
const HEAD_BYTES = 1 + KID_BYTES

/** The secret behind the tokens: the newest signs, all verify. */
export type TokenKeys = readonly { readonly kid: Buffer; readonly of: (purpose: TokenPurpose) => Buffer }[]

/** The tokens' secret is not what it has to be; never says what it is. */
export class TokenSecretError extends Error {
  override name = 'TokenSecretError'
  constructor(cause: unknown) {
    super(
      'The tokens secret must be JSON such as {"current": "<32 or more random characters>", "previous": ["..."]}. Put that into it.',
      { cause },
    )
  }
}

const root = z.string().check(z.minLength(16))
const secretSchema = z.object({ current: root, previous: z.optional(z.union([root, z.array(root)])) })

const derive = (secret: string, info: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'earshot', `token v${VERSION} ${info}`, bytes))

const keyOf = (secret: string): TokenKeys[number] => {
  const known = new Map<TokenPurpose, Buffer>()
  const of = (purpose: TokenPurpose): Buffer => {
    const key = known.get(purpose) ?? derive(secret, purpose, 32)
    known.set(purpose, key)
    return key
  }
  return { kid: derive(secret, 'key id', KID_BYTES), of }
}

/**
 * Reads the tokens' secret.
 * @param secret JSON: `current`, and in `previous` those that were current once
 * @throws TokenSecretError
 */
export const readTokenKeys = (secret: string): TokenKeys => {
  try {
    const { current, previous = [] } = z.parse(secretSchema, JSON.parse(secret))
    return [current, ...[previous].flat()].map(keyOf)
  } catch (error) {
    throw new TokenSecretError(error)
  }
}

const macOf = (key: Buffer, signed: Buffer): Buffer =>
  createHmac('sha256', key).update(signed).digest().subarray(0, MAC_BYTES)

const sign = (keys: TokenKeys, purpose: TokenPurpose, fields: readonly string[]): string => {
  const key = keys[0]
  if (!key) throw new RangeError('No key to sign a token with: readTokenKeys always gives one.')
  const signed = Buffer.concat([Buffer.of(VERSION), key.kid, Buffer.from(JSON.stringify(fields).slice(1, -1))])
  return Buffer.concat([signed, macOf(key.of(purpose), signed)]).toString('base64url')
}

const verify = (keys: TokenKeys, purpose: TokenPurpose, token: string): string[] | undefined => {
  const bytes = Buffer.from(token, 'base64url')
  // Base64url has several spellings of the same bytes: only the one that we write counts.
  if (bytes.toString('base64url') !== token || bytes.length <= HEAD_BYTES + MAC_BYTES || bytes[0] !== VERSION)
    return undefined
  const signed = bytes.subarray(0, -MAC_BYTES)
  const mac = bytes.subarray(-MAC_BYTES)
  const kid = bytes.subarray(1, HEAD_BYTES)
  const genuine = keys.some((key) => key.kid.equals(kid) && timingSafeEqual(macOf(key.of(purpose), signed), mac))
  return genuine ? (JSON.parse(`[${signed.toString('utf8', HEAD_BYTES)}]`) as string[]) : undefined
}

const EMAIL = 'email:'
/** 64 hexadecimal digits take 43 characters as base64url. */
const pack = (hash: string): string =>
  /^[0-9a-f]{64}$/.test(hash) ? `~${Buffer.from(hash, 'hex').toString('base64url')}` : hash
const unpack = (text: string): string =>
  text.startsWith('~') ? Buffer.from(text.slice(1), 'base64url').toString('hex') : text

/** What an unsubscribe token is about: an email identity (`email:<hash>`) and the topic that the email was about. */
export type UnsubscribeClaim = { emailIid: string; topic: string }
/** What a click token is about: a decision, by its key. */
export type ClickClaim = { iid: string; id: string }

/** @param purpose `unsub`, or `prefs` for the page of all choices */
export const unsubscribeToken = (
  keys: TokenKeys,
  { emailIid, topic }: UnsubscribeClaim,
  purpose: 'unsub' | 'prefs' = 'unsub',
): string => sign(keys, purpose, [pack(emailIid.slice(EMAIL.length)), topic])

/** @returns undefined for anything that is not exactly a token of ours for this purpose */
export const readUnsubscribeToken = (
  keys: TokenKeys,
  token: string,
  purpose: 'unsub' | 'prefs' = 'unsub',
): UnsubscribeClaim | undefined => {
  const [hash, topic] = verify(keys, purpose, token) ?? []
  return hash !== undefined && topic !== undefined ? { emailIid: `${EMAIL}${unpack(hash)}`, topic } : undefined
}

/** What a confirm token is about: something that is wanted of an address, by its id. */
export type ConfirmClaim = { emailIid: string; id: string }

/** The token in the link of an email that asks whoever reads an address for a yes. */
export const confirmToken = (keys: TokenKeys, { emailIid, id }: ConfirmClaim): string =>
  sign(keys, 'confirm', [pack(emailIid.slice(EMAIL.length)), id])

/** @returns undefined for anything that is not exactly a confirm token of ours */
export const readConfirmToken = (keys: TokenKeys, token: string): ConfirmClaim | undefined => {
  const [hash, id] = verify(keys, 'confirm', token) ?? []
  return hash !== undefined && id !== undefined ? { emailIid: `${EMAIL}${unpack(hash)}`, id } : undefined
}

export const clickToken = (keys: TokenKeys, { iid, id }: ClickClaim): string => sign(keys, 'click', [iid, id])

/** @returns undefined for anything that is not exactly a click token of ours */
export const readClickToken = (keys: TokenKeys, token: string): ClickClaim | undefined => {
  const [iid, id] = verify(keys, 'click', token) ?? []
  return iid !== undefined && id !== undefined ? { iid, id } : undefined
}

/** The token in the link that shows that somebody reads an address. @param id the claim's */
export const claimToken = (keys: TokenKeys, id: string): string => sign(keys, 'claim', [id])

/** @returns the claim's id; undefined for anything that is not exactly a claim token of ours */
export const readClaimToken = (keys: TokenKeys, token: string): string | undefined => verify(keys, 'claim', token)?.[0]

/** What an undo token is about: a claim, and the two identities that it connected. */
export type UndoClaim = { id: string; emailIid: string; account: string }

/** The token in the link that takes a claim back. It names all that it takes, so that it works for ever. */
export const undoToken = (keys: TokenKeys, { id, emailIid, account }: UndoClaim): string =>
  sign(keys, 'undo', [id, pack(emailIid.slice(EMAIL.length)), account])

/** @returns undefined for anything that is not exactly an undo token of ours */
export const readUndoToken = (keys: TokenKeys, token: string): UndoClaim | undefined => {
  const [id, hash, account] = verify(keys, 'undo', token) ?? []
  return id !== undefined && hash !== undefined && account !== undefined
    ? { id, emailIid: `${EMAIL}${unpack(hash)}`, account }
    : undefined
}

/**
 * What only we can make of a text, under each key that is still good; the newest comes first.
 * @param purpose so that what is made for one thing is never good for another
 */
export const macsOf = (
  keys: TokenKeys,
  purpose: 'claim form' | 'claim code' | 'sign-in' | 'caller',
  text: string,
): Buffer[] => keys.map((key) => createHmac('sha256', key.of(purpose)).update(text).digest())

/** A short name for a token in logs and idempotency keys; the token cannot be got back from it. */
export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16)
