import { type BearerScheme, verifyBearer } from './bearer.ts'
import { type Ed25519Scheme, verifyEd25519 } from './ed25519.ts'
import type { CertificateScheme } from './sns-signature.ts'
import { type Headers, type HmacScheme, type KeyForm, type Verdict, verifyHmac } from './verify.ts'

/**
 * A platform that signs nothing: who knows the door's address may speak for it. What comes in this way is marked
 * `unverified`.
 */
export type TokenScheme = {
  kind: 'token'
  /** The source's secret: it makes the door's address. */
  key: KeyForm
  header?: never
  timestamp?: never
  idHeader?: never
}

/** Sources that send from within the account, and those that are asked: no address opens for them. */
export type InsideScheme = {
  kind: 'inside'
  key: KeyForm
  header?: never
  timestamp?: never
  idHeader?: never
}

/** A platform's way to show that a delivery is its own, told apart by `kind`; HMAC when left out. */
export type Scheme = HmacScheme | Ed25519Scheme | TokenScheme | BearerScheme | CertificateScheme | InsideScheme

/** The bytes that a delivery is checked with. */
export type Keys = {
  /** Of the current and the previous secret, for HMAC. */
  secret: Uint8Array[]
  /** Public keys from the source's settings, 32 bytes each, for Ed25519. */
  publicKeys: readonly Uint8Array[]
}

type Sent = { headers: Headers; body: Uint8Array; keys: Keys; nowSeconds: number }

const verifyOne = (scheme: Scheme, { keys, ...sent }: Sent): Verdict => {
  if (scheme.kind === 'token') return {}
  // The one needs more than a delivery to be checked (sns-signature.ts), the other has nothing to check it with.
  if (scheme.kind === 'certificate' || scheme.kind === 'inside') return { refused: 'signature_missing' }
  if (scheme.kind === 'bearer') return verifyBearer(scheme, { ...sent, keys: keys.secret })
  return scheme.kind === 'ed25519'
    ? verifyEd25519(scheme, { ...sent, keys: keys.publicKeys })
    : verifyHmac(scheme, { ...sent, keys: keys.secret })
}

/**
 * Checks a delivery by its platform's scheme, or else by the other one that the platform has (Standard Webhooks: v1a
 * beside v1), where the source's settings hold keys for it. The refusal is that of the first.
 * @param sent.nowSeconds seconds since the epoch, whole
 */
export const verifyDelivery = ({ scheme, also }: { scheme: Scheme; also?: Scheme }, sent: Sent): Verdict => {
  const first = verifyOne(scheme, sent)
  if (!first.refused || !also || sent.keys.publicKeys.length === 0) return first
  const other = verifyOne(also, sent)
  return other.refused ? first : other
}
