import { createHash, timingSafeEqual } from 'node:crypto'
import type { Headers, KeyForm, Verdict } from './verify.ts'

/**
 * A sender that shows the source's secret itself (RFC 6750, 2.1): nothing is signed, but the secret is in no address and
 * so in no log of addresses.
 */
export type BearerScheme = {
  kind: 'bearer'
  /** The header that carries the token, lower-case. */
  header: string
  key: KeyForm
  timestamp?: never
  idHeader?: never
}

const TOKEN = /^bearer ([A-Za-z0-9._~+/-]{1,512}=*)$/i

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/**
 * Checks the token against every secret that counts, in constant time.
 * @param sent.keys the current and the previous secret; empty ones are refused
 */
export const verifyBearer = (
  { header }: BearerScheme,
  { headers, keys }: { headers: Headers; keys: readonly Uint8Array[] },
): Verdict => {
  if (keys.length === 0 || keys.some((key) => key.length === 0)) return { refused: 'no_secret' }
  const value = headers[header]
  if (!value) return { refused: 'signature_missing' }
  const [, token] = TOKEN.exec(value) ?? []
  if (token === undefined) return { refused: 'signature_malformed' }
  const given = digest(Buffer.from(token))
  const found = keys.reduce((known, key) => timingSafeEqual(digest(key), given) || known, false)
  return found ? {} : { refused: 'signature_mismatch' }
}
