import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

/**
 * Signature Version 4 in headers, as AWS describes it in "Create a signed AWS API request"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */

/** Who signs. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined }

/** What a signature holds for. `service` is the name in signatures, such as `monitoring` for CloudWatch. */
export type Scope = { region: string; service: string }

/** A request as it goes over the wire, without a query: none of ours has one. */
export type Unsigned = {
  method: string
  /** With the port, if it is not the usual one. */
  host: string
  /** Percent-encoded, as it is sent. */
  path: string
  /** Names in lower case, without `host`; all of them are signed. */
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array
}

const hmac = (key: KeyObject | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const derive = (secret: string, parts: readonly string[]): KeyObject =>
  createSecretKey(parts.reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`)))

/** The day's key of each Region and service. */
const keys = new Map<string, { secret: string; day: string; key: KeyObject }>()

const keyOf = (secret: string, day: string, { region, service }: Scope): KeyObject => {
  const name = `${region}/${service}`
  const known = keys.get(name)
  if (known?.day === day && known.secret === secret) return known.key
  const key = derive(secret, [day, region, service, 'aws4_request'])
  keys.set(name, { secret, day, key })
  return key
}

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

/** Encodes a segment of a path the way signatures want it: everything but letters, digits and `-._~`. */
export const encodeSegment = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, hex)

/** S3 signs a path as it is sent; every other service signs it encoded once more. */
const canonicalPath = (path: string, service: string): string =>
  service === 's3' ? path : path.split('/').map(encodeSegment).join('/')

/**
 * Signs a request.
 * @param at when it is sent
 * @returns all headers to send it with, `host` and `authorization` among them
 */
export const signedHeaders = (
  { method, host, path, headers, body }: Unsigned,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  scope: Scope,
  at: Date,
): Record<string, string> => {
  const time = at.toISOString().replace(/[:-]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const digest = hash('sha256', body)
  const all: Record<string, string> = { ...headers, host, 'x-amz-date': time }
  if (sessionToken) all['x-amz-security-token'] = sessionToken
  if (scope.service === 's3') all['x-amz-content-sha256'] = digest
  const names = Object.keys(all).sort()
  const lines = names.map((name) => `${name}:${all[name]?.trim().replace(/\s+/g, ' ')}\n`).join('')
  const list = names.join(';')
  const canonical = `${method}\n${canonicalPath(path, scope.service)}\n\n${lines}\n${list}\n${digest}`
  const within = `${day}/${scope.region}/${scope.service}/aws4_request`
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${within}\n${hash('sha256', canonical)}`
  const signature = hmac(keyOf(secretAccessKey, day, scope), toSign).toString('hex')
  all.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${within}, SignedHeaders=${list}, Signature=${signature}`
  return all
}
