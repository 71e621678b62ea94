import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { MalformedDeliveryError, UnsupportedFormatError } from './errors.ts'
import { parseJsonValue } from './json.ts'
import type { Headers } from './verify.ts'

/**
 * CloudEvents 1.0 over HTTP (cloudevents/spec, `bindings/http-protocol-binding.md`): attributes in headers (binary), in the
 * body (structured), or a list of such bodies (batch). Only JSON is read.
 */

/** One event; `data` is JSON, and missing when the event has none. */
export type CloudEvent = {
  id: string
  source: string
  type: string
  time?: string
  subject?: string
  data?: unknown
}

/** The most events that a batch may hold. */
const MOST = 100
/** A source may be a URI. */
const LONGEST = 2_000
const STRUCTURED = 'application/cloudevents+json'
const BATCH = 'application/cloudevents-batch+json'
const JSON_TYPE = /^(application|text)\/([!-.0-~]+\+)?json$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

type Fields = Record<string, unknown>

/** The headers that the reader needs. */
export const CLOUDEVENTS_HEADERS = [
  'content-type',
  'ce-specversion',
  'ce-id',
  'ce-source',
  'ce-type',
  'ce-time',
  'ce-subject',
]

/** A media type in lower case, without parameters. */
const mediaOf = (contentType: string): string => {
  const [media = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((one) => one.startsWith('charset='))?.slice(8)
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset))
    throw new UnsupportedFormatError('content-type', 'names a charset that is not read here; expected utf-8')
  return media
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST && !/[\u0000-\u001f\u007f-\u009f]/.test(value)

const required = (fields: Fields, name: string, under: string): string => {
  const value = fields[name]
  if (isText(value)) return value
  throw new MalformedDeliveryError(`${under}${name}`, `expected text of 1 to ${LONGEST} characters`)
}

const optional = (fields: Fields, name: string, under: string): string | undefined =>
  fields[name] === undefined || fields[name] === null ? undefined : required(fields, name, under)

const eventOf = (fields: Fields, under: string): CloudEvent => {
  if (fields.specversion !== '1.0')
    throw new UnsupportedFormatError(`${under}specversion`, 'expected 1.0, the only version that is read here')
  const [time, subject] = [optional(fields, 'time', under), optional(fields, 'subject', under)]
  return {
    id: required(fields, 'id', under),
    source: required(fields, 'source', under),
    type: required(fields, 'type', under),
    ...(time ? { time } : {}),
    ...(subject ? { subject } : {}),
    ...(fields.data === undefined ? {} : { data: fields.data }),
  }
}

/** What was sent as bytes of a JSON document. */
const jsonData = (bytes: Buffer, contentType: string | undefined, under: string): unknown => {
  if (bytes.length === 0) return undefined
  if (JSON_TYPE.test(mediaOf(contentType ?? 'application/json'))) return parseJsonValue(bytes)
  throw new UnsupportedFormatError(under, 'is of a type that is not read here; expected application/json')
}

const structured = (value: unknown, under: string): CloudEvent => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedDeliveryError(under.slice(0, -1), 'expected an event: an object with specversion and id')
  const fields: Fields = { ...value }
  const type = optional(fields, 'datacontenttype', under)
  const { data_base64: encoded } = fields
  if (encoded === undefined) {
    const bare = fields.data === undefined || fields.data === null
    if (!bare && type && !JSON_TYPE.test(mediaOf(type)))
      throw new UnsupportedFormatError(`${under}datacontenttype`, 'is not read here; expected application/json')
    return eventOf(fields, under)
  }
  if (typeof encoded !== 'string' || !BASE64.test(encoded))
    throw new MalformedDeliveryError(`${under}data_base64`, 'expected base64')
  return eventOf({ ...fields, data: jsonData(Buffer.from(encoded, 'base64'), type, `${under}data_base64`) }, under)
}

/**
 * The text of an attribute in a header (HTTP binding, 3.1.3.2): quotes off, then percent-decoded once.
 * @throws MalformedDeliveryError when what comes out is no UTF-8
 */
export const headerText = (name: string, value: string): string => {
  const bare = /^".*"$/s.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value
  const bytes = Buffer.concat(
    bare
      .split(/(%[0-9A-Fa-f]{2})/)
      .map((part, at) => (at % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part))),
  )
  if (isUtf8(bytes)) return bytes.toString('utf8')
  throw new MalformedDeliveryError(name, 'is not UTF-8 when its percent signs are decoded')
}

const binary = (body: Buffer, headers: Headers): CloudEvent => {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && CLOUDEVENTS_HEADERS.includes(name) ? [[name.slice(3), headerText(name, value)]] : [],
  )
  return eventOf(
    { ...Object.fromEntries(fields), data: jsonData(body, headers['content-type'], 'content-type') },
    'ce-',
  )
}

const batch = (value: unknown): CloudEvent[] => {
  if (!Array.isArray(value)) throw new MalformedDeliveryError('', 'The body is JSON, but not a list of events.')
  if (value.length > MOST)
    throw new MalformedDeliveryError('', `The batch holds ${value.length} events; at most ${MOST} are taken at once.`)
  return value.map((one, at) => structured(one, `${at}.`))
}

/**
 * The events of a request.
 * @throws UnsupportedFormatError for other formats than JSON, MalformedDeliveryError for events that are none
 */
export const readCloudEvents = (body: Buffer, headers: Headers): { events: CloudEvent[] } => {
  const media = mediaOf(headers['content-type'] ?? '')
  if (media === STRUCTURED) return { events: [structured(parseJsonValue(body), '')] }
  if (media === BATCH) return { events: batch(parseJsonValue(body)) }
  if (!media.startsWith('application/cloudevents') && headers['ce-specversion'])
    return { events: [binary(body, headers)] }
  throw new UnsupportedFormatError(
    'content-type',
    `expected ${STRUCTURED}, ${BATCH}, or application/json with ce- headers`,
  )
}

/** What {@link readCloudEvents} made of a body. */
export const eventsOf = (body: object): CloudEvent[] => (body as { events: CloudEvent[] }).events

/** A name for an event: source and id together are its own (CloudEvents 1.0, `id`). 32 hex digits. */
export const eventName = ({ source, id }: CloudEvent): string =>
  createHash('sha256').update(`${source}\n${id}`).digest('hex').slice(0, 32)

/** Whether a `source` is one of those that are taken: as it is, or under one that ends in `/*`. */
export const isAllowedSource = (source: string, allowed: readonly string[]): boolean =>
  allowed.some((one) => (one.endsWith('/*') ? source.startsWith(one.slice(0, -1)) : source === one))
