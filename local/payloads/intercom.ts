import { createHash } from 'node:crypto'
import type { Payload } from './payload.ts'

/** Notifications in the shape in which Intercom documents them; what Earshot does not read is left out where there is much of it. */

export type IntercomWriter = { type?: string; id: string; name?: string; email?: string }
export type IntercomPart = {
  id: string
  by: IntercomWriter
  body: string | null
  at: string
  type?: string
  redacted?: boolean
}
export type IntercomTalk = {
  id: string
  by: IntercomWriter
  subject?: string
  body: string | null
  at: string
  redacted?: boolean
  parts?: IntercomPart[]
}

const APP = 'k3x9acme'
const unix = (at: string): number => Math.floor(Date.parse(at) / 1_000)

/** Any topic with any item. `at`: when it came about, to the second. */
export const intercomEvent = (topic: string, at: string, item: unknown, app = APP): Payload => {
  const content = { app_id: app, data: { type: 'notification_event_data', item }, topic, created_at: unix(at) }
  const id = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'intercom-webhooks/1.0' },
    body: JSON.stringify({
      type: 'notification_event',
      id: `notif_${id}`,
      ...content,
      links: {},
      delivery_status: 'pending',
      delivery_attempts: 1,
      delivered_at: 0,
      first_sent_at: unix(at),
      self: null,
    }),
  }
}

/** What Intercom sends when a webhook is made or tested. */
export const intercomPing = (at: string): Payload =>
  intercomEvent('ping', at, { type: 'ping', message: 'something something interzen' })

/** `contact.user.created`, `contact.email.updated`, `contact.archived`, `contact.unsubscribed`, ... */
export const intercomContact = (
  topic: string,
  at: string,
  { id, name, email }: IntercomWriter,
  over: { createdAt?: string; language?: string } = {},
): Payload =>
  intercomEvent(topic, at, {
    type: 'contact',
    id,
    external_id: null,
    role: 'user',
    email: email ?? null,
    phone: null,
    name: name ?? null,
    avatar: null,
    unsubscribed_from_emails: topic === 'contact.unsubscribed',
    created_at: unix(over.createdAt ?? at),
    updated_at: unix(at),
    language_override: over.language ?? null,
  })

/** `contact.deleted` or `conversation.deleted`: only what identifies it. */
export const intercomDeleted = (topic: string, at: string, id: string): Payload =>
  intercomEvent(topic, at, { type: topic.split('.')[0], id, ...(topic === 'contact.deleted' ? { deleted: true } : {}) })

const writer = ({ type = 'user', id, name, email }: IntercomWriter) => ({
  type,
  id,
  name: name ?? null,
  email: email ?? null,
})

/** `conversation.user.created`, `conversation.user.replied`, `conversation.admin.replied` or `conversation_part.redacted`. */
export const intercomTalk = (topic: string, at: string, talk: IntercomTalk): Payload =>
  intercomEvent(topic, at, {
    type: 'conversation',
    id: talk.id,
    created_at: unix(talk.at),
    updated_at: unix(at),
    source: {
      type: 'conversation',
      id: '401516',
      delivered_as: 'customer_initiated',
      subject: talk.subject ?? '',
      body: talk.body,
      author: writer(talk.by),
      attachments: [],
      url: null,
      redacted: talk.redacted ?? false,
    },
    open: true,
    state: 'open',
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: (talk.parts ?? []).map((part) => ({
        type: 'conversation_part',
        id: part.id,
        part_type: part.type ?? 'comment',
        body: part.body,
        created_at: unix(part.at),
        updated_at: unix(at),
        author: writer(part.by),
        attachments: [],
        redacted: part.redacted ?? false,
      })),
      total_count: talk.parts?.length ?? 0,
    },
  })
