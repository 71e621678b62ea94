import type { Payload } from './payload.ts'

/** Deliveries in the shape in which X documents its Activity API; what Earshot does not read is there too, as on the wire. */

export type XUser = { id: string; username: string; name: string; followers: number }
export type XPost = {
  id: string
  by: XUser
  text: string
  createdAt: string
  lang?: string
  conversation?: string
  replyTo?: { id: string; user: string }
  repostOf?: string
  quoteOf?: string
  versions?: string[]
  urls?: { url: string; expanded: string }[]
  hashtags?: string[]
  long?: string
}
export type XFrame = { user?: string; direction?: 'inbound' | 'outbound'; uuid?: string }

/** The account that the demo's subscriptions are about. */
export const BRAND = '1111111111111111111'

const compact = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** The envelope of every event. */
export const xEvent = (type: string, payload: unknown, includes: object | undefined, frame: XFrame = {}): Payload => ({
  headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Twitterbot/1.0' },
  body: JSON.stringify({
    data: compact({
      event_uuid: frame.uuid ?? '-2781149976877970683',
      filter: compact({ user_id: frame.user ?? BRAND, direction: frame.direction }),
      event_type: type,
      tag: 'earshot',
      payload,
      includes,
    }),
  }),
})

const account = ({ id, username, name, followers }: XUser) => ({
  id,
  username,
  name,
  protected: false,
  verified: false,
  created_at: '2014-05-29T20:24:26.000Z',
  description: '',
  profile_image_url: `https://pbs.twimg.com/profile_images/${id}/face_normal.jpg`,
  public_metrics: { followers_count: followers, followers_count_str: String(followers), following_count: 1 },
})

const entities = (post: XPost): object =>
  compact({
    urls: post.urls?.map(({ url, expanded }, at) => ({ start: at, end: at + 23, url, expanded_url: expanded })),
    hashtags: post.hashtags?.map((tag, at) => ({ start: at, end: at + tag.length + 1, tag })),
  })

const postOf = (post: XPost): object => {
  const references = [
    ...(post.replyTo ? [{ type: 'replied_to', id: post.replyTo.id }] : []),
    ...(post.quoteOf ? [{ type: 'quoted', id: post.quoteOf }] : []),
    ...(post.repostOf ? [{ type: 'retweeted', id: post.repostOf }] : []),
  ]
  return compact({
    id: post.id,
    author_id: post.by.id,
    text: post.text,
    note_tweet: post.long ? { text: post.long } : undefined,
    entities: entities(post),
    lang: post.lang ?? 'en',
    created_at: post.createdAt,
    conversation_id: post.conversation ?? post.versions?.[0] ?? post.id,
    in_reply_to_user_id: post.replyTo?.user,
    referenced_tweets: references.length > 0 ? references : undefined,
    edit_history_tweet_ids: post.versions ?? [post.id],
    public_metrics: { retweet_count: 0, reply_count: 0, like_count: 0, quote_count: 0 },
    reply_settings: 'everyone',
    possibly_sensitive: false,
  })
}

/** `post.create`, `post.mention.create`, `post.reply.create`, `post.quote.create`, `post.repost.create`. */
export const xPost = (type: string, post: XPost, frame?: XFrame, others: XPost[] = []): Payload =>
  xEvent(
    type,
    postOf(post),
    { users: [account(post.by), ...others.map(({ by }) => account(by))], tweets: [post, ...others].map(postOf) },
    { uuid: post.id, ...frame },
  )

/** `post.delete`: the account comes wrapped. */
export const xDelete = (post: XPost): Payload =>
  xEvent('post.delete', { id: post.id, author_id: post.by.id }, { users: [{ data: account(post.by) }] })

/** `like.create`. */
export const xLike = (liked: XPost, users: XUser[], frame: XFrame, timestampMs?: string): Payload =>
  xEvent(
    'like.create',
    compact({
      id: '87719f50ee17bdfa06a3089098a2b9ed',
      created_at: liked.createdAt,
      timestamp_ms: timestampMs,
      liked_tweet_author_id: liked.by.id,
      liked_tweet_id: liked.id,
    }),
    { users: users.map(account), tweets: [postOf(liked)] },
    frame,
  )

/** `follow.follow` or `follow.unfollow`. */
export const xFollow = (type: 'follow.follow' | 'follow.unfollow', source: XUser, target: XUser): Payload =>
  xEvent(type, { source: { data: account(source) }, target: { data: account(target) } }, undefined)

/** `profile.update.<field>`. */
export const xProfile = (field: string, before: string, after: string): Payload =>
  xEvent(`profile.update.${field}`, { before, after }, undefined)
