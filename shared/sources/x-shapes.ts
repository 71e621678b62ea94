import * as z from 'zod/mini'
import { idField, textField, timeField } from './fields.ts'

/** What the X Activity API sends, as far as it is read here: docs.x.com, "X Activity API event payload examples". */

const accountSchema = z.object({
  id: idField,
  username: textField,
  name: textField,
  profile_image_url: textField,
  public_metrics: z.nullish(z.object({ followers_count: z.nullish(z.int()) })),
})
/** An account as it is read. */
export type XAccount = z.infer<typeof accountSchema>

/** X wraps accounts in `data` with some events and not with others. */
const wrappedSchema = z.pipe(
  z.union([z.object({ data: accountSchema }), accountSchema]),
  z.transform((account): XAccount => ('data' in account ? account.data : account)),
)

const entitiesSchema = z.nullish(
  z.object({
    urls: z.nullish(z.array(z.object({ url: z.string(), expanded_url: textField }))),
    hashtags: z.nullish(z.array(z.object({ tag: textField }))),
  }),
)

/** A Post. An edit is a Post with an id of its own; `edit_history_tweet_ids` has the ids from the first one on. */
export const xPostSchema = z.object({
  id: idField,
  author_id: idField,
  text: z.string(),
  note_tweet: z.nullish(z.object({ text: z.string(), entities: entitiesSchema })),
  entities: entitiesSchema,
  lang: textField,
  created_at: timeField,
  conversation_id: z.nullish(idField),
  in_reply_to_user_id: z.nullish(idField),
  in_reply_to_tweet_id: z.nullish(idField),
  referenced_tweets: z.nullish(z.array(z.object({ type: z.string(), id: idField }))),
  edit_history_tweet_ids: z.nullish(z.array(idField)),
})
/** A Post as it is read. */
export type XPost = z.infer<typeof xPostSchema>

/** `post.delete`: no time is told. */
export const xDeletedSchema = z.object({ id: idField, author_id: idField })

/** `like.create`: who liked is told by the filter's direction, if at all. `created_at` is the liked Post's. */
export const xLikeSchema = z.object({
  liked_tweet_id: idField,
  liked_tweet_author_id: idField,
  created_at: z.nullish(timeField),
  timestamp_ms: z.nullish(z.pipe(idField, z.string().check(z.regex(/^\d{1,14}$/, 'expected milliseconds')))),
})

/** `follow.follow`, `follow.unfollow`: no time is told. */
export const xFollowSchema = z.object({ source: wrappedSchema, target: wrappedSchema })

/** `profile.update.*`: the field as it is now; no time is told. */
export const xProfileSchema = z.object({ after: textField })

/** What every delivery has. */
export const xFrameSchema = z.object({
  data: z.object({
    event_type: z.string(),
    filter: z.nullish(z.object({ user_id: z.nullish(idField), direction: textField })),
    payload: z.unknown(),
    includes: z.nullish(
      z.object({
        users: z.nullish(z.array(wrappedSchema)),
        tweets: z.nullish(z.array(z.object({ id: z.nullish(idField), author_id: z.nullish(idField) }))),
      }),
    ),
  }),
})
/** What every delivery has, as it is read. */
export type XFrame = z.infer<typeof xFrameSchema>['data']
