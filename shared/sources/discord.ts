import * as z from 'zod/mini'
import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import { isoOf } from '../domain/time.ts'
import { compact, idField, readFields, stateDigest, textField } from './fields.ts'
import { markdownToText } from './markdown.ts'
import type { Normalise, SourceContext } from './source.ts'
import { oneLine, webUrl } from './text.ts'

/**
 * Discord: an app's webhook events (discord-api-docs, "Webhook Events"). They hold what players write in a game that uses
 * the Social SDK; messages of servers, joins and reactions never arrive this way. Ids are the same everywhere on Discord.
 */

const ZONED = /(Z|[+-]\d\d:?\d\d)$/i
const zoned = (text: string): string => (ZONED.test(text) ? text : `${text}Z`)

/** A time; without an offset, as Discord writes the time of an event, in UTC. */
const timeField = z.pipe(
  z
    .string()
    .check(
      z.refine((text) => !Number.isNaN(Date.parse(zoned(text))), 'expected a time such as 2026-11-21T20:47:57.06'),
    ),
  z.transform((text): string => isoOf(Date.parse(zoned(text)))),
)
const snowflake = z.pipe(idField, z.string().check(z.regex(/^\d{1,19}$/, 'expected an id of digits')))

const userSchema = z.object({
  id: snowflake,
  username: textField,
  global_name: textField,
  avatar: textField,
  bot: z.nullish(z.boolean()),
})

const messageSchema = z.object({
  id: snowflake,
  type: z.nullish(z.int()),
  content: z.string(),
  channel_id: snowflake,
  lobby_id: z.nullish(snowflake),
  author: userSchema,
  timestamp: z.nullish(timeField),
  edited_timestamp: z.nullish(timeField),
  message_reference: z.nullish(z.object({ message_id: z.nullish(snowflake) })),
})
/** Of a message that is gone only the ids are sure. */
const goneSchema = z.object({
  id: snowflake,
  lobby_id: z.nullish(snowflake),
  channel_id: z.nullish(snowflake),
  author: z.nullish(userSchema),
})

const frameSchema = z.object({
  application_id: snowflake,
  type: z.int(),
  event: z.nullish(
    z.object({ type: z.string(), timestamp: timeField, data: z.nullish(z.record(z.string(), z.unknown())) }),
  ),
})

type User = z.infer<typeof userSchema>
type Message = z.infer<typeof messageSchema>
type Change = 'created' | 'updated' | 'deleted'

const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

/** The first moment of Discord's ids, in milliseconds since the epoch. */
const DISCORD_EPOCH = 1_420_070_400_000n

/** When the thing was made: an id holds it. */
const timeOfId = (id: string): string => isoOf(Number((BigInt(id) >> 22n) + DISCORD_EPOCH))

/** A lobby's message that is deleted names nobody. */
const UNKNOWN: Author = { id: 'unknown' }

const avatarOf = ({ id, avatar }: User): string | undefined =>
  avatar && /^\w{1,64}$/.test(avatar) ? webUrl(`https://cdn.discordapp.com/avatars/${id}/${avatar}.png`) : undefined

const authorOf = (user: User): Author =>
  compact({
    id: user.id,
    handle: oneLine(user.username),
    name: oneLine(user.global_name),
    avatar: avatarOf(user),
    role: user.bot ? ('bot' as const) : undefined,
  })

type Place = { lobby_id?: string | null | undefined; channel_id?: string | null | undefined }

/** Chats have no threads; a lobby or a conversation of two is one. */
const threadOf = ({ lobby_id: lobby, channel_id: channel }: Place, id: string) => ({
  id: lobby ? `lobby:${lobby}` : channel ? `channel:${channel}` : id,
})

const reply = (message: Message, change: Change, eventAt: string, source: string): Activity => {
  const createdAt = message.timestamp ?? timeOfId(message.id)
  const editedAt = change === 'updated' ? (message.edited_timestamp ?? eventAt) : undefined
  const text = markdownToText(message.content)
  const at = editedAt ?? createdAt
  const parent = message.message_reference?.message_id
  return {
    kind: 'reply',
    source,
    platform: 'discord',
    id: message.id,
    at,
    revision: revisionOf({ at, digest: stateDigest(text) }),
    author: authorOf(message.author),
    text,
    thread: threadOf(message, message.id),
    createdAt,
    ...compact({ editedAt, parent: parent ? { id: parent } : undefined }),
  }
}

const gone = (data: unknown, at: string, source: string): Activity => {
  const message = readFields(goneSchema, data, 'event.data')
  return {
    kind: 'reply',
    source,
    platform: 'discord',
    id: message.id,
    at,
    revision: revisionOf({ at, deleted: true, final: true }),
    deleted: true,
    author: message.author ? authorOf(message.author) : UNKNOWN,
    text: '',
    thread: threadOf(message, message.id),
    createdAt: timeOfId(message.id),
  }
}

/** Types of messages that are somebody's words: a message, and an answer to one. Others are the platform's own. */
const WORDS = new Set([0, 19])

const EVENTS: Record<string, { change: Change; direct: boolean }> = {
  LOBBY_MESSAGE_CREATE: { change: 'created', direct: false },
  LOBBY_MESSAGE_UPDATE: { change: 'updated', direct: false },
  LOBBY_MESSAGE_DELETE: { change: 'deleted', direct: false },
  GAME_DIRECT_MESSAGE_CREATE: { change: 'created', direct: true },
  GAME_DIRECT_MESSAGE_UPDATE: { change: 'updated', direct: true },
  GAME_DIRECT_MESSAGE_DELETE: { change: 'deleted', direct: true },
}

const read = (data: unknown, change: Change, at: string, { source }: SourceContext): Normalised => {
  if (change === 'deleted') return { activities: [gone(data, at, source)] }
  const message = readFields(messageSchema, data, 'event.data')
  if (!WORDS.has(message.type ?? 0)) return ignored(`type of message not mapped: ${message.type}`)
  return { activities: [reply(message, change, at, source)] }
}

/** Deliveries of Discord as activities. */
export const normaliseDiscord: Normalise<'discord'> = (body, context) => {
  const { application_id: application, type, event } = readFields(frameSchema, body)
  if (application !== context.settings.application) return ignored('application not in the settings')
  if (type !== 1 || !event) return ignored(`not an event: type ${type}`)
  const mapped = Object.hasOwn(EVENTS, event.type) ? EVENTS[event.type] : undefined
  if (!mapped) return ignored(`event not mapped: ${oneLine(event.type, 60) ?? 'none'}`)
  if (mapped.direct && !context.settings.directMessages) return ignored('direct message')
  return read(event.data, mapped.change, event.timestamp, context)
}
