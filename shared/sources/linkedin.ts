import * as z from 'zod/mini'
import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import { isoOf } from '../domain/time.ts'
import { compact, idField, readFields, stateDigest, textField } from './fields.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { oneLine, paragraphs, webUrl } from './text.ts'

/**
 * LinkedIn: social actions on the posts of organisations (learn.microsoft.com, "Organization Social Action Notifications").
 * Members have other ids at every app, so the platform is the source's name. All ids are URNs.
 */

type Context = SourceContext<SettingsOf<'linkedin'>>

const writtenSchema = z.object({
  entity: textField,
  owner: z.nullish(idField),
  text: textField,
  object: textField,
  parentComment: textField,
})

const notificationSchema = z.object({
  organizationalEntity: z.string(),
  action: z.string(),
  sourcePost: z.nullish(idField),
  decoratedSourcePost: z.nullish(z.object({ owner: z.nullish(idField) })),
  /** Milliseconds since the epoch. */
  lastModifiedAt: z.int().check(z.gte(0), z.lte(9_999_999_999_999)),
  generatedActivity: textField,
  decoratedGeneratedActivity: z.nullish(
    z.object({ comment: z.nullish(writtenSchema), share: z.nullish(writtenSchema) }),
  ),
})
type Notification = z.infer<typeof notificationSchema>

const frameSchema = z.object({ type: z.string(), notifications: z.nullish(z.array(z.unknown())) })

const ORGANISATION = /^urn:li:organization(?:Brand)?:(\d+)$/
const COMMENT = /^urn:li:comment:\((?:urn:li:)?(\w{1,40}:\d{1,30}),(\d{1,30})\)$/
const LIKE = /^urn:li:(?:like|reaction):\((urn:li:(?:person|organization|company):[\w-]{1,60}),(.{1,200})\)$/

/** LinkedIn writes the same comment in two ways, with and without `urn:li:` inside. */
const commentId = (urn: string | null | undefined): string | undefined => {
  const parts = COMMENT.exec(urn ?? '')
  return parts ? `urn:li:comment:(urn:li:${parts[1]},${parts[2]})` : undefined
}

const authorOf = (id: string, { organizationalEntity }: Notification): Author => {
  const company = ORGANISATION.exec(id)?.[1]
  return compact({
    id,
    url: company ? `https://www.linkedin.com/company/${company}` : undefined,
    role: id === organizationalEntity ? ('brand' as const) : undefined,
  })
}

const page = (urn: string | null | undefined): string | undefined =>
  urn && /^urn:li:\w{1,40}:\d{1,30}$/.test(urn) ? webUrl(`https://www.linkedin.com/feed/update/${urn}`) : undefined

const common = (notification: Notification, context: Context, state: { deleted?: boolean; digest?: string } = {}) => {
  const at = isoOf(notification.lastModifiedAt)
  const deleted = state.deleted === true
  return {
    source: context.source,
    platform: context.source,
    at,
    revision: revisionOf({ at, deleted, final: deleted, digest: state.digest ?? '' }),
    ...(deleted ? { deleted } : {}),
  }
}

type Reader = (notification: Notification, context: Context) => Activity | string

const threadOf = ({ decoratedSourcePost: post }: Notification, id: string) =>
  compact({ id, url: page(id), author: post?.owner ? { id: post.owner } : undefined })

/** Who wrote what is gone may not be told; then the organisation stands in, as there are no words to be anybody's. */
const comment: Reader = (notification, context) => {
  const { action, organizationalEntity, decoratedGeneratedActivity: made } = notification
  const written = made?.comment
  const deleted = action === 'COMMENT_DELETE'
  const id = commentId(written?.entity) ?? commentId(notification.generatedActivity)
  const owner = written?.owner ?? (deleted ? organizationalEntity : undefined)
  const thread = written?.object ?? notification.sourcePost
  if (!id || !thread) return 'comment without ids'
  if (!owner) return 'comment without its words and author'
  const text = deleted ? '' : paragraphs(written?.text ?? '')
  const fields = common(notification, context, { deleted, digest: stateDigest(text) })
  const started = threadOf(notification, thread)
  const above = commentId(written?.parentComment)
  return {
    ...fields,
    kind: 'reply',
    id,
    author: authorOf(owner, notification),
    text,
    createdAt: fields.at,
    thread: started,
    parent: above ? { id: above } : compact({ id: thread, author: started.author }),
    ...compact({ url: started.url, editedAt: action === 'COMMENT_EDIT' ? fields.at : undefined }),
  }
}

/** Passed on with words it is a post of its own; without any it says as much as a like. */
const share: Reader = (notification, context) => {
  const { sourcePost, generatedActivity, decoratedGeneratedActivity: made } = notification
  const id = generatedActivity ?? made?.share?.entity
  const owner = made?.share?.owner
  if (!id || !owner) return 'share without its words and author'
  const text = paragraphs(made?.share?.text ?? '')
  const author = authorOf(owner, notification)
  const fields = { ...common(notification, context, { digest: stateDigest(text) }), author }
  const url = compact({ url: page(id) })
  if (!text && sourcePost)
    return { ...fields, kind: 'reaction', reaction: 'share', id: `share:${id}`, target: { id: sourcePost }, ...url }
  const thread = { id, author: { id: owner }, ...url }
  return { ...fields, kind: 'post', id, text, createdAt: fields.at, thread, ...url }
}

const like: Reader = (notification, context) => {
  const { generatedActivity, sourcePost } = notification
  const [, liker, liked] = LIKE.exec(generatedActivity ?? '') ?? []
  if (!liker || !sourcePost) return 'like without the account that gave it'
  const owner = notification.decoratedSourcePost?.owner
  const comment = commentId(liked)
  return {
    ...common(notification, context),
    kind: 'reaction',
    reaction: 'like',
    id: `like:${comment ?? sourcePost}:${liker}`,
    author: authorOf(liker, notification),
    target: comment ? { id: comment } : compact({ id: sourcePost, author: owner ? { id: owner } : undefined }),
    ...compact({ url: page(sourcePost) }),
  }
}

const ACTIONS: Record<string, Reader> = {
  COMMENT: comment,
  ADMIN_COMMENT: comment,
  COMMENT_EDIT: comment,
  COMMENT_DELETE: comment,
  SHARE: share,
  SHARE_MENTION: share,
  LIKE: like,
}

const read = (input: unknown, context: Context, under: string): Activity | string => {
  const notification = readFields(notificationSchema, input, under)
  const { organizations } = context.settings
  const id = ORGANISATION.exec(notification.organizationalEntity)?.[1]
  if (!organizations.includes('*') && !(id && organizations.includes(id))) return 'organisation not in the settings'
  const reader = Object.hasOwn(ACTIONS, notification.action) ? ACTIONS[notification.action] : undefined
  return reader ? reader(notification, context) : `action not mapped: ${oneLine(notification.action, 60)}`
}

/** Deliveries of LinkedIn as activities: up to ten notifications each. */
export const normaliseLinkedin: Normalise<'linkedin'> = (body, context) => {
  const frame = readFields(frameSchema, body)
  if (frame.type !== 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS')
    return { activities: [], ignored: `type not mapped: ${oneLine(frame.type, 60)}` }
  const results = (frame.notifications ?? []).map((input, at) => read(input, context, `notifications.${at}`))
  const activities = results.filter((result) => typeof result !== 'string')
  if (activities.length > 0) return { activities }
  const reasons = [...new Set(results.filter((result) => typeof result === 'string'))]
  return { activities, ignored: reasons.slice(0, 5).join('; ') || 'no notifications' }
}
