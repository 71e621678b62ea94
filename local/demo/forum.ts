import type { Member } from './cast.ts'
import type { Happening, Moment, Payload } from './happening.ts'

/** Discourse's deliveries, with the fields that its serializers send and Earshot reads. */

export type Topic = { id: number; title: string; category: 'help' | 'lounge'; tags: readonly string[] }

const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const avatarOf = ({ username }: Member): string => `/letter_avatar_proxy/v4/letter/${username[0]}/{size}.png`

/** The id that the forum gives to a topic's nth post. */
const postId = (topic: Topic, number: number): number => topic.id * 100 + number

const from = (payload: (at: (moment: Moment) => string) => Payload): Happening => ({ source: 'discourse', payload })

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A post as its author wrote it: deliveries about it carry it along. */
export type Written = { topic: Topic; number: number; author: Member; at: Moment; words: readonly string[] }

type PostState = {
  topic: Topic
  number: number
  author: Member
  words: readonly string[]
  created: string
  updated?: string
  version?: number
  deleted?: string
  replyTo?: number
}

const post = ({ topic, number, author, words, created, updated, version, deleted, replyTo }: PostState) => ({
  id: postId(topic, number),
  name: author.name,
  username: author.username,
  avatar_template: avatarOf(author),
  created_at: created,
  updated_at: updated ?? created,
  cooked: words.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n'),
  raw: words.join('\n\n'),
  post_number: number,
  post_type: 1,
  reply_to_post_number: replyTo ?? null,
  topic_id: topic.id,
  topic_slug: slugOf(topic.title),
  topic_title: topic.title,
  topic_archetype: 'regular',
  category_slug: topic.category,
  version: version ?? 1,
  user_id: author.id,
  moderator: false,
  admin: author.staff === true,
  staff: author.staff === true,
  trust_level: author.staff ? 4 : 1,
  hidden: false,
  deleted_at: deleted ?? null,
  user_deleted: deleted !== undefined,
})

const byline = ({ id, username, name, ...member }: Member) => ({
  id,
  username,
  name,
  avatar_template: avatarOf({ id, username, name, ...member }),
})

const changed = (
  event: 'post_edited' | 'post_destroyed',
  { at: first, ...written }: Written,
  moment: Moment,
  words: readonly string[],
): Happening =>
  from((at) => {
    const time = at(moment)
    // A deleted post keeps the time of its last edit.
    const change = event === 'post_edited' ? { updated: time, version: 2 } : { deleted: time }
    return { event, body: { post: post({ ...written, words, created: at(first), ...change }) } }
  })

export const forum = {
  /** Somebody joined and has confirmed the address. */
  joined: (member: Member, moment: Moment): Happening =>
    from((at) => ({
      event: 'user_confirmed_email',
      body: {
        user: {
          ...byline(member),
          email: member.email,
          created_at: at(moment),
          active: true,
          admin: member.staff === true,
          moderator: false,
          trust_level: member.staff ? 4 : 0,
          locale: member.locale ?? null,
          user_option: { timezone: member.timezone ?? null },
        },
      },
    })),

  /** A topic and its first post: Discourse sends one delivery for each. */
  topic: (first: Written): Happening[] => [
    from((at) => ({
      event: 'topic_created',
      body: {
        topic: {
          id: first.topic.id,
          title: first.topic.title,
          slug: slugOf(first.topic.title),
          posts_count: 1,
          created_at: at(first.at),
          closed: false,
          archived: false,
          archetype: 'regular',
          visible: true,
          category_slug: first.topic.category,
          tags: first.topic.tags,
          user_id: first.author.id,
          deleted_at: null,
          created_by: byline(first.author),
        },
      },
    })),
    forum.post(first),
  ],

  post: (written: Written): Happening =>
    from((at) => ({ event: 'post_created', body: { post: post({ ...written, created: at(written.at) }) } })),

  edited: (written: Written, moment: Moment, words: readonly string[]): Happening =>
    changed('post_edited', written, moment, words),

  deleted: (written: Written, moment: Moment): Happening => changed('post_destroyed', written, moment, written.words),

  liked: (written: Written, by: Member): Happening =>
    from((at) => ({
      event: 'post_liked',
      body: { like: { post: post({ ...written, created: at(written.at) }), user: byline(by) } },
    })),

  /** A post is accepted as the answer. */
  solved: (written: Written): Happening =>
    from((at) => ({ event: 'accepted_solution', body: { solved: post({ ...written, created: at(written.at) }) } })),
}
