import * as z from 'zod/mini'
import { isoOf } from '../domain/time.ts'
import { idField, secondsField, textField } from './fields.ts'

/** What Slack's Events API sends, as far as it is read here: docs.slack.dev, "Events API" and the events' own pages. */

/** Seconds with microseconds as text, `1763755200.000100`: the id of a message within its channel, and its time. */
const tsField = z.string().check(z.regex(/^\d{1,10}\.\d{1,6}$/, 'expected a time of Slack such as 1763755200.000100'))

/** The moment of a `ts`, ISO 8601 to the millisecond. */
export const timeOfTs = (ts: string): string => {
  const [seconds = '0', fraction = '0'] = ts.split('.')
  return isoOf(Number(seconds) * 1_000 + Math.floor(Number(fraction.padEnd(6, '0')) / 1_000))
}

const flag = z.nullish(z.boolean())

/** What every delivery has. */
export const frameSchema = z.object({
  type: z.string(),
  team_id: textField,
  api_app_id: textField,
  event_time: z.nullish(secondsField),
  event: z.nullish(z.looseObject({ type: z.string(), event_ts: z.nullish(tsField) })),
})

const profileSchema = z.object({
  real_name: textField,
  display_name: textField,
  image_72: textField,
  image_192: textField,
  email: textField,
})

/** A message as it stands in a channel; in news of edits it is without its channel. */
export const messageSchema = z.object({
  subtype: textField,
  user: z.nullish(idField),
  bot_id: z.nullish(idField),
  username: textField,
  user_profile: z.nullish(profileSchema),
  text: textField,
  ts: tsField,
  thread_ts: z.nullish(tsField),
  parent_user_id: z.nullish(idField),
  edited: z.nullish(z.object({ ts: tsField })),
})
/** A message as it is read. */
export type Message = z.infer<typeof messageSchema>

/** Where a message is. `channel_type`: `channel`, `group` (private), `im`, `mpim`; not told with `app_mention`. */
export const placeSchema = z.object({ channel: idField, channel_type: textField })
/** A channel as it is read. */
export type Place = z.infer<typeof placeSchema>

/** `message_changed`: how it stands now, and how it stood. */
export const changedSchema = z.object({ message: messageSchema, previous_message: z.nullish(messageSchema) })

/** `message_deleted`: `deleted_ts` names the message. */
export const deletedSchema = z.object({ deleted_ts: tsField, previous_message: z.nullish(messageSchema) })

/** `reaction_added`, `reaction_removed`. */
export const reactionSchema = z.object({
  user: idField,
  reaction: z.string(),
  item_user: z.nullish(idField),
  item: z.object({ type: z.string(), channel: z.nullish(idField), ts: z.nullish(tsField) }),
})

/** `team_join`, `user_change`. `updated`: seconds since the epoch. */
export const memberSchema = z.object({
  user: z.object({
    id: idField,
    name: textField,
    deleted: flag,
    is_bot: flag,
    is_admin: flag,
    is_owner: flag,
    is_email_confirmed: flag,
    locale: textField,
    tz: textField,
    updated: z.nullish(secondsField),
    profile: z.nullish(profileSchema),
  }),
})
/** A member of the workspace as it is read. */
export type Member = z.infer<typeof memberSchema>['user']

/** `member_joined_channel`, `member_left_channel`; `channel_type`: `C` or `G`. */
export const joinSchema = z.object({ user: idField, channel: idField, channel_type: textField })
