import * as z from 'zod/mini'
import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import { compact, idField, readFields, stateDigest, textField, timeField } from './fields.ts'
import { htmlToText } from './html.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { languageTag, oneLine, webUrl } from './text.ts'

/**
 * Mastodon: the webhooks of an instance's administrators (mastodon/documentation, admin/webhooks). Ids are those of one
 * instance, so the platform is the source's name. Only what local accounts write arrives, and no deletes at all.
 */

type Context = SourceContext<SettingsOf<'mastodon'>>

const accountSchema = z.object({
  id: idField,
  acct: z.string(),
  display_name: textField,
  bot: z.nullish(z.boolean()),
  url: textField,
  avatar: textField,
  followers_count: z.nullish(z.int()),
})

const statusSchema = z.object({
  id: idField,
  created_at: timeField,
  edited_at: z.nullish(timeField),
  in_reply_to_id: z.nullish(idField),
  in_reply_to_account_id: z.nullish(idField),
  spoiler_text: textField,
  visibility: z.string(),
  language: textField,
  uri: z.string(),
  url: textField,
  content: z.string(),
  account: accountSchema,
  tags: z.nullish(z.array(z.object({ name: z.string() }))),
  reblog: z.nullish(z.object({ id: idField, account: z.object({ id: idField }) })),
})

/** An account as administrators see it. Its `email`, `ip` and `ips` are not read: nobody gave them to a community tool. */
const adminAccountSchema = z.object({
  domain: textField,
  created_at: timeField,
  locale: textField,
  account: accountSchema,
})

/** `created_at`: when the instance made the event; the same when a delivery is tried again. */
const eventSchema = z.object({ event: z.string(), created_at: timeField, object: z.record(z.string(), z.unknown()) })
type Event = z.infer<typeof eventSchema>
type Status = z.infer<typeof statusSchema>

const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

const authorOf = (account: z.infer<typeof accountSchema>): Author =>
  compact({
    id: account.id,
    handle: oneLine(account.acct),
    name: oneLine(account.display_name),
    url: webUrl(account.url),
    avatar: webUrl(account.avatar),
    followers: account.followers_count === undefined ? undefined : Math.max(account.followers_count ?? 0, 0),
    role: account.bot ? ('bot' as const) : undefined,
  })

/** Edits that the instance does not date (a mark as sensitive) are ordered by when it told of them. */
const common = (event: Event, status: Status, { source }: Context, digest: string) => {
  const at = status.edited_at ?? status.created_at
  return {
    source,
    platform: source,
    id: status.id,
    at,
    revision: revisionOf({ at, since: event.created_at, digest }),
    author: authorOf(status.account),
  }
}

/** Mastodon names no thread, only the status that is answered: a thread here is a status with its direct answers. */
const mentionOf = (event: Event, status: Status, context: Context): Activity => {
  const text = htmlToText(status.content)
  const title = oneLine(status.spoiler_text)
  const parent = status.in_reply_to_id
  const tags = (status.tags ?? []).flatMap(({ name }) => oneLine(name) ?? []).slice(0, 50)
  const by = status.in_reply_to_account_id
  const words = {
    ...common(event, status, context, stateDigest(title, text)),
    text,
    createdAt: status.created_at,
    ...compact({
      title,
      url: webUrl(status.url ?? status.uri),
      language: languageTag(status.language),
      editedAt: status.edited_at ?? undefined,
      tags: tags.length > 0 ? tags : undefined,
    }),
  }
  if (!parent) {
    const thread = compact({ id: status.id, title, url: words.url, author: { id: status.account.id } })
    return { ...words, kind: 'post', thread }
  }
  const reference = { id: parent, ...(by ? { author: { id: by } } : {}) }
  return { ...words, kind: 'reply', thread: reference, parent: reference }
}

const PUBLIC = new Set(['public', 'unlisted'])

const hostOf = (url: string): string | undefined => URL.parse(url)?.host

const fromStatus = (event: Event, context: Context): Normalised => {
  const status = readFields(statusSchema, event.object, 'object')
  if (hostOf(status.uri) !== hostOf(context.settings.instance)) return ignored('status of another instance')
  // What somebody wrote to their followers or to one person is no community post.
  if (!PUBLIC.has(status.visibility)) return ignored('status not public')
  const { reblog } = status
  if (!reblog) return { activities: [mentionOf(event, status, context)] }
  const target = { id: reblog.id, author: { id: reblog.account.id } }
  const shared = common(event, status, context, stateDigest(reblog.id))
  return { activities: [{ ...shared, kind: 'reaction', reaction: 'reblog', target }] }
}

const fromAccount = (event: Event, { source }: Context): Normalised => {
  const { domain, account, created_at: joinedAt, locale } = readFields(adminAccountSchema, event.object, 'object')
  if (domain) return ignored('account of another instance')
  const author = compact({ ...authorOf(account), language: languageTag(locale) })
  const at = event.created_at
  const revision = revisionOf({ at, digest: stateDigest(author) })
  return {
    activities: [
      { source, platform: source, kind: 'account', id: `account:${account.id}`, at, revision, author, joinedAt },
    ],
  }
}

const EVENTS: Record<string, (event: Event, context: Context) => Normalised> = {
  'status.created': fromStatus,
  'status.updated': fromStatus,
  'account.created': fromAccount,
  'account.approved': fromAccount,
  'account.updated': fromAccount,
}

/** Deliveries of Mastodon as activities. */
export const normaliseMastodon: Normalise<'mastodon'> = (body, context) => {
  const event = readFields(eventSchema, body)
  const read = Object.hasOwn(EVENTS, event.event) ? EVENTS[event.event] : undefined
  return read ? read(event, context) : ignored(`event not mapped: ${oneLine(event.event, 60) ?? 'none'}`)
}
