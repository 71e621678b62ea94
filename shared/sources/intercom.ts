import * as z from 'zod/mini'
import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { compact, idField, momentField, NOBODY, readFields, stateDigest, textField } from './fields.ts'
import { htmlToText } from './html.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { languageTag, oneLine, webUrl } from './text.ts'

/**
 * Intercom: contacts and conversations (developers.intercom.com, "Webhook models"). Ids are those of one workspace, so the
 * platform is the source's name. What was said there is never edited, only redacted or deleted.
 */

type Context = SourceContext<SettingsOf<'intercom'>>

const noticeSchema = z.object({
  topic: z.string(),
  app_id: z.string(),
  created_at: momentField,
  data: z.object({ item: z.record(z.string(), z.unknown()) }),
})
type Notice = z.infer<typeof noticeSchema>
type Story = { notice: Notice; context: Context }

const writerSchema = z.object({ type: z.string(), id: idField, name: textField, email: textField })
type Writer = z.infer<typeof writerSchema>
const flag = z.nullish(z.boolean())

const partSchema = z.object({
  id: idField,
  part_type: textField,
  body: textField,
  created_at: momentField,
  author: writerSchema,
  redacted: flag,
})
const conversationSchema = z.object({
  id: idField,
  created_at: momentField,
  source: z.object({ subject: textField, body: textField, author: writerSchema, redacted: flag }),
  conversation_parts: z.nullish(z.object({ conversation_parts: z.array(partSchema) })),
})
type Conversation = z.infer<typeof conversationSchema>

const contactSchema = z.object({
  id: idField,
  name: textField,
  email: textField,
  avatar: z.nullish(z.unknown()),
  created_at: z.nullish(momentField),
  language_override: textField,
})
const goneSchema = z.object({ id: idField })

const ROLES: Record<string, 'staff' | 'bot'> = { admin: 'staff', team: 'staff', bot: 'bot' }

const told = (...activities: Activity[]): Normalised => ({ activities })
const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

/** Addresses go along unverified: Intercom does not check them. That drops them, and out of the name too. */
const addressOf = (email: string | null | undefined): string | undefined => email?.trim().slice(0, 320) || undefined

/** Staff and bots are counted on their own, so their ids say what they are. */
const authorOf = ({ type, id, name, email }: Writer): Author => {
  const role = Object.hasOwn(ROLES, type) ? ROLES[type] : undefined
  return compact({ id: role ? `${oneLine(type, 20)}:${id}` : id, name: oneLine(name), email: addressOf(email), role })
}

const common = ({ context }: Story, at: Iso, state: { deleted?: boolean; final?: boolean; digest?: string }) => ({
  source: context.source,
  platform: context.source,
  at,
  revision: revisionOf({ at, ...state }),
  ...(state.deleted ? { deleted: true } : {}),
})

const contact =
  (state: { deleted?: boolean; final?: boolean } = {}) =>
  (story: Story): Normalised => {
    const { notice } = story
    const item = readFields(contactSchema, notice.data.item, 'data.item')
    const author = compact({
      id: item.id,
      name: oneLine(item.name),
      email: addressOf(item.email),
      avatar: typeof item.avatar === 'string' ? webUrl(item.avatar) : undefined,
      language: languageTag(item.language_override),
    })
    const { email: _, ...seen } = author
    return told({
      ...common(story, notice.created_at, { ...state, digest: stateDigest(seen) }),
      kind: 'account',
      id: `account:${item.id}`,
      author,
      ...compact({ joinedAt: item.created_at ?? undefined }),
    })
  }

/** Only a no: what somebody agrees to in Intercom says nothing of this sender's emails. */
const unsubscribed = (story: Story): Normalised => {
  const { notice } = story
  const { id } = readFields(goneSchema, notice.data.item, 'data.item')
  return told({
    ...common(story, notice.created_at, {}),
    kind: 'consent',
    id: `consent:email:${id}`,
    author: { id },
    granted: false,
    topics: ['*'],
    basis: 'consent',
    wording: 'intercom',
  })
}

const threadOf = ({ id, source }: Conversation) =>
  compact({
    id: `conversation:${id}`,
    title: oneLine(htmlToText(source.subject ?? '')),
    author: { id: authorOf(source.author).id },
  })

const read = ({ notice }: Story): Conversation => readFields(conversationSchema, notice.data.item, 'data.item')

const started = (story: Story): Normalised => {
  const conversation = read(story)
  const { id, created_at: at, source } = conversation
  const thread = threadOf(conversation)
  return told({
    // Redacting is the only change there is, and it wins over the words of the same moment.
    ...common(story, at, { deleted: source.redacted === true, digest: '' }),
    kind: 'post',
    id: `conversation:${id}`,
    author: authorOf(source.author),
    ...compact({ title: thread.title }),
    text: htmlToText(source.body ?? ''),
    thread,
    createdAt: at,
  })
}

const replied = (story: Story): Normalised => {
  const conversation = read(story)
  const thread = threadOf(conversation)
  const parts = conversation.conversation_parts?.conversation_parts ?? []
  // Notes are for the team's own eyes; other parts say who was assigned and the like.
  const words = parts.filter((part) => part.redacted || (part.part_type === 'comment' && part.body))
  if (words.length === 0) return ignored('conversation without new words')
  const activities = words.map(
    (part): Activity => ({
      ...common(story, part.created_at, { deleted: part.redacted === true, digest: '' }),
      kind: 'reply',
      id: `part:${part.id}`,
      author: authorOf(part.author),
      text: htmlToText(part.body ?? ''),
      thread,
      parent: { id: thread.id, author: thread.author },
      createdAt: part.created_at,
    }),
  )
  return told(...activities)
}

/** The team has closed a conversation, or opened it again; the notification is the clock. */
const turned =
  (closed: boolean) =>
  (story: Story): Normalised => {
    const thread = threadOf(read(story))
    return told({
      ...common(story, story.notice.created_at, { digest: String(closed) }),
      kind: 'thread',
      id: `thread:${thread.id}`,
      author: thread.author,
      thread,
      closed,
    })
  }

const deletedConversation = (story: Story): Normalised => {
  const { notice } = story
  const { id } = readFields(goneSchema, notice.data.item, 'data.item')
  return told({
    ...common(story, notice.created_at, { deleted: true, final: true }),
    kind: 'post',
    id: `conversation:${id}`,
    author: NOBODY,
    text: '',
    thread: { id: `conversation:${id}` },
    createdAt: notice.created_at,
  })
}

const TOPICS: Record<string, (story: Story) => Normalised> = {
  'contact.user.created': contact(),
  'contact.lead.created': contact(),
  'contact.lead.signed_up': contact(),
  'contact.user.updated': contact(),
  'contact.lead.updated': contact(),
  'contact.email.updated': contact(),
  'contact.archived': contact({ deleted: true }),
  'contact.unarchived': contact(),
  'contact.deleted': contact({ deleted: true, final: true }),
  'contact.unsubscribed': unsubscribed,
  'conversation.user.created': started,
  'conversation.user.replied': replied,
  'conversation.admin.replied': replied,
  'conversation_part.redacted': replied,
  'conversation.admin.closed': turned(true),
  'conversation.admin.opened': turned(false),
  'conversation.deleted': deletedConversation,
}

/** Notifications of an Intercom app as activities. */
export const normaliseIntercom: Normalise<'intercom'> = (body, context) => {
  const topic = ('topic' in body && typeof body.topic === 'string' && oneLine(body.topic, 60)) || 'none'
  const reader = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined
  if (!reader) return ignored(topic === 'ping' ? 'ping' : `event not mapped: ${topic}`)
  const notice = readFields(noticeSchema, body)
  if (notice.app_id !== context.settings.app) return ignored('workspace not in the settings')
  return reader({ notice, context })
}
