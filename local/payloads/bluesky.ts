/** Events as Jetstream sends them. */

type Common = { did: string; rkey: string; at: string; micros?: number }

const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/** A timestamp id, as a repository makes it: microseconds and a clock's number in base 32. */
const tidOf = (micros: number): string => {
  let bits = (BigInt(micros) << 10n) | 7n
  let text = ''
  for (let at = 0; at < 13; at++) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text
    bits >>= 5n
  }
  return text
}

const microsOf = ({ at, micros = 0 }: { at: string; micros?: number }): number => Date.parse(at) * 1_000 + micros

const commit = (event: Common, operation: 'create' | 'update' | 'delete', record?: object) => ({
  did: event.did,
  time_us: microsOf(event),
  kind: 'commit',
  commit: {
    rev: tidOf(microsOf(event)),
    operation,
    collection: 'app.bsky.feed.post',
    rkey: event.rkey,
    ...(record ? { record, cid: 'bafyreid' } : {}),
  },
})

/** A post, or a new state of one. */
export const blueskyPost = (
  event: Common & {
    text: string
    createdAt?: string
    operation?: 'create' | 'update'
    langs?: string[]
    tags?: string[]
    mentions?: string[]
    reply?: { root: string; parent: string }
    quotes?: string
    withMedia?: boolean
  },
) => {
  const { text, createdAt = event.at, operation = 'create', langs, tags = [], mentions = [], reply, quotes } = event
  const quoted = quotes ? { uri: quotes, cid: 'bafy' } : undefined
  return commit(event, operation, {
    $type: 'app.bsky.feed.post',
    text,
    createdAt,
    ...(langs ? { langs } : {}),
    facets: [
      ...tags.map((tag) => ({
        index: { byteStart: 0, byteEnd: 1 },
        features: [{ $type: 'app.bsky.richtext.facet#tag', tag }],
      })),
      ...mentions.map((did) => ({
        index: { byteStart: 0, byteEnd: 1 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did }],
      })),
    ],
    ...(reply ? { reply: { root: { uri: reply.root, cid: 'bafy' }, parent: { uri: reply.parent, cid: 'bafy' } } } : {}),
    ...(quoted
      ? {
          embed: event.withMedia
            ? {
                $type: 'app.bsky.embed.recordWithMedia',
                record: { $type: 'app.bsky.embed.record', record: quoted },
                media: {},
              }
            : { $type: 'app.bsky.embed.record', record: quoted },
        }
      : {}),
  })
}

/** A delete: it names the record and nothing else. */
export const blueskyDelete = (event: Common) => commit(event, 'delete')

/** News of an account as a whole. */
export const blueskyAccount = ({
  did,
  at,
  active,
  status,
}: {
  did: string
  at: string
  active: boolean
  status?: string
}) => ({
  did,
  time_us: microsOf({ at }),
  kind: 'account',
  account: { active, did, seq: 1, time: at, ...(status ? { status } : {}) },
})

/** News of a handle, which come whatever is asked for. */
export const blueskyIdentity = ({ did, at, handle }: { did: string; at: string; handle: string }) => ({
  did,
  time_us: microsOf({ at }),
  kind: 'identity',
  identity: { did, handle, seq: 1, time: at },
})
