import type { Payload } from './payload.ts'

/** Deliveries of an app's webhook events in the shape in which Discord documents them. */

export type DiscordUser = { id: string; username: string; globalName?: string; avatar?: string; bot?: boolean }
export type DiscordMessage = {
  id: string
  by: DiscordUser
  content: string
  channel: string
  /** Lobby messages only. */
  lobby?: string
  /** With an offset, as messages have it. */
  timestamp?: string
  editedTimestamp?: string
  type?: number
  replyTo?: string
}

const APPLICATION = '1234567765431056709'

const userOf = (user: DiscordUser) => ({
  id: user.id,
  username: user.username,
  discriminator: '0',
  global_name: user.globalName ?? null,
  avatar: user.avatar ?? null,
  bot: user.bot ?? false,
  public_flags: 0,
})

const payload = (body: object, application: string): Payload => ({
  headers: { 'content-type': 'application/json', 'user-agent': 'Discord-Webhook/1.0 (+https://discord.com)' },
  body: JSON.stringify({ version: 1, application_id: application, ...body }),
})

/**
 * Any event.
 * @param at when it happened; Discord writes it without an offset
 */
export const discordEvent = (type: string, at: string, data: object, application = APPLICATION): Payload =>
  payload({ type: 1, event: { type, timestamp: at.replace(/Z$/, ''), data } }, application)

/** `LOBBY_MESSAGE_CREATE`, `LOBBY_MESSAGE_UPDATE`, `GAME_DIRECT_MESSAGE_CREATE`, `-UPDATE` or `-DELETE`. */
export const discordMessage = (type: string, at: string, message: DiscordMessage, application?: string): Payload =>
  discordEvent(
    type,
    at,
    {
      id: message.id,
      type: message.type ?? 0,
      content: message.content,
      ...(message.lobby ? { lobby_id: message.lobby } : {}),
      channel_id: message.channel,
      author: userOf(message.by),
      ...(message.timestamp ? { timestamp: message.timestamp } : {}),
      ...(message.editedTimestamp ? { edited_timestamp: message.editedTimestamp } : {}),
      ...(message.replyTo ? { message_reference: { message_id: message.replyTo, channel_id: message.channel } } : {}),
      flags: 65_536,
      application_id: application ?? APPLICATION,
    },
    application,
  )

/** `LOBBY_MESSAGE_DELETE`, which names nobody. */
export const discordLobbyDelete = (at: string, id: string, lobby: string): Payload =>
  discordEvent('LOBBY_MESSAGE_DELETE', at, { id, lobby_id: lobby })

/** What Discord sends to see whether the address answers. */
export const discordPing = (): Payload => payload({ type: 0 }, APPLICATION)
