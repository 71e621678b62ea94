import type { Payload } from './payload.ts'

/** Deliveries in the shape of Meta's webhooks for pages and Instagram accounts. */

export type FeedChange = {
  item: string
  verb: string
  postId?: string
  commentId?: string
  parentId?: string
  from?: { id: string; name: string }
  message?: string
  reaction?: string
  createdTime?: number
  permalink?: string
}
export type InstagramComment = {
  id: string
  text: string
  from: { id: string; username: string }
  media: string
  parentId?: string
}

const compact = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** As Meta does, characters outside of ASCII are escaped: the signature is over these bytes. */
const escaped = (text: string): string =>
  text.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A delivery of any number of entries. */
export const metaDelivery = (object: 'page' | 'instagram', entry: object[]): Payload => ({
  headers: { 'content-type': 'application/json', 'user-agent': 'facebookexternalua' },
  body: escaped(JSON.stringify({ object, entry })),
})

/** News of a page's feed. */
export const feedChange = (change: FeedChange): { field: string; value: object } => ({
  field: 'feed',
  value: compact({
    item: change.item,
    verb: change.verb,
    post_id: change.postId,
    comment_id: change.commentId,
    parent_id: change.parentId,
    from: change.from,
    message: change.message,
    reaction_type: change.reaction,
    created_time: change.createdTime,
    published: 1,
    post: change.permalink && { permalink_url: change.permalink, status_type: 'added_photos', is_published: true },
  }),
})

/** One entry of a page with its changes. */
export const pageFeed = (id: string, time: number, ...changes: FeedChange[]): Payload =>
  metaDelivery('page', [{ id, time, changes: changes.map(feedChange) }])

/** A comment on an account's media. `flat`: as with the business log-in, the change stands in the entry itself. */
export const instagramComment = (id: string, time: number, comment: InstagramComment, flat = false): Payload => {
  const change = {
    field: 'comments',
    value: compact({
      id: comment.id,
      text: comment.text,
      from: comment.from,
      media: { id: comment.media, media_product_type: 'FEED' },
      parent_id: comment.parentId,
    }),
  }
  return metaDelivery('instagram', [flat ? { id, time, ...change } : { id, time, changes: [change] }])
}
