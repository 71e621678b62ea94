import type * as z from 'zod/mini'
import { type Activity, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { fromBadge } from './discourse-badge.ts'
import { fromChat } from './discourse-chat.ts'
import { authorOf, type Context, common, encoded, page, type State } from './discourse-common.ts'
import {
  badgeSchema,
  chatSchema,
  likeSchema,
  type Post,
  postSchema,
  type Topic,
  topicSchema,
  type User,
  userSchema,
} from './discourse-shapes.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import { htmlToText } from './html.ts'
import { markdownToText } from './markdown.ts'
import type { Normalise } from './source.ts'
import { languageTag, oneLine, webUrl } from './text.ts'

/**
 * Discourse. Its ids are those of one forum, so the platform is the source's name. A post's id here is
 * `<topic>/<number>`: every delivery about a post has both numbers, and replies name their parent by number.
 */

const REGULAR_POSTS = new Set([1, 2])

const tagsOf = (thing: { tags?: Topic['tags']; category_slug?: string | null | undefined }): string[] | undefined => {
  const names = (thing.tags ?? []).map((tag) => oneLine(typeof tag === 'string' ? tag : tag.name))
  const all = [oneLine(thing.category_slug), ...names].filter((name) => name !== undefined)
  return all.length > 0 ? [...new Set(all)].slice(0, 50) : undefined
}

const threadOf = (context: Context, post: Post) => {
  const slug = post.topic_slug ? `${encoded(post.topic_slug)}/` : ''
  return compact({
    id: post.topic_id,
    title: oneLine(post.topic_title),
    url: webUrl(page(context, `t/${slug}${post.topic_id}`)),
    author: post.post_number === 1 && post.user_id ? { id: post.user_id } : undefined,
  })
}

const postId = (topic: string, number: number): string => `${topic}/${number}`

const parentOf = (post: Post) => {
  const number = post.reply_to_post_number ?? 1
  const author = post.reply_to_user?.id
  return {
    id: postId(post.topic_id, number),
    ...(post.reply_to_post_number && author ? { author: { id: author } } : {}),
  }
}

/**
 * Deleting and recovering leave a post's `updated_at` alone, so states that share it are ordered by when they came about: `deleted_at`,
 * and for a recovery, of which the platform tells no time, the moment the delivery came in.
 */
const stateOf = (
  event: string,
  thing: { updated: Iso; deletedAt: Iso | undefined; gone: boolean },
  receivedAt: Iso,
): State => {
  if (/_destroyed$/.test(event)) return { at: thing.updated, since: thing.deletedAt, deleted: true }
  if (/_recovered$/.test(event)) return { at: thing.updated, since: receivedAt, deleted: thing.gone }
  return { at: thing.updated, since: thing.deletedAt, deleted: thing.gone || thing.deletedAt !== undefined }
}

const words = (post: Post): string => (post.cooked ? htmlToText(post.cooked) : markdownToText(post.raw ?? ''))

const unwanted = (post: Post): string | undefined => {
  if (post.topic_archetype === 'private_message') return 'private message'
  return REGULAR_POSTS.has(post.post_type ?? 1) ? undefined : `post type ${post.post_type}: no words of a member`
}

const fromPost = (post: Post, event: string, context: Context): Normalised => {
  const ignored = unwanted(post)
  if (ignored) return { activities: [], ignored }
  const first = post.post_number === 1
  const gone = post.hidden === true || post.user_deleted === true
  const updated = post.updated_at ?? post.created_at
  const state = stateOf(event, { updated, deletedAt: post.deleted_at ?? undefined, gone }, context.receivedAt)
  const text = words(post)
  const version = String(post.version ?? 1).padStart(6, '0')
  const fields = compact({
    ...common(context, state, `${version}.${stateDigest(text, post.topic_title)}`),
    id: postId(post.topic_id, post.post_number),
    author: authorOf(context, { ...post, id: post.user_id }, post.staff === true),
    title: first ? oneLine(post.topic_title) : undefined,
    text,
    url: webUrl(`${threadOf(context, post).url}/${post.post_number}`),
    language: languageTag(post.locale),
    thread: threadOf(context, post),
    createdAt: post.created_at,
    editedAt: (post.version ?? 1) > 1 ? updated : undefined,
    tags: tagsOf(post),
  })
  const activity: Activity = first ? { ...fields, kind: 'post' } : { ...fields, kind: 'reply', parent: parentOf(post) }
  return { activities: [activity] }
}

/** A topic's payload has no clock of its own: its first and last moments are told, for all else there is the door's. */
const topicClock = (topic: Topic, event: string, receivedAt: Iso): Iso =>
  topic.updated_at ?? (event === 'topic_created' ? topic.created_at : (topic.deleted_at ?? receivedAt))

const fromTopic = (topic: Topic, event: string, context: Context): Normalised => {
  if (topic.archetype === 'private_message') return { activities: [], ignored: 'private message' }
  const updated = topicClock(topic, event, context.receivedAt)
  const state = stateOf(
    event,
    { updated, deletedAt: topic.deleted_at ?? undefined, gone: topic.visible === false },
    context.receivedAt,
  )
  const starter = topic.created_by?.id ?? topic.user_id
  const title = oneLine(topic.title)
  const slug = topic.slug ? `${encoded(topic.slug)}/` : ''
  const activity: Activity = compact({
    ...common(context, state, stateDigest(title, topic.closed, topic.tags)),
    kind: 'thread' as const,
    id: `topic:${topic.id}`,
    author: authorOf(context, { ...topic.created_by, id: starter }),
    thread: compact({
      id: topic.id,
      title,
      url: webUrl(page(context, `t/${slug}${topic.id}`)),
      author: starter ? { id: starter } : undefined,
    }),
    closed: topic.closed ?? undefined,
    tags: tagsOf(topic),
  })
  return { activities: [activity] }
}

const fromLike = (body: unknown, context: Context): Normalised => {
  const like = readFields(likeSchema, body, 'like')
  const { post } = like
  const ignored = unwanted(post)
  if (ignored) return { activities: [], ignored }
  if (!like.user.id) return { activities: [], ignored: 'like without an account' }
  // A like is one state only, so its time may be the door's: its revision must not depend on it.
  const at = like.created_at ?? context.receivedAt
  const activity: Activity = {
    ...common(context, { at, deleted: false }, ''),
    revision: revisionOf({ at: like.created_at ?? post.created_at }),
    kind: 'reaction',
    reaction: 'like',
    id: `like:${postId(post.topic_id, post.post_number)}:${like.user.id}`,
    author: authorOf(context, like.user),
    target: compact({
      id: postId(post.topic_id, post.post_number),
      author: post.user_id ? { id: post.user_id } : undefined,
    }),
    ...compact({ url: webUrl(`${threadOf(context, post).url}/${post.post_number}`) }),
  }
  return { activities: [activity] }
}

const fromSolved = (post: Post, event: string, context: Context): Normalised => {
  const ignored = unwanted(post)
  if (ignored) return { activities: [], ignored }
  const deleted = /un_?accept/.test(event)
  // The payload tells neither the time nor who accepted, so the door's clock and the answer's author stand in.
  const state = { at: context.receivedAt, deleted }
  const activity: Activity = compact({
    ...common(context, state, String(post.post_number)),
    kind: 'solved' as const,
    id: `solved:${post.topic_id}`,
    author: authorOf(context, { ...post, id: post.user_id }, post.staff === true),
    thread: threadOf(context, post),
    answer: compact({
      id: postId(post.topic_id, post.post_number),
      author: post.user_id ? { id: post.user_id } : undefined,
      text: words(post),
      url: webUrl(`${threadOf(context, post).url}/${post.post_number}`),
    }),
    language: languageTag(post.locale),
    tags: tagsOf(post),
  })
  return { activities: [activity] }
}

/**
 * Whether the forum has made sure that the address is the account's: it says so, or the account has been let in, which Discourse does
 * only after the address was confirmed. Staged accounts were made from an email that anybody may have sent.
 */
const emailVerified = (user: User, event: string): boolean =>
  user.staged !== true &&
  user.active !== false &&
  (user.active === true || event === 'user_confirmed_email' || Boolean(user.last_seen_at ?? user.last_posted_at))

/** An account made anonymous goes on without the person whose it was. */
const REMOVED = new Set(['user_destroyed', 'user_anonymized'])

const fromUser = (user: User, event: string, context: Context): Normalised => {
  const removed = REMOVED.has(event)
  const at =
    user.updated_at ?? (event === 'user_created' ? (user.created_at ?? context.receivedAt) : context.receivedAt)
  const email = removed ? undefined : user.email?.trim() || undefined
  const activity: Activity = compact({
    ...common(context, { at, deleted: removed }, stateDigest(user)),
    revision: revisionOf({ at, deleted: removed, final: removed, digest: stateDigest(user) }),
    kind: 'account' as const,
    id: `account:${user.id}`,
    author: compact({
      ...authorOf(context, user, user.admin === true || user.moderator === true),
      email,
      emailVerified: email ? emailVerified(user, event) : undefined,
      language: languageTag(user.locale),
      timeZone: oneLine(user.user_option?.timezone, 64),
    }),
    joinedAt: user.created_at ?? undefined,
  })
  return { activities: [activity] }
}

type Row = { key: string; read: (body: unknown, event: string, context: Context) => Normalised }
const row = <S extends z.ZodMiniType>(
  key: string,
  schema: S,
  from: (thing: z.infer<S>, event: string, context: Context) => Normalised,
): Row => ({ key, read: (body, event, context) => from(readFields(schema, body, key), event, context) })

const post = row('post', postSchema, fromPost)
const topic = row('topic', topicSchema, fromTopic)
const user = row('user', userSchema, fromUser)
const promoted = row('user_promoted', userSchema, fromUser)
const badge = row('user_badge', badgeSchema, fromBadge)
const chat = row('chat_message', chatSchema, fromChat)
const like: Row = { key: 'like', read: (body, _, context) => fromLike(body, context) }
const solved = row('solved', postSchema, fromSolved)

/** Event name → the key of the body and what is made of it. Names that changed between versions stand side by side. */
const EVENTS: Record<string, Row> = {
  post_created: post,
  post_edited: post,
  post_destroyed: post,
  post_recovered: post,
  topic_created: topic,
  topic_revised: topic,
  topic_edited: topic,
  topic_destroyed: topic,
  topic_recovered: topic,
  topic_closed_status_updated: topic,
  topic_visible_status_updated: topic,
  post_liked: like,
  like_created: like,
  accepted_solution: solved,
  solved_accepted: solved,
  unaccepted_solution: solved,
  solved_unaccepted: solved,
  user_created: user,
  user_confirmed_email: user,
  user_approved: user,
  user_updated: user,
  user_destroyed: user,
  user_anonymized: user,
  user_suspended: user,
  user_unsuspended: user,
  user_logged_in: user,
  user_logged_out: user,
  user_promoted: promoted,
  user_badge_granted: badge,
  user_badge_revoked: badge,
  chat_message_created: chat,
  chat_message_edited: chat,
  chat_message_trashed: chat,
  chat_message_restored: chat,
}

/** Deliveries of a Discourse forum as activities. */
export const normaliseDiscourse: Normalise<'discourse'> = (body, context) => {
  const event = context.headers['x-discourse-event'] ?? ''
  const found = Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined
  if (!found) return { activities: [], ignored: `event not mapped: ${oneLine(event, 60) ?? 'none'}` }
  return found.read((body as Record<string, unknown>)[found.key], event, context)
}
