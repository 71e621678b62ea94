import type { Payload } from './payload.ts'

/**
 * Deliveries of platforms that Earshot knows by a mapping only, in the shapes that the examples of docs/mapping.md read.
 * Everybody and everything in them is invented.
 */

const json = (value: unknown, headers: Record<string, string> = {}): Payload => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
})

/** A review of a product, as a review app such as Judge.me tells of it. */
export type StarReview = {
  /** Digits: more of them than a number in JavaScript holds exactly. */
  id: string
  by: { id: string; name: string }
  title: string
  /** HTML. */
  body: string
  rating: number
  product: string
  at: string
  hidden?: boolean
  reply?: { by: string; body: string; at: string }
}

/** @param event `review/created`, `review/updated` or `review/deleted` */
export const starReview = (event: string, review: StarReview): Payload => {
  const { id, by, title, body, rating, product, at, hidden = false, reply } = review
  const told = json({
    event,
    shop_domain: 'kettles.example',
    review: {
      id: 0,
      title,
      body,
      rating,
      hidden,
      product_title: product,
      updated_at: at,
      reviewer: { id: 1, name: by.name },
      reply: reply ? { author: reply.by, content: reply.body, created_at: reply.at } : null,
    },
  })
  // Written by hand: JSON.stringify has no way to write these digits as a number.
  const digits = told.body
    .replace('"id":0,', `"id":${id},`)
    .replace('"reviewer":{"id":1,', `"reviewer":{"id":${by.id},`)
  return { ...told, body: digits }
}

/** A comment below a post of a blog, with WordPress's names for its fields. */
export type BlogComment = {
  id: string
  post: { id: string; title: string; url: string }
  by: { id?: string; name: string; url?: string }
  content: string
  /** `2026-11-20 10:00:00`, in UTC. */
  at: string
  parent?: string
  /** `1`, `0`, `spam` or `trash`. */
  approved?: string
}

export const blogComment = (comment: BlogComment): Payload =>
  json({
    hook: 'wp_insert_comment',
    comment: {
      comment_ID: comment.id,
      comment_post_ID: comment.post.id,
      comment_author: comment.by.name,
      comment_author_url: comment.by.url ?? '',
      comment_date_gmt: comment.at,
      comment_content: comment.content,
      comment_approved: comment.approved ?? '1',
      comment_parent: comment.parent ?? '0',
      user_id: comment.by.id ?? '0',
    },
    post: { post_title: comment.post.title, permalink: comment.post.url },
  })

/** An answered form, in the shape of Typeform's webhooks. */
export type FormAnswer = {
  token: string
  form: string
  at: string
  person: string
  answers: Record<string, string | number>
}

export const formAnswer = ({ token, form, at, person, answers }: FormAnswer): Payload =>
  json({
    event_id: `event-${token}`,
    event_type: 'form_response',
    form_response: {
      form_id: form,
      token,
      submitted_at: at,
      hidden: { person },
      definition: { id: form, title: 'How was your first month?' },
      answers: Object.entries(answers).map(([ref, value]) => ({
        type: typeof value === 'number' ? 'number' : 'text',
        [typeof value === 'number' ? 'number' : 'text']: value,
        field: { id: `f-${ref}`, ref, type: typeof value === 'number' ? 'opinion_scale' : 'long_text' },
      })),
    },
  })

/** What an app of one's own on Reddit's Devvit hands on: the events of its triggers, a few at a time. */
export type RedditEvent =
  | { type: 'PostSubmit'; id: string; by: { id: string; name: string }; title: string; text: string; at: number }
  | {
      type: 'CommentSubmit'
      id: string
      by: { id: string; name: string }
      text: string
      at: number
      post: string
      parent: string
    }
  | { type: 'PostDelete'; id: string; by: { id: string; name: string }; at: number }
  | { type: 'ModAction'; at: number }

const reddit = (event: RedditEvent): object => {
  if (event.type === 'ModAction') return { type: event.type, moderator: { name: 'mod' }, actedAt: event.at }
  const author = { id: event.by.id, name: event.by.name }
  if (event.type === 'PostDelete') return { type: event.type, postId: event.id, deletedAt: event.at, author }
  const { type, id, text, at } = event
  if (event.type === 'PostSubmit')
    return {
      type,
      author,
      post: { id, title: event.title, selftext: text, permalink: `/r/kettles/comments/${id.slice(3)}/`, createdAt: at },
    }
  return { type, author, comment: { id, body: text, postId: event.post, parentId: event.parent, createdAt: at } }
}

export const redditEvents = (...events: RedditEvent[]): Payload =>
  json({ app: 'earshot-bridge', events: events.map(reddit) })

/** A ticket, as a trigger of Zendesk sends it whose JSON body somebody has written with its placeholders. */
export type Ticket = {
  id: string
  by: { id: string; name: string }
  subject: string
  comment: { id: string; by: string; html: string; at: string; isFirst: boolean }
  tags?: string
  status?: string
}

export const ticket = ({ id, by, subject, comment, tags = '', status = 'Open' }: Ticket): Payload =>
  json({
    account: 'acme',
    ticket: {
      id,
      subject,
      status,
      tags,
      url: `https://acme.zendesk.example/agent/tickets/${id}`,
      requester: { id: by.id, name: by.name },
      comment: { id: comment.id, author: comment.by, html: comment.html, at: comment.at, first: comment.isFirst },
    },
  })
