import * as z from 'zod/mini'
import { type Activity, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import { compact, idField, NOBODY, readFields, stateDigest, textField, timeField } from './fields.ts'
import { htmlToText } from './html.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { languageTag, oneLine, paragraphs, webUrl } from './text.ts'

/**
 * Zendesk: its event webhooks of users, community posts and articles (developer.zendesk.com, "Webhook event types"). Ids
 * are those of one account, so the platform is the source's name. Tickets come by triggers whose body the admin writes.
 */

type Context = SourceContext<SettingsOf<'zendesk'>>

/** What every event has. `time` is its clock, to the nanosecond; Earshot keeps milliseconds. */
const eventSchema = z.object({
  type: z.string(),
  account_id: idField,
  time: timeField,
  detail: z.record(z.string(), z.unknown()),
  event: z.nullish(z.record(z.string(), z.unknown())),
})
type Event = z.infer<typeof eventSchema>

const userSchema = z.object({ id: idField, email: textField, role: textField, created_at: z.nullish(timeField) })
const postSchema = z.object({ id: idField, user_id: z.nullish(idField) })
const postEventSchema = z.object({ author_id: z.nullish(idField), title: textField, body: textField })
const articleSchema = z.object({ id: idField })
const articleEventSchema = z.object({ author_id: z.nullish(idField), title: textField, locale: textField })

type Story = { event: Event; name: string; context: Context }

const STAFF = new Set(['admin', 'agent'])

const told = (...activities: Activity[]): Normalised => ({ activities })
const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

const common = ({ event, context }: Story, state: { deleted?: boolean; final?: boolean; digest?: string }) => ({
  source: context.source,
  platform: context.source,
  at: event.time,
  revision: revisionOf({ at: event.time, ...state }),
  ...(state.deleted ? { deleted: true } : {}),
})

/** Halves of characters cannot be encoded; they are replaced first. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())

const page = ({ context }: Story, path: string): string | undefined => {
  const { helpCenter } = context.settings
  return helpCenter ? webUrl(`${helpCenter.replace(/\/+$/, '')}/${path}`) : undefined
}

/** A user's name is told only when it changes; that an account was switched off or on is the word on whether it is there. */
const fromUser = (story: Story): Normalised => {
  const { event, name } = story
  const user = readFields(userSchema, event.detail, 'detail')
  const current = event.event?.current
  const final = name === 'user.deleted'
  const deleted = final || (name === 'user.active_changed' && current === false)
  const author = compact({
    id: user.id,
    name: name === 'user.name_changed' && typeof current === 'string' ? oneLine(current) : undefined,
    // Zendesk does not say here whether it has verified the address; this drops it, and it out of the name too.
    email: user.email?.trim().slice(0, 320) || undefined,
    role: STAFF.has(user.role ?? '') ? ('staff' as const) : undefined,
  })
  return told({
    ...common(story, { deleted, final, digest: stateDigest(name, author.name, author.role) }),
    kind: 'account',
    id: `account:${user.id}`,
    author,
    ...compact({ joinedAt: user.created_at ?? undefined }),
  })
}

const fromPost = (story: Story): Normalised => {
  const { event, name } = story
  const { id, user_id: user } = readFields(postSchema, event.detail, 'detail')
  const { author_id: by, title, body } = readFields(postEventSchema, event.event ?? {}, 'event')
  const deleted = name === 'community_post.unpublished'
  const author = by ?? user
  if (!author && !deleted) return ignored('post without an author')
  const line = oneLine(title)
  const url = page(story, `hc/community/posts/${encoded(id)}`)
  // Events have had the title only; it is then all the words there are.
  const text = body ? htmlToText(body) : paragraphs(title ?? '')
  return told({
    ...common(story, { deleted, digest: stateDigest(line, text) }),
    kind: 'post',
    id: `post:${id}`,
    author: author ? { id: author } : NOBODY,
    ...compact({ title: line, url }),
    text,
    thread: compact({ id: `post:${id}`, title: line, url, author: author ? { id: author } : undefined }),
    createdAt: event.time,
  })
}

const fromArticle = (story: Story): Normalised => {
  const { event, name } = story
  const { id } = readFields(articleSchema, event.detail, 'detail')
  const { author_id: by, title, locale } = readFields(articleEventSchema, event.event ?? {}, 'event')
  const deleted = name === 'article.unpublished'
  const line = oneLine(title)
  const language = languageTag(locale)
  const path = `articles/${encoded(id)}`
  return told({
    ...common(story, { deleted, digest: stateDigest(line, language) }),
    kind: 'thread',
    id: `article:${id}`,
    author: by ? { id: by } : NOBODY,
    thread: compact({
      id: `article:${id}`,
      title: line,
      url: page(story, language ? `hc/${language.toLowerCase()}/${path}` : `hc/${path}`),
      author: by ? { id: by } : undefined,
    }),
    ...compact({ language }),
  })
}

const TYPES: Record<string, (story: Story) => Normalised> = {
  'user.created': fromUser,
  'user.name_changed': fromUser,
  'user.role_changed': fromUser,
  'user.active_changed': fromUser,
  'user.deleted': fromUser,
  'community_post.created': fromPost,
  'community_post.published': fromPost,
  'community_post.unpublished': fromPost,
  'article.published': fromArticle,
  'article.unpublished': fromArticle,
}

/** Events of a Zendesk account as activities. */
export const normaliseZendesk: Normalise<'zendesk'> = (body, context) => {
  const type = 'type' in body && typeof body.type === 'string' ? body.type : 'none'
  const name = type.replace(/^zen:event-type:/, '')
  const reader = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
  if (!reader) return ignored(`event not mapped: ${oneLine(name, 60) ?? 'none'}`)
  const event = readFields(eventSchema, body)
  if (event.account_id !== context.settings.account) return ignored('account not in the settings')
  return reader({ event, name, context })
}
