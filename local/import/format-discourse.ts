import { isObject } from '../../shared/domain/is-object.ts'
import { csvRecordsOf } from './csv.ts'
import type { FormatAsk } from './formats.ts'
import { type Found, ImportError, listIn, objectIn, type Place, pick, textIn } from './found.ts'
import { jsonValuesOf } from './json-values.ts'
import { asIs, CellError, flagOf, severalOf, timeOf, wholeOf } from './values.ts'

/**
 * What an administrator of a Discourse forum gets out of it: topics (`/t/1.json`), posts (`/posts.json`), answers of the
 * Data Explorer (JSON or CSV) and the list of users (CSV). Each becomes what the forum's webhook would have said, so that
 * the ids are the same.
 */

type Fields = Record<string, unknown>
/** Bytes of one JSON object: a topic with a thousand posts has a few million. */
const MOST_JSON = 64_000_000
const MOST_RECORD = 1_000_000

const POST = [
  ...['id', 'topic_id', 'post_number', 'post_type', 'user_id', 'username', 'name', 'avatar_template', 'cooked', 'raw'],
  ...['created_at', 'updated_at', 'deleted_at', 'user_deleted', 'hidden', 'staff', 'version', 'locale', 'topic_slug'],
  ...['topic_title', 'topic_archetype', 'category_slug', 'tags', 'reply_to_post_number', 'reply_to_user'],
]
const TOPIC = ['id', 'title', 'slug', 'archetype', 'user_id', 'created_at', 'deleted_at', 'closed', 'visible', 'tags']
const USER = [
  ...['id', 'username', 'name', 'email', 'active', 'staged', 'admin', 'moderator', 'locale'],
  ...['created_at', 'updated_at', 'last_seen_at', 'last_posted_at'],
]

const event = (place: Place, name: string, body: Fields, receivedAt?: string): Found => ({
  ...place,
  event: { headers: { 'x-discourse-event': name }, body, ...(receivedAt ? { receivedAt } : {}) },
})

/** A link that names another forum gives a wrong file away. */
const elsewhere = (thing: Fields, instance: string): boolean =>
  ['url', 'post_url', 'topic_url'].some((name) => {
    const link = textIn(thing, name) ?? ''
    return /^https?:\/\//i.test(link) && URL.canParse(link) && new URL(link).origin !== new URL(instance).origin
  })

const named = (thing: Fields): { id?: string } => {
  const id = textIn(thing, 'id')
  return id === undefined ? {} : { id }
}

const postEvent = (place: Place, post: Fields, instance: string): Found =>
  elsewhere(post, instance)
    ? { ...place, ...named(post), problem: `is a post of another forum; this source is ${instance}` }
    : event(place, post.deleted_at ? 'post_destroyed' : 'post_created', { post: pick(post, POST) })

/** A topic: itself, its posts, and which of them was accepted. */
const topicEvents = function* (place: Place, topic: Fields, instance: string): Iterable<Found> {
  const posts = listIn(topic.post_stream, 'posts').filter(isObject)
  const title = { topic_title: topic.title, topic_slug: topic.slug, topic_archetype: topic.archetype, tags: topic.tags }
  const updated = topic.updated_at ?? topic.last_posted_at
  const body = { ...pick(topic, TOPIC), created_by: objectIn(topic.details, 'created_by'), updated_at: updated }
  const starter = Object.keys(body.created_by).length > 0 ? body : { ...body, created_by: undefined }
  if (elsewhere(topic, instance))
    return yield { ...place, problem: `is a topic of another forum; this source is ${instance}` }
  yield event(place, 'topic_created', { topic: starter })
  const accepted = objectIn(topic, 'accepted_answer').post_number
  for (const post of posts) {
    const whole = { ...title, ...post }
    yield postEvent(place, whole, instance)
    // Nobody tells when it was accepted: not before it stood there, and no webhook has an earlier word on it.
    if (post.accepted_answer === true || (accepted !== undefined && post.post_number === accepted))
      yield event(
        place,
        'accepted_solution',
        { solved: pick(whole, POST) },
        timeOf(textIn(post, 'updated_at') ?? textIn(post, 'created_at') ?? ''),
      )
  }
}

/** What the Data Explorer downloads: names of columns, and rows. */
const explorerRows = (value: Fields): Fields[] => {
  const columns = listIn(value, 'columns').map(String)
  return listIn(value, 'rows').map((row) =>
    Object.fromEntries(columns.map((column, at) => [column, Array.isArray(row) ? row[at] : undefined])),
  )
}

const isPost = (value: Fields): boolean => value.topic_id !== undefined && value.post_number !== undefined
const isUser = (value: Fields): boolean =>
  value.username !== undefined && (value.email !== undefined || value.trust_level !== undefined)

const eventsOf = function* (place: Place, value: Fields, instance: string): Iterable<Found> {
  if (isObject(value.post_stream)) yield* topicEvents(place, value, instance)
  else if (Array.isArray(value.latest_posts))
    for (const post of value.latest_posts) yield* eventsOf(place, isObject(post) ? post : {}, instance)
  else if (Array.isArray(value.columns) && Array.isArray(value.rows))
    for (const row of explorerRows(value)) yield* eventsOf(place, row, instance)
  else if (isPost(value)) yield postEvent(place, value, instance)
  else if (isUser(value)) yield event(place, 'user_created', { user: pick(value, USER) })
  else
    yield {
      ...place,
      problem:
        'expected a post (topic_id, post_number), a topic (post_stream), latest_posts, rows of the Data Explorer or a user',
    }
}

const NUMBERS = ['post_number', 'post_type', 'reply_to_post_number', 'version']
const FLAGS = ['user_deleted', 'hidden', 'staff', 'active', 'staged', 'admin', 'moderator']
const TIMES = ['created_at', 'updated_at', 'deleted_at', 'last_seen_at', 'last_posted_at']
const READERS: Record<string, (cell: string) => unknown> = {
  ...Object.fromEntries(NUMBERS.map((name) => [name, wholeOf])),
  ...Object.fromEntries(FLAGS.map((name) => [name, flagOf])),
  ...Object.fromEntries(TIMES.map((name) => [name, timeOf])),
  tags: severalOf,
}

const rowOf = (header: readonly string[], cells: readonly string[]): Fields => {
  if (cells.length !== header.length)
    throw new CellError(`has ${cells.length} fields; expected ${header.length}, as in the header`)
  const given = header.flatMap((name, at) => {
    const cell = cells[at] ?? ''
    if (cell === '') return []
    try {
      return [[name, (Object.hasOwn(READERS, name) ? READERS[name] : asIs)?.(cell)] as const]
    } catch (error) {
      if (error instanceof CellError) throw new CellError(`${name}: ${error.message}`)
      throw error
    }
  })
  return Object.fromEntries(given)
}

const checkHeader = (file: string, header: readonly string[]): void => {
  const row = Object.fromEntries(header.map((name) => [name, '']))
  if (isPost(row) || isUser(row)) return
  throw new ImportError(
    `${file} has the columns ${header.join(', ').slice(0, 300)}; expected posts (topic_id, post_number, ...) or the list of users (id, username, email, ...). ` +
      'What a member downloads of their own posts names neither the topic nor the account by id and cannot be imported; docs/import.md has a query for the Data Explorer.',
  )
}

const readTable = async function* ({ folder }: FormatAsk, file: string, instance: string): AsyncIterable<Found> {
  let header: string[] | undefined
  for await (const record of csvRecordsOf(folder.open(file), MOST_RECORD)) {
    const place = { file, line: record.line }
    if ('problem' in record) yield { ...place, problem: record.problem }
    else if (!header) {
      header = record.fields.map((name) => name.trim().toLowerCase())
      checkHeader(file, header)
    } else {
      try {
        yield* eventsOf(place, rowOf(header, record.fields), instance)
      } catch (error) {
        if (!(error instanceof CellError)) throw error
        yield { ...place, problem: error.message }
      }
    }
  }
}

/** What a Discourse forum exports. */
export const readDiscourse = async function* (ask: FormatAsk): AsyncIterable<Found> {
  const { folder, settings } = ask
  const instance = settings.type === 'discourse' ? settings.instance : ''
  for (const file of folder.names) {
    if (/\.csv$/i.test(file)) yield* readTable(ask, file, instance)
    else if (/\.json[l]?$/i.test(file) || folder.names.length === 1) {
      for await (const found of jsonValuesOf(folder.open(file), MOST_JSON)) {
        const place = { file, line: found.line }
        if ('problem' in found) yield { ...place, problem: found.problem.replaceAll('The body', 'The value') }
        else yield* eventsOf(place, found.value, instance)
      }
    }
  }
}
