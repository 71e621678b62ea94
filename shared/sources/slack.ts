import type * as z from 'zod/mini'
import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import {
  changedSchema,
  deletedSchema,
  frameSchema,
  joinSchema,
  type Member,
  type Message,
  memberSchema,
  messageSchema,
  type Place,
  placeSchema,
  reactionSchema,
  timeOfTs,
} from './slack-shapes.ts'
import { slackText } from './slack-text.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { languageTag, oneLine, webUrl } from './text.ts'

/**
 * Slack's Events API, one workspace. Ids are those of the workspace, so the platform is the source's name. A message's id
 * is `<channel>/<ts>`: edits, deletes, replies and reactions all have both.
 */

type Context = SourceContext<SettingsOf<'slack'>>
/** `at`: the moment of the event itself, by Slack's clock. */
type Story = { event: Record<string, unknown>; at: Iso; context: Context }

/** Slack's own account: what a deleted message is signed with when its author is not told. */
const SLACKBOT = 'USLACKBOT'
const PUBLIC = new Set(['channel', 'C'])
const TALKS = new Set(['im', 'mpim', 'app_home'])
/** Subtypes of messages that have words of somebody. */
const WORDS = new Set(['none', 'bot_message', 'file_share', 'me_message', 'thread_broadcast', 'tombstone'])

const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })
const told = (activity: Activity): Normalised => ({ activities: [activity] })

/** Direct talks never; private channels only by name. */
const unwanted = ({ channel, channel_type: type }: Place, { channels }: Context['settings']): string | undefined => {
  if (type && TALKS.has(type)) return 'direct message'
  if (channels.includes(channel)) return undefined
  return channels.includes('*') && (!type || PUBLIC.has(type)) ? undefined : 'channel not in the settings'
}

const messageId = (channel: string, ts: string): string => `${channel}/${ts}`

/** In the form that Slack's own "Copy link" gives. */
const permalink = ({ settings }: Context, channel: string, ts: string, thread?: string): string | undefined => {
  if (!settings.workspace) return undefined
  const base = `${settings.workspace.replace(/\/+$/, '')}/archives/${channel}/p${ts.replace('.', '')}`
  return webUrl(thread && thread !== ts ? `${base}?thread_ts=${thread}&cid=${channel}` : base)
}

const authorOf = (message: Message): Author => {
  const profile = message.user_profile
  const bot = Boolean(message.bot_id) || message.subtype === 'bot_message' || message.user === SLACKBOT
  return compact({
    id: message.user ?? message.bot_id ?? SLACKBOT,
    name: oneLine(profile?.real_name) ?? oneLine(profile?.display_name) ?? oneLine(message.username),
    handle: oneLine(profile?.display_name),
    avatar: webUrl(profile?.image_192) ?? webUrl(profile?.image_72),
    role: bot || !(message.user ?? message.bot_id) ? ('bot' as const) : undefined,
  })
}

type Clock = { at: Iso; since?: Iso | undefined; deleted?: boolean }

const mention = (message: Message, channel: string, clock: Clock, context: Context): Activity => {
  const { ts, thread_ts: thread = ts } = message
  const start = thread ?? ts
  const deleted = clock.deleted === true
  const text = deleted ? '' : slackText(message.text ?? '')
  const author = authorOf(message)
  const root = messageId(channel, start)
  const starter = start === ts ? author.id : message.parent_user_id
  const fields = compact({
    source: context.source,
    platform: context.source,
    id: messageId(channel, ts),
    at: clock.at,
    revision: revisionOf({ ...clock, final: deleted, digest: stateDigest(text) }),
    deleted: deleted ? true : undefined,
    author,
    text,
    url: permalink(context, channel, ts, start),
    thread: compact({
      id: root,
      url: permalink(context, channel, start),
      author: starter ? { id: starter } : undefined,
    }),
    createdAt: timeOfTs(ts),
    editedAt: !deleted && message.edited ? timeOfTs(message.edited.ts) : undefined,
  })
  if (start === ts) return { ...fields, kind: 'post' }
  return { ...fields, kind: 'reply', parent: compact({ id: root, author: starter ? { id: starter } : undefined }) }
}

const written = (message: Message, channel: string, context: Context, since?: Iso): Activity =>
  mention(message, channel, { at: timeOfTs(message.edited?.ts ?? message.ts), since }, context)

/**
 * Slack tells edits to the second only, so an edit of the words has the event's own moment too. News of a message whose
 * words are as before (a preview of a link came) are the same state once more.
 */
const changed = ({ event, at, context }: Story, { channel }: Place): Normalised => {
  const { message, previous_message: before } = readFields(changedSchema, event)
  if (!WORDS.has(message.subtype ?? 'none')) return ignored(`message not mapped: ${oneLine(message.subtype, 60)}`)
  if (message.subtype === 'tombstone') {
    const gone = { ...message, user: before?.user, bot_id: before?.bot_id }
    return told(mention(gone, channel, { at, deleted: true }, context))
  }
  const asBefore = !message.edited || before?.text === message.text
  return told(written(message, channel, context, asBefore ? undefined : at))
}

const removed = ({ event, at, context }: Story, { channel }: Place): Normalised => {
  const { deleted_ts: ts, previous_message: before } = readFields(deletedSchema, event)
  const message: Message = { ...before, ts, text: '' }
  return told(mention(message, channel, { at, deleted: true }, context))
}

type Reader = (story: Story) => Normalised

const fromMessage: Reader = (story) => {
  const { event, context } = story
  const place = readFields(placeSchema, event, 'event')
  const no = unwanted(place, context.settings)
  if (no) return ignored(no)
  if (event.subtype === 'message_changed') return changed(story, place)
  if (event.subtype === 'message_deleted') return removed(story, place)
  const message = readFields(messageSchema, event, 'event')
  if (!WORDS.has(message.subtype ?? 'none')) return ignored(`message not mapped: ${oneLine(message.subtype, 60)}`)
  return told(written(message, place.channel, context))
}

/** What every activity has that is not words. */
const state = ({ at, context }: Story, deleted: boolean, digest = '') => ({
  source: context.source,
  platform: context.source,
  at,
  revision: revisionOf({ at, deleted, digest }),
  ...(deleted ? { deleted: true } : {}),
})

const fromReaction =
  (deleted: boolean): Reader =>
  (story) => {
    const { user, reaction, item, item_user: author } = readFields(reactionSchema, story.event, 'event')
    if (item.type !== 'message' || !item.channel || !item.ts) return ignored(`reaction to a ${oneLine(item.type, 60)}`)
    const no = unwanted({ channel: item.channel, channel_type: undefined }, story.context.settings)
    if (no) return ignored(no)
    const name = oneLine(reaction, 80) ?? 'none'
    const target = messageId(item.channel, item.ts)
    return told({
      ...state(story, deleted),
      kind: 'reaction',
      reaction: name,
      id: `reaction:${target}:${user}:${name}`.slice(0, 200),
      author: { id: user },
      target: compact({ id: target, author: author ? { id: author } : undefined }),
      ...compact({ url: permalink(story.context, item.channel, item.ts) }),
    })
  }

const memberOf = (user: Member): Author => {
  const { profile } = user
  const email = profile?.email?.trim() || undefined
  const staff = user.is_admin === true || user.is_owner === true
  return compact({
    id: user.id,
    handle: oneLine(profile?.display_name) ?? oneLine(user.name),
    name: oneLine(profile?.real_name),
    avatar: webUrl(profile?.image_192) ?? webUrl(profile?.image_72),
    role: user.is_bot ? ('bot' as const) : staff ? ('staff' as const) : undefined,
    email: user.deleted ? undefined : email,
    emailVerified: user.deleted || !email ? undefined : user.is_email_confirmed === true,
    language: languageTag(user.locale),
    timeZone: oneLine(user.tz, 64),
  })
}

const fromMember =
  (joins: boolean): Reader =>
  (story) => {
    const { user } = readFields(memberSchema, story.event, 'event')
    const at = user.updated ?? story.at
    const author = memberOf(user)
    const { email: _, ...told } = author
    const common = state({ ...story, at }, user.deleted === true, stateDigest(told, joins))
    const joinedAt = joins ? { joinedAt: story.at } : {}
    return { activities: [{ ...common, kind: 'account', id: `account:${user.id}`, author, ...joinedAt }] }
  }

const fromJoin =
  (deleted: boolean): Reader =>
  (story) => {
    const { user, channel, channel_type: type } = readFields(joinSchema, story.event, 'event')
    const no = unwanted({ channel, channel_type: type }, story.context.settings)
    if (no) return ignored(no)
    const id = `follow:${channel}:${user}`
    return told({
      ...state(story, deleted),
      kind: 'follow',
      id,
      author: { id: user },
      target: { id: `channel:${channel}` },
    })
  }

const EVENTS: Record<string, Reader> = {
  message: fromMessage,
  app_mention: fromMessage,
  reaction_added: fromReaction(false),
  reaction_removed: fromReaction(true),
  team_join: fromMember(true),
  user_change: fromMember(false),
  member_joined_channel: fromJoin(false),
  member_left_channel: fromJoin(true),
}

const stranger = (frame: z.infer<typeof frameSchema>, settings: Context['settings']): string | undefined => {
  if (frame.team_id !== settings.team) return 'workspace not in the settings'
  return settings.app && frame.api_app_id !== settings.app ? 'app not in the settings' : undefined
}

/** Deliveries of Slack's Events API as activities. */
export const normaliseSlack: Normalise<'slack'> = (body, context) => {
  const frame = readFields(frameSchema, body)
  const no = stranger(frame, context.settings)
  if (no) return ignored(no)
  if (frame.type !== 'event_callback' || !frame.event) return ignored(`not an event: ${oneLine(frame.type, 60)}`)
  const { event } = frame
  const reader = Object.hasOwn(EVENTS, event.type) ? EVENTS[event.type] : undefined
  if (!reader) return ignored(`event not mapped: ${oneLine(event.type, 60)}`)
  const at = event.event_ts ? timeOfTs(event.event_ts) : (frame.event_time ?? context.receivedAt)
  return reader({ event, at, context })
}
