import { ACTIVITY_KINDS, type Activity, activitySchema, revisionOf } from '../domain/listen/activity.ts'
import { MalformedDeliveryError } from './errors.ts'
import { readFields, stateDigest } from './fields.ts'
import { htmlToText } from './html.ts'
import { markdownToText } from './markdown.ts'
import type { Normalise } from './source.ts'
import { isoText, oneLine, paragraphs, webUrl } from './text.ts'

/**
 * The generic door: Standard Webhooks whose `data` is an activity in Earshot's own words, or a list of them, as
 * docs/activity.md describes. Who signs for a source may speak for that source only: platform and source are filled
 * in here.
 */

/** The most activities that one delivery may hold. */
const MOST = 100
/** Fields that Earshot fills in itself, or that are for this door and not part of an activity. */
const OURS = ['source', 'platform', 'revision', 'version', 'format', 'final', 'unverified']

type Data = Record<string, unknown>
const KINDS: readonly string[] = ACTIVITY_KINDS

const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

const FORMATS: Record<string, (text: string) => string> = {
  text: (text) => paragraphs(text),
  html: htmlToText,
  markdown: markdownToText,
}

const LINKS = new Set(['url', 'avatar'])

/** Numbers as ids become text, links that are none are dropped, texts lose markup and what terminals obey. */
const tidied = (value: unknown, key: string, toText: (text: string) => string): unknown => {
  if (key === 'id' && typeof value === 'number') return String(value)
  if (typeof value === 'string')
    return key === 'text' ? toText(value) : LINKS.has(key) ? webUrl(value) : (oneLine(value, 1_000) ?? '')
  if (Array.isArray(value)) return value.map((one) => tidied(one, key, toText))
  if (!isObject(value)) return value ?? undefined
  const fields = Object.entries(value).map(([name, field]) => [name, tidied(field, name, toText)] as const)
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined))
}

const formatOf = (data: Data, under: string): ((text: string) => string) => {
  const format = data.format ?? 'text'
  const toText = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
  if (!toText) throw new MalformedDeliveryError(`${under}.format`, 'expected text, html or markdown')
  return toText
}

const kindOf = (data: Data, type: unknown, under: string): string => {
  const kind = data.kind ?? (typeof type === 'string' ? type.split('.')[0] : undefined)
  if (typeof kind === 'string' && KINDS.includes(kind)) return kind
  throw new MalformedDeliveryError(`${under}.kind`, `expected one of ${KINDS.join(', ')}`)
}

const timeOf = (data: Data, timestamp: unknown, under: string): string => {
  const given = data.at ?? timestamp
  const at = typeof given === 'string' ? isoText(given) : undefined
  if (at) return at
  throw new MalformedDeliveryError(`${under}.at`, 'expected a time such as 2026-11-21T20:47:57Z, here or as timestamp')
}

/** Text that sorts like the number; a version breaks the tie of two states of the same moment. */
const versionOf = (data: Data, under: string): string => {
  const { version } = data
  if (version === undefined || version === null) return ''
  if (typeof version === 'number' && Number.isSafeInteger(version) && version >= 0)
    return `${String(version).padStart(16, '0')}.`
  throw new MalformedDeliveryError(`${under}.version`, 'expected a whole number')
}

const onlyItself = (data: Data, source: string, under: string): void => {
  for (const field of ['platform', 'source'])
    if (data[field] !== undefined && data[field] !== source)
      throw new MalformedDeliveryError(`${under}.${field}`, `this door is for "${source}" only; leave the field out`)
}

/** What a sender may leave out: a post starts a thread of its own, and was written when it happened. */
const defaults = (kind: string, data: Data, at: string): Data => {
  if (kind === 'post')
    return { createdAt: at, thread: { id: data.id, title: data.title, url: data.url, author: data.author } }
  return kind === 'reply' ? { createdAt: at } : {}
}

const activityOf = (
  input: unknown,
  envelope: { type?: unknown; timestamp?: unknown },
  source: string,
  under: string,
): Activity => {
  if (!isObject(input)) throw new MalformedDeliveryError(under, 'expected an activity: an object with kind and id')
  onlyItself(input, source, under)
  const kind = kindOf(input, envelope.type, under)
  const at = timeOf(input, envelope.timestamp, under)
  const own = Object.fromEntries(Object.entries(input).filter(([name]) => !OURS.includes(name)))
  const content = tidied({ ...defaults(kind, own, at), ...own }, '', formatOf(input, under)) as Data
  const deleted = input.deleted === true
  // A revision is stored as it is: a hash with the address in it would let anybody with the table try addresses.
  const state = JSON.stringify(content, (field, value: unknown) => (field === 'email' ? undefined : value))
  const digest = `${versionOf(input, under)}${stateDigest(state)}`
  const revision = revisionOf({ at, deleted, final: deleted && input.final === true, digest })
  return readFields(activitySchema, { ...content, source, platform: source, kind, at, revision }, under)
}

const inputsOf = (data: unknown): { inputs: unknown[]; under: (at: number) => string } => {
  if (Array.isArray(data)) return { inputs: data, under: (at) => `data.${at}` }
  if (isObject(data) && Array.isArray(data.activities))
    return { inputs: data.activities, under: (at) => `data.activities.${at}` }
  return { inputs: [data], under: () => 'data' }
}

/** Deliveries of the generic door as activities. */
export const normaliseStandard: Normalise<'standard'> = (body, { source }) => {
  const envelope: Data = { ...body }
  const { inputs, under } = inputsOf(envelope.data)
  if (inputs.length > MOST)
    throw new MalformedDeliveryError('data', `holds ${inputs.length} activities; at most ${MOST} fit into a delivery`)
  const activities = inputs.map((input, at) => activityOf(input, envelope, source, under(at)))
  return activities.length > 0 ? { activities } : { activities, ignored: 'no activities' }
}
