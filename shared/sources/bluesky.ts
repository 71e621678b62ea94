import { createHash } from 'node:crypto'
import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Iso } from '../domain/time.ts'
import {
  authorOfUri,
  type BlueskyEvent,
  type BlueskyRecord,
  blueskyEventSchema,
  postUri,
  tagsOf,
} from './bluesky-event.ts'
import { MalformedDeliveryError } from './errors.ts'
import { compact, readFields } from './fields.ts'
import type { Normalise } from './source.ts'
import { isoText, languageTag, oneLine, paragraphs } from './text.ts'

/**
 * Bluesky, from Jetstream's events. Ids are those of the whole network, the same for every source. An event names its
 * author by DID only: handles and names change, and would have to be asked for.
 */

const PLATFORM = 'bluesky'
const SITE = 'https://bsky.app/profile'

const isoOfMicros = (micros: number): Iso => new Date(Math.min(Math.floor(micros / 1_000), 8.64e15)).toISOString()

/** atproto.com, "Timestamp Identifiers": 53 bits of microseconds and 10 of a clock's number, in base 32. */
const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'
const timeOfTid = (tid: string): Iso => {
  let bits = 0n
  for (const one of tid) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(one))
  return isoOfMicros(Number(bits >> 10n))
}

const LONGEST_ID = 200
const fitting = (id: string): string =>
  id.length <= LONGEST_ID ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`

const authorOf = (did: string): Author => ({ id: fitting(did), url: `${SITE}/${did}` })

type Commit = Extract<BlueskyEvent, { kind: 'commit' }>

/** The repository's own clock orders the states of a post: `rev` grows with every change that its author makes. */
const common = ({ did, time_us, commit: { rkey, rev, operation } }: Commit, source: string) => {
  const deleted = operation === 'delete'
  return {
    kind: 'post' as const,
    source,
    platform: PLATFORM,
    id: fitting(postUri(did, rkey)),
    at: isoOfMicros(time_us),
    revision: revisionOf({ at: timeOfTid(rev), since: rev, deleted }),
    author: authorOf(did),
    ...(deleted ? { deleted } : {}),
  }
}

const referenceTo = (uri: string) => {
  const author = authorOfUri(uri)
  return { id: fitting(uri), ...(author ? { author: { id: fitting(author) } } : {}) }
}

const post = (event: Commit, record: BlueskyRecord, source: string): Activity => {
  const words = common(event, source)
  const url = `${SITE}/${event.did}/post/${event.commit.rkey}`
  const tags = tagsOf(record)
    .flatMap((tag) => oneLine(tag) ?? [])
    .slice(0, 50)
  const said = isoText(record.createdAt) ?? words.at
  // The author's own clock says when it was written; it can be wrong, but not later than when it was seen.
  const createdAt = said < words.at ? said : words.at
  const mention = {
    ...words,
    text: paragraphs(record.text ?? ''),
    createdAt,
    url,
    ...(event.commit.operation === 'update' ? { editedAt: words.at } : {}),
    ...compact({ language: languageTag(record.langs?.[0]), tags: tags.length > 0 ? tags : undefined }),
  }
  const { reply } = record
  return reply
    ? { ...mention, kind: 'reply', thread: referenceTo(reply.root.uri), parent: referenceTo(reply.parent.uri) }
    : { ...mention, thread: { id: words.id, url, author: { id: words.author.id } } }
}

/** What of an account is news: that it is gone, and that it is back. */
const GONE = new Set(['deleted', 'takendown'])

/** Events of Jetstream as activities. */
export const normaliseBluesky: Normalise<'bluesky'> = (body, { source }) => {
  const event = readFields(blueskyEventSchema, body)
  if (event.kind === 'account') {
    const { active, status } = event.account
    if (!active && !GONE.has(status ?? '')) return { activities: [], ignored: 'account hidden for a while' }
    const at = isoOfMicros(event.time_us)
    const id = `account:${fitting(event.did)}`
    const account = { kind: 'account' as const, source, platform: PLATFORM, id, at, author: authorOf(event.did) }
    const deleted = !active
    return {
      activities: [{ ...account, revision: revisionOf({ at, deleted }), ...(deleted ? { deleted } : {}) }],
    }
  }
  const { operation, record } = event.commit
  if (operation === 'delete') {
    const words = common(event, source)
    return { activities: [{ ...words, text: '', createdAt: words.at, thread: { id: words.id } }] }
  }
  if (!record) throw new MalformedDeliveryError('commit.record', 'expected the post')
  return { activities: [post(event, record, source)] }
}
