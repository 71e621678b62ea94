import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import { type Iso, isoOf } from '../domain/time.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { languageTag, oneLine, paragraphs, webUrl } from './text.ts'
import {
  type XAccount,
  type XFrame,
  type XPost,
  xDeletedSchema,
  xFollowSchema,
  xFrameSchema,
  xLikeSchema,
  xPostSchema,
  xProfileSchema,
} from './x-shapes.ts'

/**
 * X, by its Activity API. Ids are the same on all of X, so the platform is `x` whatever the source is called. An edit is a
 * new Post to X; here all versions are one mention, under the id of the first.
 */

type Context = SourceContext<SettingsOf<'x'>>
type Story = { frame: XFrame; context: Context }

const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })
const told = (activity: Activity): Normalised => ({ activities: [activity] })

/** The first millisecond that ids of X can tell: each has the moment it was made in its upper bits. */
const EPOCH = 1_288_834_974_657n
const madeAt = (id: string): Iso | undefined =>
  /^\d{16,19}$/.test(id) ? isoOf(Number((BigInt(id) >> 22n) + EPOCH)) : undefined

const page = (handle: string | undefined): string | undefined =>
  handle && /^\w{1,30}$/.test(handle) ? `https://x.com/${handle}` : undefined

const authorOf = (id: string, account?: XAccount): Author =>
  compact({
    id,
    handle: oneLine(account?.username),
    name: oneLine(account?.name),
    url: page(account?.username ?? undefined),
    avatar: webUrl(account?.profile_image_url),
    followers: account?.public_metrics?.followers_count ?? undefined,
  })

const known = ({ frame }: Story, id: string): Author =>
  authorOf(
    id,
    frame.includes?.users?.find((account) => account.id === id),
  )

const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

type Words = { text: string; entities?: XPost['entities'] }
const wordsOf = (post: XPost): Words => post.note_tweet ?? post

/** The words with the links that people see, not with those of X's own shortener. */
const textOf = ({ text, entities }: Words): string => {
  const links = new Map((entities?.urls ?? []).map(({ url, expanded_url: to }) => [url, webUrl(to)]))
  return paragraphs(decoded(text.replace(/https:\/\/t\.co\/\w{1,40}/g, (url) => links.get(url) ?? url)))
}

/** X says `und`, `zxx` and `q..` where it knows no language. */
const languageOf = (post: XPost): string | undefined =>
  /^(und|zxx|art|q[a-z]{2})$/.test(post.lang ?? '') ? undefined : languageTag(post.lang)

const tagsOf = (post: XPost): string[] | undefined => {
  const names = (wordsOf(post).entities?.hashtags ?? []).map(({ tag }) => oneLine(tag))
  const tags = names.filter((name) => name !== undefined)
  return tags.length > 0 ? [...new Set(tags)].slice(0, 50) : undefined
}

const ours = ({ context }: Story) => ({ source: context.source, platform: 'x' })

const referredTo = (post: XPost, type: string): string | undefined =>
  post.referenced_tweets?.find((reference) => reference.type === type)?.id

const authorIn = ({ frame }: Story, id: string): string | undefined =>
  frame.includes?.tweets?.find((post) => post.id === id)?.author_id ?? undefined

const reposted = (post: XPost, original: string, story: Story): Activity => {
  const author = authorIn(story, original)
  return {
    ...ours(story),
    kind: 'reaction',
    reaction: 'repost',
    id: `repost:${post.id}`,
    at: post.created_at,
    revision: revisionOf({ at: post.created_at }),
    author: known(story, post.author_id),
    target: compact({ id: original, author: author ? { id: author } : undefined }),
  }
}

const written = (post: XPost, story: Story): Activity => {
  const versions = post.edit_history_tweet_ids?.length ? post.edit_history_tweet_ids : [post.id]
  const id = versions[0] ?? post.id
  const edited = versions.length > 1
  const author = known(story, post.author_id)
  const text = textOf(wordsOf(post))
  const parent = referredTo(post, 'replied_to') ?? post.in_reply_to_tweet_id ?? undefined
  const thread = post.conversation_id ?? id
  const starter = thread === id ? post.author_id : authorIn(story, thread)
  const fields = compact({
    ...ours(story),
    id,
    at: post.created_at,
    revision: revisionOf({
      at: post.created_at,
      digest: `${String(versions.length).padStart(3, '0')}.${stateDigest(text)}`,
    }),
    author,
    text,
    url: author.url && webUrl(`${author.url}/status/${post.id}`),
    language: languageOf(post),
    thread: compact({ id: thread, author: starter ? { id: starter } : undefined }),
    createdAt: edited ? (madeAt(id) ?? post.created_at) : post.created_at,
    editedAt: edited ? post.created_at : undefined,
    tags: tagsOf(post),
  })
  if (!parent && thread === id) return { ...fields, kind: 'post' }
  const to = post.in_reply_to_user_id ?? (parent && authorIn(story, parent))
  return {
    ...fields,
    kind: 'reply',
    ...(parent ? { parent: compact({ id: parent, author: to ? { id: to } : undefined }) } : {}),
  }
}

type Reader = (story: Story) => Normalised

const fromPost: Reader = (story) => {
  const post = readFields(xPostSchema, story.frame.payload, 'data.payload')
  const original = referredTo(post, 'retweeted')
  return told(original ? reposted(post, original, story) : written(post, story))
}

/** What is deleted stays deleted, so that word is final and needs no clock; X tells none. */
const fromDelete: Reader = (story) => {
  const { id, author_id: author } = readFields(xDeletedSchema, story.frame.payload, 'data.payload')
  const { receivedAt } = story.context
  return told({
    ...ours(story),
    kind: 'post',
    id,
    at: receivedAt,
    revision: revisionOf({ at: receivedAt, deleted: true, final: true }),
    deleted: true,
    author: known(story, author),
    text: '',
    thread: { id },
    createdAt: madeAt(id) ?? receivedAt,
  })
}

const likerOf = ({ frame }: Story, liked: string): string | undefined => {
  const { user_id: user, direction } = frame.filter ?? {}
  if (user && (direction === 'outbound' || (!direction && user !== liked))) return user
  const others = (frame.includes?.users ?? []).filter(({ id }) => id !== liked)
  return others.length === 1 ? others[0]?.id : undefined
}

/** X tells likes and never that one was taken back: one state, whose revision must not hang on the door's clock. */
const fromLike: Reader = (story) => {
  const like = readFields(xLikeSchema, story.frame.payload, 'data.payload')
  const liker = likerOf(story, like.liked_tweet_author_id)
  if (!liker) return ignored('like without the account that gave it')
  const at = like.timestamp_ms ? isoOf(Number(like.timestamp_ms)) : undefined
  const made = madeAt(like.liked_tweet_id) ?? like.created_at ?? isoOf(0)
  const handle = known(story, like.liked_tweet_author_id).url
  return told({
    ...ours(story),
    kind: 'reaction',
    reaction: 'like',
    id: `like:${like.liked_tweet_id}:${liker}`,
    at: at ?? story.context.receivedAt,
    revision: revisionOf({ at: at ?? made }),
    author: known(story, liker),
    target: { id: like.liked_tweet_id, author: { id: like.liked_tweet_author_id } },
    ...compact({ url: handle && webUrl(`${handle}/status/${like.liked_tweet_id}`) }),
  })
}

/** X tells no time of it, so the door's clock stands in. */
const fromFollow =
  (deleted: boolean): Reader =>
  (story) => {
    const { source, target } = readFields(xFollowSchema, story.frame.payload, 'data.payload')
    const at = story.context.receivedAt
    return told({
      ...ours(story),
      kind: 'follow',
      id: `follow:${target.id}:${source.id}`,
      at,
      revision: revisionOf({ at, deleted }),
      ...(deleted ? { deleted } : {}),
      author: authorOf(source.id, source),
      target: { id: `account:${target.id}`, author: { id: target.id } },
    })
  }

/** One field of a profile as it is now: an activity of its own, so that no field takes the place of another. */
const fromProfile =
  (field: 'name' | 'handle' | 'avatar'): Reader =>
  (story) => {
    const { after } = readFields(xProfileSchema, story.frame.payload, 'data.payload')
    const user = story.frame.filter?.user_id
    const value = field === 'avatar' ? webUrl(after) : oneLine(after)
    if (!user || !value) return ignored('profile without an account or a value')
    const at = story.context.receivedAt
    const author = { id: user, [field]: value, ...compact({ url: field === 'handle' ? page(value) : undefined }) }
    return told({
      ...ours(story),
      kind: 'account',
      id: `account:${user}:${field}`,
      at,
      revision: revisionOf({ at, digest: stateDigest(value) }),
      author,
    })
  }

const EVENTS: Record<string, Reader> = {
  'post.create': fromPost,
  'post.mention.create': fromPost,
  'post.reply.create': fromPost,
  'post.quote.create': fromPost,
  'post.repost.create': fromPost,
  'post.delete': fromDelete,
  'like.create': fromLike,
  'follow.follow': fromFollow(false),
  'follow.unfollow': fromFollow(true),
  'profile.update.screenname': fromProfile('name'),
  'profile.update.handle': fromProfile('handle'),
  'profile.update.profile_picture': fromProfile('avatar'),
}

/** Deliveries of the X Activity API as activities. */
export const normaliseX: Normalise<'x'> = (body, context) => {
  const { data: frame } = readFields(xFrameSchema, body)
  const { accounts } = context.settings
  const user = frame.filter?.user_id
  if (!accounts.includes('*') && !(user && accounts.includes(user))) return ignored('account not in the settings')
  const reader = Object.hasOwn(EVENTS, frame.event_type) ? EVENTS[frame.event_type] : undefined
  return reader ? reader({ frame, context }) : ignored(`event not mapped: ${oneLine(frame.event_type, 60)}`)
}
