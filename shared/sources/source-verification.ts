import type { InsideType } from '../domain/listen/event-settings.ts'
import type { PulledType } from '../domain/listen/pull-settings.ts'
import type { SourceSettings, SourceType } from '../domain/listen/source-settings.ts'
import type { BearerScheme } from './bearer.ts'
import type { Answered, Asked } from './challenge.ts'
import type { Ed25519Scheme } from './ed25519.ts'
import type { Permission } from './handshake.ts'
import type { InsideScheme, Scheme, TokenScheme } from './scheme.ts'
import type { CertificateScheme } from './sns-signature.ts'
import type { Headers, HmacScheme } from './verify.ts'

/**
 * What the door has to know of each platform, and no more: the door's bundle holds this table and none of the
 * normalisers.
 */
export type SourceVerification<S extends Scheme = Scheme> = {
  scheme: S
  /** The row as a source's settings make it, where they say how its sender signs; see `verificationOf`. */
  of?: (settings: SourceSettings) => SourceVerification
  /** Another way to sign that the platform has, for sources whose settings hold its public keys. */
  also?: Ed25519Scheme
  /** The public keys in a source's settings, 32 bytes each. */
  publicKeys?: (settings: SourceSettings) => Buffer[]
  /** Reads a body that is no JSON, at the door and behind it. @throws MalformedDeliveryError */
  read?: (body: Buffer, headers: Headers) => object
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
  /** The same, by what the body says: only where a sender is better told than ignored. */
  wrongSender?: (body: object, settings: SourceSettings) => string | undefined
  /** The delivery's own id by its body, if it stays the same when a delivery is tried again. */
  idIn?: (body: object) => string | undefined
  /** Answers an OPTIONS by which a sender asks whether it may send here; undefined when it is no such question. */
  preflight?: (headers: Headers, settings: SourceSettings) => Permission | undefined
  /** The sender waits as long as `Retry-After` says when it is told 429. */
  waits?: true
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
type SchemeOf<T extends SourceType> = T extends 'trustpilot' | 'token'
  ? TokenScheme
  : T extends 'discord'
    ? Ed25519Scheme
    : T extends 'cloudevents'
      ? BearerScheme
      : T extends 'sns'
        ? CertificateScheme
        : T extends InsideType | PulledType
          ? InsideScheme
          : HmacScheme

/** The rows of some platforms. */
export type Rows<T extends SourceType> = { [One in T]: SourceVerification<SchemeOf<One>> }
