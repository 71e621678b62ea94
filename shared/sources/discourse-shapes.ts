import * as z from 'zod/mini'
import { idField, textField, timeField } from './fields.ts'

/**
 * What Discourse sends, as far as it is read here: WebHookPostSerializer (also for likes and solutions),
 * WebHookTopicViewSerializer, WebHookUserSerializer, WebHookLikeSerializer, UserBadgeSerializer, Chat::MessageSerializer in
 * discourse/discourse.
 */

const time = z.nullish(timeField)
const flag = z.nullish(z.boolean())
const brief = z.object({ id: z.nullish(idField), username: z.string(), name: textField, avatar_template: textField })
const tags = z.nullish(z.array(z.union([z.string(), z.object({ name: z.string() })])))

/** A post, as in `post_*`, `solved` and, within it, `like`. */
export const postSchema = z.object({
  topic_id: idField,
  post_number: z.int(),
  post_type: z.nullish(z.int()),
  user_id: z.nullish(idField),
  username: textField,
  name: textField,
  avatar_template: textField,
  cooked: textField,
  raw: textField,
  created_at: timeField,
  updated_at: time,
  deleted_at: time,
  user_deleted: flag,
  hidden: flag,
  staff: flag,
  version: z.nullish(z.int()),
  locale: textField,
  topic_slug: textField,
  topic_title: textField,
  topic_archetype: textField,
  category_slug: textField,
  tags,
  reply_to_post_number: z.nullish(z.int()),
  reply_to_user: z.nullish(brief),
})
/** A post as it is read. */
export type Post = z.infer<typeof postSchema>

/** A topic, as in `topic_*`. */
export const topicSchema = z.object({
  id: idField,
  title: textField,
  slug: textField,
  archetype: textField,
  user_id: z.nullish(idField),
  created_by: z.nullish(brief),
  created_at: timeField,
  updated_at: time,
  deleted_at: time,
  closed: flag,
  visible: flag,
  category_slug: textField,
  tags,
})
/** A topic as it is read. */
export type Topic = z.infer<typeof topicSchema>

/** An account, as in `user_*`: the only body with an address. */
export const userSchema = z.object({
  id: idField,
  username: z.string(),
  name: textField,
  avatar_template: textField,
  email: textField,
  active: flag,
  staged: flag,
  admin: flag,
  moderator: flag,
  locale: textField,
  created_at: time,
  updated_at: time,
  last_seen_at: time,
  last_posted_at: time,
  user_option: z.nullish(z.object({ timezone: textField })),
})
/** An account as it is read. */
export type User = z.infer<typeof userSchema>

/** A like: whose, of which post. */
export const likeSchema = z.object({ post: postSchema, user: brief, created_at: time })

/** A badge that a member got: ids and a time, no names. `granted_by_id` is Discourse's own actor where nobody chose. */
export const badgeSchema = z.object({
  badge_id: idField,
  user_id: idField,
  granted_by_id: z.nullish(idField),
  granted_at: timeField,
})
/** A badge as it is read. */
export type Badge = z.infer<typeof badgeSchema>

/** A message in a channel of the chat. `chat_webhook_event`: a program wrote it. */
export const chatSchema = z.object({
  message: z.object({
    id: idField,
    message: textField,
    cooked: textField,
    created_at: timeField,
    deleted_at: time,
    user: z.nullish(z.object({ ...brief.shape, staff: flag })),
    chat_webhook_event: z.nullish(z.object({})),
    in_reply_to: z.nullish(z.object({ id: idField, user: z.nullish(z.object({ id: z.nullish(idField) })) })),
  }),
  channel: z.object({ id: idField, title: textField, slug: textField, chatable_type: textField }),
})
/** A message and its channel as they are read. */
export type Chat = z.infer<typeof chatSchema>
