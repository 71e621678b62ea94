import { createHash, createPrivateKey, sign as signWith } from 'node:crypto'
import type { SourceSettings, SourceType } from '../shared/domain/listen/source-settings.ts'
import { type Ed25519Scheme, messageOf } from '../shared/sources/ed25519.ts'
import { schemeOf, verificationOf, verifications } from '../shared/sources/verification.ts'
import { type Signed, signatureOf, timeIn } from '../shared/sources/verify.ts'

/** What stands before the signature in its header; `{ts}` is the signed time. */
const PREFIXES: Partial<Record<SourceType, string>> = {
  linkedin: '',
  discord: '',
  hmac: '',
  intercom: 'sha1=',
  shopify: '',
  slack: 'v0=',
  standard: 'v1,',
  stripe: 't={ts},v1=',
  woocommerce: '',
  zendesk: '',
  youtube: 'sha1=',
}

const prefixOf = (as: SourceType | SourceSettings): string => {
  if (typeof as === 'string') return PREFIXES[as] ?? 'sha256='
  return as.type === 'hmac' ? (as.signature.prefix ?? '') : prefixOf(as.type)
}

/** PKCS #8 of an Ed25519 key is this and the 32 bytes of its seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const ed25519 = (scheme: Ed25519Scheme, seed: string, signed: Signed): string => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(seed, 'hex')]), format: 'der', type: 'pkcs8' })
  return signWith(null, messageOf(scheme.template, signed), key).toString(scheme.encoding)
}

/**
 * Signs a body as the platform would. For the demo, tests and tools that send to a door.
 * @param as the platform; for a source of type `hmac` its settings, which say how it signs
 * @param secret in the form in which the platform has it typed in (`whsec_...` for Standard Webhooks); where the platform
 * signs with a private key of its own, the 32 bytes of that as hex
 * @param now milliseconds since the epoch; counts where the platform signs a time
 * @param id the delivery's id where the platform signs one; by default made from the body
 * @returns the headers that carry the signature, lower-case
 */
export const sign = (
  as: SourceType | SourceSettings,
  secret: string,
  body: string | Uint8Array,
  now: number,
  id: string = `msg_${createHash('sha256').update(body).digest('hex').slice(0, 24)}`,
): Record<string, string> => {
  const scheme = typeof as === 'string' ? schemeOf(as) : verificationOf(as).scheme
  if (scheme.kind === 'token' || scheme.kind === 'certificate' || scheme.kind === 'inside') return {}
  if (scheme.kind === 'bearer') return { [scheme.header]: `Bearer ${secret}` }
  const ts = timeIn(scheme.timestamp?.form, now)
  const signed = { body: Buffer.from(body), ts, id }
  const signature =
    scheme.kind === 'ed25519' ? ed25519(scheme, secret, signed) : signatureOf(scheme, scheme.key.bytes(secret), signed)
  return {
    [scheme.header]: `${prefixOf(as).replace('{ts}', ts)}${signature}`,
    ...(scheme.timestamp?.header ? { [scheme.timestamp.header]: ts } : {}),
    ...(scheme.idHeader ? { [scheme.idHeader]: id } : {}),
  }
}

/**
 * Signs a body with a key pair as a sender of Standard Webhooks does (v1a).
 * @param privateKey `whsk_` and base64 of the 32 bytes of a seed, which the public key may follow
 */
export const signV1a = (
  privateKey: string,
  body: string | Uint8Array,
  now: number,
  id: string,
): Record<string, string> => {
  const scheme = verifications.standard.also
  if (!scheme) return {}
  const ts = timeIn(undefined, now)
  const seed = Buffer.from(privateKey.replace(/^whsk_/, ''), 'base64')
    .subarray(0, 32)
    .toString('hex')
  const signature = ed25519(scheme, seed, { body: Buffer.from(body), ts, id })
  return { 'webhook-id': id, 'webhook-timestamp': ts, 'webhook-signature': `v1a,${signature}` }
}
