import type { SourceSettings, SourceType } from '../domain/listen/source-settings.ts'
import type { Answered, Asked } from './challenge.ts'
import type { Ed25519Scheme } from './ed25519.ts'
import type { Scheme, TokenScheme } from './scheme.ts'
import type { Headers, HmacScheme } from './verify.ts'

/**
 * What the door has to know of each platform, and no more: the door's bundle holds this table and none of the
 * normalisers.
 */
export type SourceVerification<S extends Scheme = Scheme> = {
  scheme: S
  /** Another way to sign that the platform has, for sources whose settings hold its public keys. */
  also?: Ed25519Scheme
  /** The public keys in a source's settings, 32 bytes each. */
  publicKeys?: (settings: SourceSettings) => Buffer[]
  /** Reads a body that is no JSON, at the door and behind it. @throws MalformedDeliveryError */
  read?: (body: Buffer) => object
  /** Headers, lower-case, that the normaliser needs; all others are dropped at the door. */
  keep: readonly string[]
  /** The header with the platform's own id of the delivery, if it stays the same when a delivery is tried again. */
  idHeader?: string
  /** Other names under which the platform sends the same headers: other name → the name used here. */
  aliases?: Readonly<Record<string, string>>
  /** A greeting that the platform does not sign: answered with 200 at the door's address, and nothing is taken in. */
  unsignedPing?: (headers: Headers, body: Uint8Array) => boolean
  /** A greeting that is answered and goes no further. */
  isPing?: (headers: Headers) => boolean
  /** Looks whether a delivery with a good signature is meant for this source at all; if not, says why. */
  wrongTenant?: (headers: Headers, settings: SourceSettings) => string | undefined
  /** Answers a GET by which the platform makes sure of the door; undefined when it is no such question. */
  challenge?: (asked: Asked) => Answered | undefined
  /** The challenge repeats a verify token, which is typed in next to the door's address. */
  verifyToken?: true
  /** Answers a verified POST by which the platform makes sure of the door; undefined when it is a delivery. */
  greeting?: (body: object) => Answered | undefined
  /** The status by which the platform knows that a delivery was taken; 202 when left out. */
  success?: 200 | 204
}

/** How each platform's deliveries are checked; what is not named here signs with an HMAC. */
type SchemeOf<T extends SourceType> = T extends 'trustpilot'
  ? TokenScheme
  : T extends 'discord'
    ? Ed25519Scheme
    : HmacScheme

/** The rows of some platforms. */
export type Rows<T extends SourceType> = { [One in T]: SourceVerification<SchemeOf<One>> }
