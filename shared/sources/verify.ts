import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * One verifier for every platform that signs with an HMAC. What differs between platforms is a row of data: an
 * {@link HmacScheme}. It works on the raw bytes of the body, before anything parses them.
 */

/** Headers by lower-case name. */
export type Headers = Readonly<Record<string, string>>

/** The hashes that platforms make an HMAC with. */
type HmacAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** What a signature header's value says; `undefined` when it is not of the expected form at all. */
export type SignatureParser = (
  value: string,
) => { signatures: string[]; timestamp?: string; algorithm?: HmacAlgorithm } | undefined

/** How a stored secret becomes the bytes of a key, and the form in which the platform wants it typed in. */
export type KeyForm = { bytes: (secret: string) => Buffer; shown: (secret: string) => string }

/** How a signed time is written: a whole number since the epoch, or ISO 8601 in UTC. What is signed is the text itself. */
export type TimeForm = 'seconds' | 'milliseconds' | 'iso'

/** Where the signed time is: a header, or in the signature header itself. In seconds when `form` is left out. */
export type TimeRule = { header?: string; toleranceSeconds: number; form?: TimeForm }

/** One platform's way to sign with a shared secret. */
export type HmacScheme = {
  kind?: 'hmac'
  /** The header that carries the signature, lower-case. */
  header: string
  parse: SignatureParser
  /** The one that counts, unless the header names another. */
  algorithm: HmacAlgorithm
  encoding: 'hex' | 'base64'
  /** What is signed: text with `{body}` and, if the platform signs them, `{ts}` and `{id}`. */
  template: string
  key: KeyForm
  timestamp?: TimeRule
  /** The header with the signed id of the delivery. */
  idHeader?: string
}

/** Why a delivery was refused: the value of the metric's dimension, and of the log. */
export type Refusal =
  | 'signature_missing'
  | 'signature_malformed'
  | 'signature_mismatch'
  | 'timestamp_missing'
  | 'timestamp_malformed'
  | 'timestamp_too_old'
  | 'timestamp_in_the_future'
  | 'id_missing'
  | 'no_secret'

/** `ok` when `refused` is missing. `id` and `timestamp` only where the scheme signs them. */
export type Verdict = { refused?: Refusal; id?: string; timestamp?: number }

/** `sha256=<signature>`; with an empty prefix the value is the signature. */
export const prefixed =
  (prefix: string): SignatureParser =>
  (value) =>
    value.startsWith(prefix) ? { signatures: [value.slice(prefix.length)] } : undefined

/** `sha256=<signature>` with any method that WebSub knows (W3C, 8). */
export const named: SignatureParser = (value) => {
  const [, method, signature] = /^(sha1|sha256|sha384|sha512)=([0-9a-f]{1,200})$/.exec(value) ?? []
  return method && signature ? { signatures: [signature], algorithm: method as HmacAlgorithm } : undefined
}

/** `v1,<signature> v1,<signature> v2,<...>`: entries of other versions are passed over. */
export const spaced =
  (version: string): SignatureParser =>
  (value) => {
    const entries = value.split(' ').map((entry) => entry.split(','))
    // Two headers that a proxy joined with a comma make an entry of more than two parts: nobody knows which one counts.
    if (entries.some((parts) => parts.length !== 2)) return undefined
    return { signatures: entries.flatMap(([name, signature]) => (name === version && signature ? [signature] : [])) }
  }

/**
 * `t=<time>,v1=<signature>,v1=<signature>,v0=<...>`: pairs of other names are passed over.
 * @param time the name of the pair with the signed time, of which there may be one only
 * @param signature the name of the pairs with signatures
 */
export const pairs =
  (time: string, signature: string): SignatureParser =>
  (value) => {
    const entries = value.split(',').map((entry) => entry.split('='))
    if (entries.some(([name = '', ...rest]) => rest.length !== 1 || !/^[a-z0-9]+$/.test(name))) return undefined
    const named = (name: string) => entries.flatMap(([key, text]) => (key === name && text ? [text] : []))
    const [timestamp, ...others] = named(time)
    // Two times, or two headers that a proxy joined: nobody knows which one counts.
    if (others.length > 0) return undefined
    return { signatures: named(signature), ...(timestamp ? { timestamp } : {}) }
  }

/** The key is the secret's own text. */
export const plainKey: KeyForm = { bytes: (secret) => Buffer.from(secret, 'utf8'), shown: (secret) => secret }

/** A sender that rotates sends one signature per secret; more than these are an attempt to make us work. */
const MOST_SIGNATURES = 8
/**
 * The form of an id that is signed. No dots and no commas: the one would let an id be read as a time, the other is how a
 * proxy joins two headers.
 */
export const SIGNED_ID = /^[!-+\-/-~]{1,256}$/
const SECONDS = /^\d{1,12}$/
const MILLISECONDS = /^\d{1,15}$/
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/

const WELL_FORMED = {
  hex: { sha1: /^[0-9a-f]{40}$/, sha256: /^[0-9a-f]{64}$/, sha384: /^[0-9a-f]{96}$/, sha512: /^[0-9a-f]{128}$/ },
  base64: {
    sha1: /^[A-Za-z0-9+/]{27}=$/,
    sha256: /^[A-Za-z0-9+/]{43}=$/,
    sha384: /^[A-Za-z0-9+/]{64}$/,
    sha512: /^[A-Za-z0-9+/]{86}==$/,
  },
} as const

/** What a signature can cover. */
export type Signed = { body: Uint8Array; ts: string; id: string }

const sign = (scheme: HmacScheme, key: Uint8Array, signed: Signed): Buffer => {
  const hmac = createHmac(scheme.algorithm, key)
  for (const part of scheme.template.split(/(\{body\}|\{ts\}|\{id\})/))
    hmac.update(part === '{body}' ? signed.body : part === '{ts}' ? signed.ts : part === '{id}' ? signed.id : part)
  return Buffer.from(hmac.digest(scheme.encoding))
}

/**
 * The signature of a body, in the scheme's encoding and without prefix. For tests, demos and tools that send.
 * @param signed.ts seconds since the epoch, as text
 */
export const signatureOf = (scheme: HmacScheme, key: Uint8Array, signed: Signed): string =>
  sign(scheme, key, signed).toString('utf8')

const secondsOf = (form: TimeForm | undefined, ts: string): number => {
  if (form === 'milliseconds') return MILLISECONDS.test(ts) ? Math.floor(Number(ts) / 1_000) : Number.NaN
  if (form === 'iso') return ISO.test(ts) ? Math.floor(Date.parse(ts) / 1_000) : Number.NaN
  return SECONDS.test(ts) ? Number(ts) : Number.NaN
}

/** A time as a platform writes it that signs in this form. @param now milliseconds since the epoch */
export const timeIn = (form: TimeForm | undefined, now: number): string =>
  form === 'iso'
    ? `${new Date(now).toISOString().slice(0, 19)}Z`
    : String(form === 'milliseconds' ? now : Math.floor(now / 1_000))

/**
 * The headers with the names that a row knows them by.
 * @param aliases other name → the row's own. A header that came under both names is joined, so that neither is believed.
 */
export const canonical = (headers: Headers, aliases: Readonly<Record<string, string>> = {}): Headers => {
  const named: Record<string, string> = { ...headers }
  for (const [other, own] of Object.entries(aliases)) {
    const value = headers[other]
    if (value !== undefined) named[own] = Object.hasOwn(headers, own) ? `${headers[own]},${value}` : value
  }
  return named
}

/** Whether a signed time is near enough; if not, why. */
export const checkTime = (rule: TimeRule, ts: string | undefined, nowSeconds: number): Refusal | undefined => {
  if (!ts) return 'timestamp_missing'
  const age = nowSeconds - secondsOf(rule.form, ts)
  if (Number.isNaN(age)) return 'timestamp_malformed'
  if (age > rule.toleranceSeconds) return 'timestamp_too_old'
  return -age > rule.toleranceSeconds ? 'timestamp_in_the_future' : undefined
}

const matches = (scheme: HmacScheme, keys: readonly Uint8Array[], signatures: string[], signed: Signed): boolean => {
  const expected = keys.map((key) => sign(scheme, key, signed))
  // No early exit: how long it takes says nothing about which key or signature was nearly right.
  let found = false
  for (const signature of signatures) {
    const given = Buffer.from(signature, 'latin1')
    for (const one of expected) found = (given.length === one.length && timingSafeEqual(given, one)) || found
  }
  return found
}

/**
 * Checks a delivery's signature over its raw bytes.
 * @param keys every key that counts at the moment (the current and the previous one); empty ones are refused
 * @param nowSeconds seconds since the epoch, whole
 */
export const verifyHmac = (
  scheme: HmacScheme,
  { headers, body, keys, nowSeconds }: { headers: Headers; body: Uint8Array; keys: Uint8Array[]; nowSeconds: number },
): Verdict => {
  if (keys.length === 0 || keys.some((key) => key.length === 0)) return { refused: 'no_secret' }
  const value = headers[scheme.header]
  if (!value) return { refused: 'signature_missing' }
  const parsed = scheme.parse(value)
  const algorithm = parsed?.algorithm ?? scheme.algorithm
  const shape = WELL_FORMED[scheme.encoding][algorithm]
  if (!parsed || parsed.signatures.length === 0 || parsed.signatures.length > MOST_SIGNATURES)
    return { refused: 'signature_malformed' }
  if (!parsed.signatures.every((signature) => shape.test(signature))) return { refused: 'signature_malformed' }

  const ts = parsed.timestamp ?? (scheme.timestamp?.header ? headers[scheme.timestamp.header] : undefined)
  const late = scheme.timestamp ? checkTime(scheme.timestamp, ts, nowSeconds) : undefined
  if (late) return { refused: late }
  const id = scheme.idHeader ? headers[scheme.idHeader] : undefined
  if (scheme.idHeader && !(id && SIGNED_ID.test(id))) return { refused: 'id_missing' }

  if (!matches({ ...scheme, algorithm }, keys, parsed.signatures, { body, ts: ts ?? '', id: id ?? '' }))
    return { refused: 'signature_mismatch' }
  return {
    ...(id ? { id } : {}),
    ...(scheme.timestamp && ts ? { timestamp: secondsOf(scheme.timestamp.form, ts) } : {}),
  }
}
