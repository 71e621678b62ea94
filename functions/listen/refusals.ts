import type { SnsRefusal } from '../../shared/sources/sns-signature.ts'
import type { Refusal } from '../../shared/sources/verify.ts'

/** Why a delivery was not taken: the dimension of the metric, and the word in the log. */
export type Reason =
  | Refusal
  | SnsRefusal
  | 'unknown_door'
  | 'not_a_post'
  | 'too_large'
  | 'not_base64'
  | 'challenge_refused'
  | 'unknown_topic'
  | 'unsupported_format'
  | 'malformed'
  | 'busy'
  | 'unavailable'

/** A delivery that is not taken, and what its sender is told. */
export type Refused = { reason: Reason; message: string }

/** To all that is not signed as it should be, whatever is wrong with the signature. */
export const UNSIGNED = 401

/** What the sender is answered with. Never 404 or 410 to a known door: some platforms switch a webhook off for that. */
export const STATUS: Record<Reason, number> = {
  unknown_door: 404,
  not_a_post: 405,
  too_large: 413,
  not_base64: 400,
  signature_missing: UNSIGNED,
  signature_malformed: UNSIGNED,
  signature_mismatch: UNSIGNED,
  timestamp_missing: UNSIGNED,
  timestamp_malformed: UNSIGNED,
  timestamp_too_old: UNSIGNED,
  timestamp_in_the_future: UNSIGNED,
  id_missing: UNSIGNED,
  signature_version: UNSIGNED,
  certificate_untrusted: UNSIGNED,
  no_secret: 503,
  wrong_tenant: 403,
  challenge_refused: 403,
  // WebSub asks for just this: a topic that nobody wanted is not subscribed to.
  unknown_topic: 404,
  unsupported_format: 415,
  malformed: 400,
  busy: 429,
  unavailable: 503,
}

/** @param header the header that carries the source's signature */
export const signatureRefused = (reason: Refusal, header: string): Refused => ({
  reason,
  message: `The delivery is not taken: ${reason.replaceAll('_', ' ')} (header ${header}). Sign the bytes as they are sent, with this source's secret.`,
})
