import * as z from 'zod/mini'
import type { SettingsOf } from './source.ts'

/**
 * Events of Jetstream (bluesky-social/jetstream, version 1 of its stream) as far as they are read, and which of them a
 * source wants. Jetstream gives everything that everybody posts: a source takes what is by its own accounts, about them, or
 * has its words in it.
 */

const record = z.object({
  text: z.nullish(z.string()),
  createdAt: z.nullish(z.string()),
  langs: z.nullish(z.array(z.string())),
  tags: z.nullish(z.array(z.string())),
  reply: z.nullish(z.object({ root: z.object({ uri: z.string() }), parent: z.object({ uri: z.string() }) })),
  facets: z.nullish(
    z.array(
      z.object({
        features: z.array(
          z.object({
            $type: z.string(),
            did: z.nullish(z.string()),
            uri: z.nullish(z.string()),
            tag: z.nullish(z.string()),
          }),
        ),
      }),
    ),
  ),
  /** A quote is a record, or a record with media beside it. */
  embed: z.nullish(
    z.object({
      record: z.nullish(
        z.object({ uri: z.nullish(z.string()), record: z.nullish(z.object({ uri: z.nullish(z.string()) })) }),
      ),
    }),
  ),
})
export type BlueskyRecord = z.infer<typeof record>

const did = z.string().check(z.regex(/^did:[a-z]+:[A-Za-z0-9._:%-]{1,240}$/, 'expected a DID'))
const time = z.int().check(z.nonnegative())
/** A timestamp id: 13 characters whose order is that of time. */
const tid = z.string().check(z.regex(/^[234567abcdefghij][234567a-z]{12}$/, 'expected a TID'))

export const COLLECTION = 'app.bsky.feed.post'

export const blueskyEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('commit'),
    did,
    time_us: time,
    commit: z.object({
      operation: z.enum(['create', 'update', 'delete']),
      collection: z.literal(COLLECTION),
      rkey: z.string().check(z.regex(/^[\w.:~-]{1,100}$/, 'expected a record key')),
      rev: tid,
      record: z.nullish(record),
    }),
  }),
  z.object({
    kind: z.literal('account'),
    did,
    time_us: time,
    account: z.object({ active: z.boolean(), status: z.nullish(z.string()) }),
  }),
])
export type BlueskyEvent = z.infer<typeof blueskyEventSchema>

/** The address of a post within the network. */
export const postUri = (author: string, rkey: string): string => `at://${author}/${COLLECTION}/${rkey}`

/** Whose post an `at://` address is. */
export const authorOfUri = (uri: string | null | undefined): string | undefined =>
  /^at:\/\/(did:[^/]+)\//.exec(uri ?? '')?.[1]

/** The hashtags of a post, without their #. */
export const tagsOf = ({ tags, facets }: BlueskyRecord): string[] => [
  ...new Set([...(tags ?? []), ...(facets ?? []).flatMap(({ features }) => features.flatMap(({ tag }) => tag ?? []))]),
]

/** Whom a post is directed at: whom it mentions, answers or quotes. */
const directedAt = ({ facets, reply, embed }: BlueskyRecord): (string | undefined)[] => [
  ...(facets ?? []).flatMap(({ features }) => features.map((feature) => feature.did ?? undefined)),
  authorOfUri(reply?.parent.uri),
  authorOfUri(reply?.root.uri),
  authorOfUri(embed?.record?.uri),
  authorOfUri(embed?.record?.record?.uri),
]

/** Whole words only, in any case: `mug` is not in `smug`. */
const wordPattern = (terms: readonly string[]): RegExp | undefined =>
  terms.length === 0
    ? undefined
    : new RegExp(
        `(?<![\\p{L}\\p{N}_])(?:${terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}_])`,
        'iu',
      )

/**
 * What a source does with an event.
 * - `take`: it wants it.
 * - `ask`: only if it has taken the thing before. A delete says no more than the id, and an edit may have lost the word.
 * - `pass`: it is nothing to it.
 */
export type Wanted = 'take' | 'ask' | 'pass'

/** Which events a source wants, by its settings. */
export const wantedBy = ({
  accounts = [],
  mentions = [],
  terms = [],
}: SettingsOf<'bluesky'>): ((event: BlueskyEvent) => Wanted) => {
  const own = new Set(accounts)
  const watched = new Set(mentions)
  const tagged = new Set(terms.filter((term) => term.startsWith('#')).map((term) => term.slice(1).toLowerCase()))
  const words = wordPattern(terms)
  const about = (post: BlueskyRecord): boolean =>
    directedAt(post).some((one) => one !== undefined && watched.has(one)) ||
    (words?.test(post.text ?? '') ?? false) ||
    tagsOf(post).some((tag) => tagged.has(tag.toLowerCase()))
  return (event) => {
    if (event.kind === 'account') return 'ask'
    const { operation, record: post } = event.commit
    if (own.has(event.did)) return 'take'
    if (operation === 'delete') return 'ask'
    if (post && about(post)) return 'take'
    return operation === 'update' ? 'ask' : 'pass'
  }
}
