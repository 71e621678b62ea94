import type { Payload } from './payload.ts'

/** Deliveries in the shape in which Discourse documents and sends them; what Earshot does not read is there too, as on the wire. */

export type ForumUser = {
  id: number
  username: string
  name?: string
  email?: string
  staff?: boolean
  locale?: string
  timezone?: string
}
export type ForumTopic = {
  id: number
  title: string
  by: ForumUser
  createdAt: string
  category?: string
  tags?: string[]
  closed?: boolean
  visible?: boolean
  archetype?: string
}
export type ForumPost = {
  id: number
  topic: ForumTopic
  number: number
  by: ForumUser
  /** HTML, as the forum shows it. */
  cooked: string
  createdAt: string
  updatedAt?: string
  version?: number
  replyTo?: { number: number; user?: ForumUser }
  deletedAt?: string
  hidden?: boolean
  userDeleted?: boolean
  postType?: number
  locale?: string
}

const INSTANCE = 'https://community.example'

const headersOf = (type: string, event: string, instance = INSTANCE): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'Discourse/3.6.0',
  'x-discourse-instance': instance,
  'x-discourse-event-id': '1',
  'x-discourse-event-type': type,
  'x-discourse-event': event,
})

const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'topic'

const brief = (user: ForumUser) => ({
  id: user.id,
  username: user.username,
  name: user.name ?? null,
  avatar_template: `/user_avatar/community.example/${user.username}/{size}/1_2.png`,
})

const postBody = (post: ForumPost) => ({
  ...brief(post.by),
  id: post.id,
  created_at: post.createdAt,
  cooked: post.cooked,
  raw: post.cooked.replace(/<[^>]+>/g, ''),
  post_number: post.number,
  post_type: post.postType ?? 1,
  posts_count: post.number,
  updated_at: post.updatedAt ?? post.createdAt,
  reply_count: 0,
  reply_to_post_number: post.replyTo?.number ?? null,
  ...(post.replyTo?.user ? { reply_to_user: brief(post.replyTo.user) } : {}),
  quote_count: 0,
  incoming_link_count: 0,
  reads: 1,
  score: 0.2,
  topic_id: post.topic.id,
  topic_slug: slugOf(post.topic.title),
  topic_title: post.topic.title,
  topic_archetype: post.topic.archetype ?? 'regular',
  category_slug: post.topic.category ?? 'general',
  display_username: post.by.name ?? null,
  version: post.version ?? 1,
  user_title: null,
  trust_level: 1,
  moderator: post.by.staff ?? false,
  admin: false,
  staff: post.by.staff ?? false,
  user_id: post.by.id,
  hidden: post.hidden ?? false,
  user_deleted: post.userDeleted ?? false,
  deleted_at: post.deletedAt ?? null,
  ...(post.locale ? { locale: post.locale } : {}),
})

/** `post_created`, `post_edited`, `post_destroyed` or `post_recovered`. */
export const forumPost = (event: string, post: ForumPost, instance?: string): Payload => ({
  headers: headersOf('post', event, instance),
  body: JSON.stringify({ post: postBody(post) }),
})

/** `topic_created`, `topic_edited`, `topic_closed_status_updated`, `topic_destroyed`, ... */
export const forumTopic = (event: string, topic: ForumTopic & { deletedAt?: string }, instance?: string): Payload => ({
  headers: headersOf('topic', event, instance),
  body: JSON.stringify({
    topic: {
      tags: topic.tags ?? [],
      id: topic.id,
      title: topic.title,
      fancy_title: topic.title,
      posts_count: 1,
      created_at: topic.createdAt,
      views: 0,
      reply_count: 0,
      like_count: 0,
      last_posted_at: topic.createdAt,
      visible: topic.visible ?? true,
      closed: topic.closed ?? false,
      archived: false,
      archetype: topic.archetype ?? 'regular',
      slug: slugOf(topic.title),
      category_id: 4,
      category_slug: topic.category ?? 'general',
      word_count: 20,
      deleted_at: topic.deletedAt ?? null,
      user_id: topic.by.id,
      created_by: brief(topic.by),
      last_poster: brief(topic.by),
    },
  }),
})

/** Somebody likes a post. */
export const forumLike = (post: ForumPost, by: ForumUser, instance?: string): Payload => ({
  headers: headersOf('like', 'post_liked', instance),
  body: JSON.stringify({ like: { post: postBody(post), user: brief(by) } }),
})

/** `accepted_solution` or `unaccepted_solution`; the post is the answer. */
export const forumSolved = (event: string, answer: ForumPost, instance?: string): Payload => ({
  headers: headersOf('solved', event, instance),
  body: JSON.stringify({ solved: postBody(answer) }),
})

/** `user_created`, `user_confirmed_email`, `user_updated`, `user_destroyed`, ... */
export const forumUser = (
  event: string,
  user: ForumUser & { createdAt: string; active?: boolean; lastSeenAt?: string; staged?: boolean },
  instance?: string,
): Payload => ({
  headers: headersOf('user', event, instance),
  body: JSON.stringify({
    user: {
      ...brief(user),
      email: user.email ?? null,
      secondary_emails: [],
      last_posted_at: null,
      last_seen_at: user.lastSeenAt ?? null,
      created_at: user.createdAt,
      trust_level: 0,
      moderator: user.staff ?? false,
      admin: false,
      title: null,
      staged: user.staged ?? false,
      locale: user.locale ?? null,
      ...(user.active === undefined ? {} : { active: user.active }),
      ...(user.timezone ? { user_option: { timezone: user.timezone } } : {}),
    },
  }),
})

/** `user_promoted`: a member reached a higher trust level. */
export const forumPromoted = (
  user: ForumUser & { createdAt: string; trustLevel: number },
  instance?: string,
): Payload => ({
  headers: headersOf('user_promoted', 'user_promoted', instance),
  body: JSON.stringify({
    user_promoted: {
      ...brief(user),
      created_at: user.createdAt,
      last_seen_at: user.createdAt,
      trust_level: user.trustLevel,
      moderator: user.staff ?? false,
      admin: false,
    },
  }),
})

/** `user_badge_granted` or `user_badge_revoked`; by the forum itself unless somebody gave it. */
export const forumBadge = (
  event: string,
  badge: { badge: number; to: ForumUser; by?: ForumUser; at: string },
  instance?: string,
): Payload => ({
  headers: headersOf('user_badge', event, instance),
  body: JSON.stringify({
    user_badge: {
      id: 90 + badge.badge,
      granted_at: badge.at,
      created_at: badge.at,
      count: 1,
      badge_id: badge.badge,
      user_id: badge.to.id,
      granted_by_id: badge.by?.id ?? -1,
    },
  }),
})

export type ForumChat = {
  id: number
  by: ForumUser | null
  /** Markdown, as it was typed. */
  message: string
  createdAt: string
  channel?: { id: number; title: string; slug: string; direct?: boolean }
  replyTo?: { id: number; user: ForumUser }
  edited?: boolean
  deletedAt?: string
  /** The name under which a program writes. */
  program?: string
}

/** `chat_message_created`, `chat_message_edited`, `chat_message_trashed` or `chat_message_restored`. */
export const forumChat = (event: string, chat: ForumChat, instance?: string): Payload => {
  const { id, title, slug, direct = false } = chat.channel ?? { id: 5, title: 'Lounge', slug: 'lounge' }
  return {
    headers: headersOf('chat_message', event, instance),
    body: JSON.stringify({
      chat_message: {
        message: {
          id: chat.id,
          message: chat.message,
          cooked: `<p>${chat.message}</p>`,
          created_at: chat.createdAt,
          excerpt: chat.message,
          ...(chat.deletedAt ? { deleted_at: chat.deletedAt, deleted_by_id: 1 } : {}),
          ...(chat.edited ? { edited: true } : {}),
          available_flags: [],
          thread_id: null,
          chat_channel_id: id,
          user: chat.by && { ...brief(chat.by), moderator: false, admin: false, staff: chat.by.staff ?? false },
          chat_webhook_event: chat.program ? { username: chat.program, emoji: null } : null,
          ...(chat.replyTo
            ? { in_reply_to: { id: chat.replyTo.id, cooked: '', excerpt: '', user: brief(chat.replyTo.user) } }
            : {}),
          uploads: [],
        },
        channel: {
          id,
          title,
          slug,
          chatable_id: 4,
          chatable_type: direct ? 'DirectMessage' : 'Category',
          status: 'open',
          memberships_count: 2,
        },
      },
    }),
  }
}

/** The greeting that the admin page's button sends. */
export const forumPing = (instance?: string): Payload => ({
  headers: headersOf('ping', 'ping', instance),
  body: JSON.stringify({ ping: 'OK' }),
})
