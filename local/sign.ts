import { createHash } from 'node:crypto'
import type { SourceType } from '../shared/domain/settings.ts'
import { verifications } from '../shared/sources/verification.ts'
import { signatureOf, timeIn } from '../shared/sources/verify.ts'

/** What stands before the signature in its header; `{ts}` is the signed time. */
const PREFIXES: Partial<Record<SourceType, string>> = { standard: 'v1,' }

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
