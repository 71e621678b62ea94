import { createHash } from 'node:crypto'
import type { Payload } from './payload.ts'

/** Events in the shape in which Zendesk documents them. */

const ACCOUNT = 12_514_403

type Sent = { at: string; account?: number }

/** Any event. `name`: such as `user.created`; `subject`: what it is about, `user:1`. */
export const zendeskEvent = (
  name: string,
  { at, account = ACCOUNT }: Sent,
  subject: string,
  detail: object,
  event: object,
): Payload => {
  const content = {
    account_id: account,
    detail,
    event,
    subject: `zen:${subject}`,
    time: at,
    type: `zen:event-type:${name}`,
    zendesk_event_version: '2022-11-06',
  }
  const id = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 26).toUpperCase()
  return {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Zendesk Webhook',
      'x-zendesk-account-id': String(account),
      'x-zendesk-webhook-id': '01GWT9M0000000000000000000',
    },
    body: JSON.stringify({ ...content, id }),
  }
}

export type ZendeskUser = { id: string; email?: string; role?: string; createdAt?: string }

/** `user.created`, `user.deleted`, or a change with its `event`: `{ current, previous }`. */
export const zendeskUser = (name: string, sent: Sent, user: ZendeskUser, event: object = {}): Payload =>
  zendeskEvent(
    name,
    sent,
    `user:${user.id}`,
    {
      created_at: user.createdAt ?? sent.at,
      email: user.email ?? '',
      external_id: '',
      default_group_id: '0',
      id: user.id,
      organization_id: '0',
      role: user.role ?? 'end-user',
      updated_at: sent.at,
    },
    event,
  )

/** `community_post.created`, `community_post.published` or `community_post.unpublished`. */
export const zendeskPost = (
  name: string,
  sent: Sent,
  post: { id: string; by?: string; title?: string; body?: string },
): Payload =>
  zendeskEvent(
    name,
    sent,
    `community_post:${post.id}`,
    { brand_id: '5761134030206', id: post.id, topic_id: '6997807261054' },
    {
      ...(post.by ? { author_id: post.by } : {}),
      ...(post.title ? { title: post.title } : {}),
      ...(post.body ? { body: post.body } : {}),
    },
  )

/** `article.published` or `article.unpublished`. */
export const zendeskArticle = (
  name: string,
  sent: Sent,
  article: { id: string; by?: string; title?: string; locale?: string },
): Payload =>
  zendeskEvent(
    name,
    sent,
    `article:${article.id}`,
    { brand_id: '224348602', id: article.id },
    article.title
      ? {
          author_id: article.by ?? '225859532',
          category_id: '7005437869694',
          locale: article.locale ?? 'en-us',
          section_id: '7005437870078',
          title: article.title,
        }
      : {},
  )
