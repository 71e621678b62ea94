import type { FormatAsk } from './formats.ts'
import { type Found, ImportError, pick, textIn } from './found.ts'
import { jsonValuesOf } from './json-values.ts'

/**
 * Slack's export of a workspace: `channels.json`, `users.json` and a folder a channel with a file a day. Each message becomes
 * what the Events API would have said. When somebody reacted the export does not tell, so reactions are left out.
 */

type Fields = Record<string, unknown>
type Channel = { id: string; type: string }

const MOST = 8_000_000
/** Files that list conversations, and what the Events API calls them. */
const LISTS: Record<string, string> = {
  'channels.json': 'channel',
  'groups.json': 'group',
  'dms.json': 'im',
  'mpims.json': 'mpim',
}
const USERS = ['users.json', 'org_users.json']
const TALKS = new Set(['im', 'mpim'])
const MESSAGE = [
  'subtype',
  'user',
  'bot_id',
  'username',
  'user_profile',
  'text',
  'ts',
  'thread_ts',
  'parent_user_id',
  'edited',
]

/** The folder of the archive in which the lists are: the top, or the one folder that somebody has zipped. */
const rootOf = (names: readonly string[]): string => {
  const list = names.find((name) => /(^|\/)(channels|groups)\.json$/.test(name) && name.split('/').length <= 2)
  if (list === undefined)
    throw new ImportError('There is no channels.json; expected an export of Slack, as a zip archive or a folder.')
  return list.slice(0, list.lastIndexOf('/') + 1)
}

const values = async function* ({ folder }: FormatAsk, file: string): AsyncIterable<Fields> {
  for await (const found of jsonValuesOf(folder.open(file), MOST)) if ('value' in found) yield found.value
}

const channelsOf = async (ask: FormatAsk, root: string): Promise<Map<string, Channel>> => {
  const channels = new Map<string, Channel>()
  for (const [list, type] of Object.entries(LISTS)) {
    if (!ask.folder.names.includes(root + list)) continue
    for await (const value of values(ask, root + list)) {
      const id = textIn(value, 'id')
      // Channels have folders by name, talks between two have none and are there by id.
      if (id !== undefined) channels.set(textIn(value, 'name') ?? id, { id, type })
    }
  }
  return channels
}

const usersFile = ({ folder }: FormatAsk, root: string): string | undefined =>
  USERS.map((name) => root + name).find((name) => folder.names.includes(name))

/** An export tells its workspace only by its members; guests from elsewhere are among them. */
const checkTeam = async (ask: FormatAsk, file: string | undefined, team: string): Promise<void> => {
  if (file === undefined) return
  const teams = new Set<string>()
  for await (const user of values(ask, file)) {
    const own = textIn(user, 'team_id')
    if (own === team) return
    if (own !== undefined && teams.size < 3) teams.add(own)
  }
  if (teams.size > 0)
    throw new ImportError(
      `This is an export of another workspace (${[...teams].join(', ')}); the source ${ask.source} is for ${team}. Name another --source, or correct its settings.`,
    )
}

const frame = ({ settings }: FormatAsk, event: Fields): { headers: Record<string, string>; body: Fields } => {
  const { team, app } = settings.type === 'slack' ? settings : {}
  return { headers: {}, body: { type: 'event_callback', team_id: team, ...(app ? { api_app_id: app } : {}), event } }
}

const members = async function* (ask: FormatAsk, file: string, team: string): AsyncIterable<Found> {
  for await (const found of jsonValuesOf(ask.folder.open(file), MOST)) {
    const place = { file, line: found.line }
    if ('problem' in found) {
      yield { ...place, problem: found.problem.replaceAll('The body', 'The value') }
      continue
    }
    const { value: user } = found
    const [own, id] = [textIn(user, 'team_id'), textIn(user, 'id')]
    if (own !== undefined && own !== team) yield { ...place, skipped: 'member of another workspace' }
    // Without a time of its own it would be news of today, and win over what is known.
    else if (user.updated === undefined)
      yield { ...place, ...(id ? { id } : {}), problem: 'updated: expected the time of the profile' }
    else yield { ...place, event: frame(ask, { type: 'user_change', user }) }
  }
}

const messageEvent = (ask: FormatAsk, message: Fields, { id: channel, type: channel_type }: Channel) =>
  message.subtype === 'tombstone'
    ? frame(ask, {
        type: 'message',
        subtype: 'message_deleted',
        channel,
        channel_type,
        deleted_ts: message.ts,
        event_ts: message.ts,
      })
    : frame(ask, { type: 'message', channel, channel_type, ...pick(message, MESSAGE) })

const messages = async function* (ask: FormatAsk, file: string, channel: Channel): AsyncIterable<Found> {
  for await (const found of jsonValuesOf(ask.folder.open(file), MOST)) {
    const place = { file, line: found.line }
    if ('problem' in found) yield { ...place, problem: found.problem.replaceAll('The body', 'The value') }
    else if (found.value.type !== 'message') yield { ...place, problem: 'type: expected message' }
    else yield { ...place, event: messageEvent(ask, found.value, channel) }
  }
}

/** An export of a Slack workspace. */
export const readSlack = async function* (ask: FormatAsk): AsyncIterable<Found> {
  const { folder, settings, note } = ask
  const team = settings.type === 'slack' ? settings.team : ''
  const root = rootOf(folder.names)
  const channels = await channelsOf(ask, root)
  const users = usersFile(ask, root)
  await checkTeam(ask, users, team)
  if (users !== undefined) yield* members(ask, users, team)
  const unknown = new Set<string>()
  for (const file of folder.names.filter((name) => name.startsWith(root) && name.endsWith('.json'))) {
    const [name = '', day, deeper] = file.slice(root.length).split('/')
    if (day === undefined || deeper !== undefined) continue
    const channel = channels.get(name)
    if (!channel) unknown.add(name)
    else if (!TALKS.has(channel.type)) yield* messages(ask, file, channel)
  }
  if (unknown.size > 0)
    note(`Not in channels.json, left out: ${[...unknown].slice(0, 10).join(', ')}${unknown.size > 10 ? ', ...' : ''}.`)
}
