import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import { type Iso, isoOf } from '../domain/time.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import { type ReadChange, readMeta } from './meta.ts'
import { type FeedValue, feedSchema, type MetaEntry } from './meta-shapes.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { oneLine, paragraphs, webUrl } from './text.ts'

/**
 * Facebook: the feeds of pages. Accounts have other ids at every page's app, so the platform is the source's name.
 */

type Context = SourceContext<SettingsOf<'facebook'>>
type Story = {
  value: FeedValue
  from: { id: string; name?: string | null | undefined }
  entry: MetaEntry
  context: Context
}

const POSTS = new Set(['post', 'status', 'photo', 'video', 'share', 'link', 'album', 'note', 'event', 'mention'])
const REACTIONS = new Set(['reaction', 'like'])
const EDITS = new Set(['edit', 'edited', 'update'])
const GONE = new Set(['remove', 'delete'])
const VERBS = new Set(['add', 'hide', 'unhide', ...EDITS, ...GONE])

const authorOf = ({ from, entry }: Story): Author =>
  compact({ id: from.id, name: oneLine(from.name), role: from.id === entry.id ? ('brand' as const) : undefined })

/**
 * What is new has a time of its own. Of all that comes after it Meta tells when it was sent: to the second, like everything here.
 */
const clockOf = ({ value, entry, context }: Story): { created: Iso; at: Iso } => {
  const sent = entry.time < 10_000_000_000 ? isoOf(entry.time * 1_000) : context.receivedAt
  const created = value.created_time ?? sent
  return { created, at: value.verb === 'add' || sent < created ? created : sent }
}

const common = (story: Story, digest: string) => {
  const { verb } = story.value
  const final = GONE.has(verb)
  const deleted = final || verb === 'hide'
  const { at } = clockOf(story)
  return {
    source: story.context.source,
    platform: story.context.source,
    at,
    revision: revisionOf({ at, deleted, final, digest }),
    ...(deleted ? { deleted } : {}),
    author: authorOf(story),
  }
}

const words = (story: Story) => {
  const { value } = story
  const { created, at } = clockOf(story)
  const text = paragraphs(value.message ?? '')
  return {
    ...common(story, stateDigest(text)),
    text,
    createdAt: created,
    ...compact({
      url: webUrl(value.post?.permalink_url),
      editedAt: EDITS.has(value.verb) ? at : undefined,
    }),
  }
}

const threadOf = (id: string, { value }: Story) => compact({ id, url: webUrl(value.post?.permalink_url) })

const comment = (story: Story): Activity | string => {
  const { comment_id: id, post_id: post, parent_id: parent } = story.value
  if (!id || !post) return 'comment without ids'
  return { ...words(story), kind: 'reply', id, thread: threadOf(post, story), parent: { id: parent ?? post } }
}

const post = (story: Story): Activity | string => {
  const { post_id: id } = story.value
  if (!id) return 'post without an id'
  const thread = threadOf(id, story)
  return { ...words(story), kind: 'post', id, thread: { ...thread, author: { id: story.from.id } } }
}

/** Somebody has one reaction to a thing; another one takes its place. */
const reaction = (story: Story): Activity | string => {
  const { comment_id: commented, post_id: posted, reaction_type: type } = story.value
  const target = commented ?? posted
  if (!target) return 'reaction without ids'
  const name = oneLine(type, 60)?.toLowerCase() ?? 'like'
  // Taken away it can be given again: no word about a reaction is final.
  const deleted = GONE.has(story.value.verb)
  const { at } = clockOf(story)
  return {
    ...common(story, name),
    revision: revisionOf({ at, deleted, digest: name }),
    kind: 'reaction',
    reaction: name,
    id: `reaction:${target}:${story.from.id}`,
    target: { id: target },
    ...compact({ url: webUrl(story.value.post?.permalink_url) }),
  }
}

const readerOf = (item: string): ((story: Story) => Activity | string) | undefined => {
  if (item === 'comment') return comment
  if (REACTIONS.has(item)) return reaction
  return POSTS.has(item) ? post : undefined
}

const read =
  (context: Context): ReadChange =>
  ({ field, value: raw }, entry, under) => {
    if (field !== 'feed') return `field not mapped: ${oneLine(field, 60)}`
    const value = readFields(feedSchema, raw, under)
    const reader = readerOf(value.item)
    if (!reader) return `item not mapped: ${oneLine(value.item, 60)}`
    if (!VERBS.has(value.verb)) return `verb not mapped: ${oneLine(value.verb, 60)}`
    if (!value.from) return 'without its author'
    return reader({ value, from: value.from, entry, context })
  }

/** Deliveries about Facebook pages as activities. */
export const normaliseFacebook: Normalise<'facebook'> = (body, context) =>
  readMeta(body, 'page', context.settings.pages, read(context))
