import { createHash } from 'node:crypto'
import type { SourceType } from '../shared/domain/settings.ts'
import { verifications } from '../shared/sources/verification.ts'
import { signatureOf, timeIn } from '../shared/sources/verify.ts'

/** What stands before the signature in its header; `{ts}` is the signed time. */
const PREFIXES: Partial<Record<SourceType, string>> = { shopify: '', slack: 'v0=', standard: 'v1,' }

/** PKCS #8 of an Ed25519 key is this and the 32 bytes of its seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const ed25519 = (scheme: Ed25519Scheme, seed: string, signed: Signed): string => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(seed, 'hex')]), format: 'der', type: 'pkcs8' })
  return signWith(null, messageOf(scheme.template, signed), key).toString(scheme.encoding)
}

/**
 * Signs a body as the platform would. For the demo, tests and tools that send to a door.
 * @param secret in the form in which the platform has it typed in (`whsec_...` for Standard Webhooks)
 * @param now milliseconds since the epoch; counts where the platform signs a time
 * @param id the delivery's id where the platform signs one; by default made from the body
 * @returns the headers that carry the signature, lower-case
 */
export const sign = (
  type: SourceType,
  secret: string,
  body: string | Uint8Array,
  now: number,
  id: string = `msg_${createHash('sha256').update(body).digest('hex').slice(0, 24)}`,
): Record<string, string> => {
  const { scheme } = verifications[type]
  const ts = timeIn(scheme.timestamp?.form, now)
  const signature = signatureOf(scheme, scheme.key.bytes(secret), { body: Buffer.from(body), ts, id })
  return {
    [scheme.header]: `${(PREFIXES[type] ?? 'sha256=').replace('{ts}', ts)}${signature}`,
    ...(scheme.timestamp?.header ? { [scheme.timestamp.header]: ts } : {}),
    ...(scheme.idHeader ? { [scheme.idHeader]: id } : {}),
  }
}
