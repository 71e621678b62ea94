import { createPublicKey, verify } from 'node:crypto'
import {
  checkTime,
  type Headers,
  type KeyForm,
  SIGNED_ID,
  type SignatureParser,
  type Signed,
  type TimeRule,
  type Verdict,
} from './verify.ts'

/** The way to sign of a platform that keeps its private key to itself and gives out the public one. */
export type Ed25519Scheme = {
  kind: 'ed25519'
  /** The header that carries the signature, lower-case. */
  header: string
  parse: SignatureParser
  encoding: 'hex' | 'base64'
  /** What is signed: text with `{body}`, `{ts}` and `{id}`. */
  template: string
  /** The source's secret: it makes the door's address, and is no part of the signature. */
  key: KeyForm
  timestamp: TimeRule
  idHeader?: string
}

const KEY_BYTES = 32
const SIGNATURE_BYTES = 64
/** Each costs a tenth of a millisecond; a sender that rotates sends two. */
const MOST_SIGNATURES = 4

/** What is signed, as bytes. */
export const messageOf = (template: string, { body, ts, id }: Signed): Buffer =>
  Buffer.concat(
    template
      .split(/(\{body\}|\{ts\}|\{id\})/)
      .map((part) => (part === '{body}' ? body : Buffer.from(part === '{ts}' ? ts : part === '{id}' ? id : part))),
  )

/** The bytes of a signature; undefined when it is not written exactly as those bytes are. */
const bytesOf = (signature: string, encoding: 'hex' | 'base64'): Buffer | undefined => {
  const bytes = Buffer.from(signature, encoding)
  return bytes.length === SIGNATURE_BYTES && bytes.toString(encoding) === signature ? bytes : undefined
}

const keyOf = (raw: Uint8Array) =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' })

/**
 * Checks a delivery's Ed25519 signature over its raw bytes.
 * @param keys the public keys that count, 32 bytes each
 * @param nowSeconds seconds since the epoch, whole
 */
export const verifyEd25519 = (
  scheme: Ed25519Scheme,
  {
    headers,
    body,
    keys,
    nowSeconds,
  }: { headers: Headers; body: Uint8Array; keys: readonly Uint8Array[]; nowSeconds: number },
): Verdict => {
  if (keys.length === 0 || keys.some((key) => key.length !== KEY_BYTES)) return { refused: 'no_secret' }
  const value = headers[scheme.header]
  if (!value) return { refused: 'signature_missing' }
  const parsed = scheme.parse(value)
  if (!parsed || parsed.signatures.length === 0 || parsed.signatures.length > MOST_SIGNATURES)
    return { refused: 'signature_malformed' }
  const signatures = parsed.signatures.flatMap((signature) => bytesOf(signature, scheme.encoding) ?? [])
  if (signatures.length !== parsed.signatures.length) return { refused: 'signature_malformed' }

  const ts = headers[scheme.timestamp.header ?? '']
  const late = checkTime(scheme.timestamp, ts, nowSeconds)
  if (late || !ts) return { refused: late ?? 'timestamp_missing' }
  const id = scheme.idHeader ? headers[scheme.idHeader] : undefined
  if (scheme.idHeader && !(id && SIGNED_ID.test(id))) return { refused: 'id_missing' }

  const message = messageOf(scheme.template, { body, ts, id: id ?? '' })
  const good = signatures.some((signature) => keys.some((key) => verify(null, message, keyOf(key), signature)))
  return good ? { ...(id ? { id } : {}), timestamp: Number(ts) } : { refused: 'signature_mismatch' }
}
