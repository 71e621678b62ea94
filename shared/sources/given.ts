import { isObject } from '../domain/is-object.ts'
import { ACTIVITY_KINDS, type Activity, activitySchema, revisionOf } from '../domain/listen/activity.ts'
import { MalformedDeliveryError } from './errors.ts'
import { readFields, stateDigest } from './fields.ts'
import { htmlToText } from './html.ts'
import { markdownToText } from './markdown.ts'
import { isoText, oneLine, paragraphs, webUrl } from './text.ts'

/**
 * Activities in Earshot's own words, from senders who know Earshot, and from mappings. Who speaks for a source speaks for
 * that source only: platform, source and revision are filled in here.
 */

/** The most activities that one delivery may hold. */
const MOST = 100
/** Fields that Earshot fills in itself, or that are for this door and not part of an activity. */
const OURS = ['source', 'platform', 'revision', 'version', 'format', 'final', 'unverified']

type Data = Record<string, unknown>
const KINDS: readonly string[] = ACTIVITY_KINDS

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

/**
 * An activity that somebody has put into Earshot's own words, as docs/activity.md describes: filled in, tidied and checked.
 * @param envelope stands in for what the activity leaves out: `type` for its kind, `timestamp` for its time
 * @param source the source's name: who speaks for it may speak for no other
 * @param under the place of the activity, for messages
 * @throws MalformedDeliveryError that names the field
 */
export const activityGiven = (
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

/**
 * One activity, or a list of at most 100.
 * @param under the place of the first, `data`; each of a list has its number behind it
 * @throws MalformedDeliveryError
 */
export const activitiesGiven = (
  given: unknown,
  envelope: { type?: unknown; timestamp?: unknown },
  source: string,
  under: string,
): Activity[] => {
  if (!Array.isArray(given)) return [activityGiven(given, envelope, source, under)]
  const inputs: readonly unknown[] = given
  if (inputs.length > MOST)
    throw new MalformedDeliveryError(under, `holds ${inputs.length} activities; at most ${MOST} fit into a delivery`)
  return inputs.map((input, at) => activityGiven(input, envelope, source, `${under}.${at}`))
}
