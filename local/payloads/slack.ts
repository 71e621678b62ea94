import { createHash } from 'node:crypto'
import type { Payload } from './payload.ts'

/** Deliveries in the shape of Slack's Events API; what Earshot does not read is there too, as on the wire. */

export type SlackMessage = {
  user?: string
  name?: string
  botId?: string
  subtype?: string
  text: string
  ts: string
  threadTs?: string
  parentUser?: string
  editedTs?: string
  channel: string
  channelType?: string
}
export type SlackFrame = { team?: string; app?: string; eventTs?: string }
export type SlackUser = {
  id: string
  name: string
  realName: string
  email?: string
  emailConfirmed?: boolean
  admin?: boolean
  bot?: boolean
  deleted?: boolean
  updated: number
}

const compact = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const payload = (body: object): Payload => ({
  headers: { 'content-type': 'application/json', 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' },
  body: JSON.stringify(body),
})

/** The envelope of every event: `event` is what happened. */
export const slackEvent = (event: object, { team = 'T0001', app = 'A0001', eventTs }: SlackFrame = {}): Payload => {
  const ts = eventTs ?? ('ts' in event && typeof event.ts === 'string' ? event.ts : '1763755200.000100')
  const inner = { ...event, event_ts: ts }
  const id = createHash('sha256').update(JSON.stringify(inner)).digest('hex').slice(0, 10).toUpperCase()
  return payload({
    token: 'one-long-verification-token',
    team_id: team,
    context_team_id: team,
    api_app_id: app,
    event: inner,
    type: 'event_callback',
    event_id: `Ev${id}`,
    event_time: Number(ts.split('.')[0]),
    authorizations: [{ enterprise_id: null, team_id: team, user_id: 'U0BOT', is_bot: true }],
    is_ext_shared_channel: false,
  })
}

const inner = (message: SlackMessage) =>
  compact({
    type: 'message',
    subtype: message.subtype,
    user: message.user,
    bot_id: message.botId,
    user_profile: message.name && {
      real_name: message.name,
      display_name: message.name.toLowerCase(),
      image_72: 'https://avatars.slack-edge.com/a_72.png',
    },
    text: message.text,
    ts: message.ts,
    thread_ts: message.threadTs,
    parent_user_id: message.parentUser,
    edited: message.editedTs && { user: message.user, ts: message.editedTs },
    team: 'T0001',
    blocks: [{ type: 'rich_text', block_id: 'b', elements: [] }],
  })

const place = ({ channel, channelType = 'channel' }: SlackMessage) => ({ channel, channel_type: channelType })

/** A new message. */
export const slackMessage = (message: SlackMessage, frame?: SlackFrame): Payload =>
  slackEvent({ ...inner(message), ...place(message) }, frame)

/** Somebody named the app: the same message, told without the kind of its channel. */
export const slackMention = (message: SlackMessage, frame?: SlackFrame): Payload =>
  slackEvent({ ...inner(message), type: 'app_mention', channel: message.channel }, frame)

/** `message_changed`: an edit, or a preview that came to a link. */
export const slackChanged = (before: SlackMessage, after: SlackMessage, eventTs: string): Payload =>
  slackEvent(
    {
      type: 'message',
      subtype: 'message_changed',
      message: inner(after),
      previous_message: inner(before),
      ...place(after),
      hidden: true,
      ts: eventTs,
    },
    { eventTs },
  )

/** `message_deleted`; without `before` its author is not told. */
export const slackDeleted = (message: SlackMessage, eventTs: string, before = true): Payload =>
  slackEvent(
    compact({
      type: 'message',
      subtype: 'message_deleted',
      previous_message: before ? inner(message) : undefined,
      ...place(message),
      hidden: true,
      deleted_ts: message.ts,
      ts: eventTs,
    }),
    { eventTs },
  )

/** `reaction_added` or `reaction_removed`. */
export const slackReaction = (
  type: 'reaction_added' | 'reaction_removed',
  reaction: { user: string; name: string; of: SlackMessage },
  eventTs: string,
): Payload =>
  slackEvent(
    {
      type,
      user: reaction.user,
      reaction: reaction.name,
      item_user: reaction.of.user,
      item: { type: 'message', channel: reaction.of.channel, ts: reaction.of.ts },
    },
    { eventTs },
  )

/** `team_join` or `user_change`. */
export const slackMember = (type: 'team_join' | 'user_change', user: SlackUser, eventTs: string): Payload =>
  slackEvent(
    {
      type,
      user: compact({
        id: user.id,
        team_id: 'T0001',
        name: user.name,
        deleted: user.deleted ?? false,
        tz: 'Europe/Berlin',
        profile: compact({
          real_name: user.realName,
          display_name: user.name,
          image_192: 'https://avatars.slack-edge.com/a_192.png',
          email: user.email,
        }),
        is_admin: user.admin ?? false,
        is_owner: false,
        is_bot: user.bot ?? false,
        is_email_confirmed: user.emailConfirmed,
        updated: user.updated,
      }),
    },
    { eventTs },
  )

/** `member_joined_channel` or `member_left_channel`. */
export const slackJoin = (
  type: 'member_joined_channel' | 'member_left_channel',
  join: { user: string; channel: string; channelType?: 'C' | 'G' },
  eventTs: string,
): Payload =>
  slackEvent(
    { type, user: join.user, channel: join.channel, channel_type: join.channelType ?? 'C', team: 'T0001' },
    { eventTs },
  )

/** What Slack sends when the address is typed in. */
export const slackGreeting = (challenge: string): Payload =>
  payload({ token: 'one-long-verification-token', challenge, type: 'url_verification' })

/** What Slack sends when more happens than it tells. */
export const slackRateLimited = (): Payload =>
  payload({
    token: 'one-long-verification-token',
    type: 'app_rate_limited',
    team_id: 'T0001',
    minute_rate_limited: 1_763_755_200,
    api_app_id: 'A0001',
  })
