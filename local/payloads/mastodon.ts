import type { Payload } from './payload.ts'

/** Deliveries in the shape in which Mastodon documents them; what Earshot does not read is there too, as on the wire. */

export type TootAccount = {
  id: string
  username: string
  displayName?: string
  bot?: boolean
  /** Where the account is, if not on this instance. */
  domain?: string
}
export type Toot = {
  id: string
  by: TootAccount
  /** HTML. */
  content: string
  createdAt: string
  editedAt?: string
  replyTo?: { id: string; by?: string }
  reblogOf?: Toot
  visibility?: string
  spoiler?: string
  language?: string | null
  tags?: string[]
}

const HOST = 'https://social.example'

const accountOf = (account: TootAccount) => {
  const host = account.domain ? `https://${account.domain}` : HOST
  return {
    id: account.id,
    username: account.username,
    acct: account.domain ? `${account.username}@${account.domain}` : account.username,
    display_name: account.displayName ?? '',
    locked: false,
    bot: account.bot ?? false,
    discoverable: null,
    group: false,
    created_at: '2026-01-01T00:00:00.000Z',
    note: '',
    url: `${host}/@${account.username}`,
    uri: `${host}/users/${account.username}`,
    avatar: `${host}/avatars/${account.id}.png`,
    avatar_static: `${host}/avatars/${account.id}.png`,
    followers_count: 12,
    following_count: 3,
    statuses_count: 9,
    emojis: [],
    fields: [],
  }
}

const statusOf = (toot: Toot, instance: string): object => ({
  id: toot.id,
  created_at: toot.createdAt,
  in_reply_to_id: toot.replyTo?.id ?? null,
  in_reply_to_account_id: toot.replyTo?.by ?? null,
  sensitive: false,
  spoiler_text: toot.spoiler ?? '',
  visibility: toot.visibility ?? 'public',
  language: toot.language === undefined ? 'en' : toot.language,
  uri: `${instance}/users/${toot.by.username}/statuses/${toot.id}`,
  url: `${instance}/@${toot.by.username}/${toot.id}`,
  replies_count: 0,
  reblogs_count: 0,
  favourites_count: 0,
  edited_at: toot.editedAt ?? null,
  content: toot.content,
  reblog: toot.reblogOf ? statusOf(toot.reblogOf, instance) : null,
  account: accountOf(toot.by),
  media_attachments: [],
  mentions: [],
  tags: (toot.tags ?? []).map((name) => ({ name, url: `${instance}/tags/${name}` })),
  emojis: [],
  card: null,
  poll: null,
})

const payload = (event: string, at: string, object: object): Payload => ({
  headers: {
    'content-type': 'application/json',
    'user-agent': 'Mastodon/4.5.0 (http.rb/5.3.1; +https://social.example/)',
  },
  body: JSON.stringify({ event, created_at: at, object }),
})

/**
 * `status.created` or `status.updated`.
 * @param at when the instance tells of it; the time of the edit when left out
 */
export const mastodonStatus = (
  event: string,
  toot: Toot,
  at: string = toot.editedAt ?? toot.createdAt,
  instance: string = HOST,
): Payload => payload(event, at, statusOf(toot, instance))

const adminAccount = (account: TootAccount) => ({
  id: account.id,
  username: account.username,
  domain: account.domain ?? null,
  created_at: '2026-01-01T12:00:00.000Z',
  email: `${account.username}@mail.example`,
  ip: '203.0.113.7',
  confirmed: true,
  suspended: false,
  silenced: false,
  disabled: false,
  approved: true,
  locale: 'de',
  invite_request: 'Let me in!',
  ips: [{ ip: '203.0.113.8', used_at: '2026-01-01T12:00:00.000Z' }],
  account: accountOf(account),
  role: { id: '-99', name: '', permissions: '65536' },
})

/** `account.created`, `account.approved` or `account.updated`. */
export const mastodonAccount = (event: string, account: TootAccount, at: string): Payload =>
  payload(event, at, adminAccount(account))

/** `report.created` or `report.updated`: somebody reports an account to the moderators. */
export const mastodonReport = (event: string, by: TootAccount, of: TootAccount, at: string): Payload =>
  payload(event, at, {
    id: '8437',
    action_taken: false,
    category: 'violation',
    comment: '',
    created_at: at,
    updated_at: at,
    account: adminAccount(by),
    target_account: adminAccount(of),
    statuses: [],
    rules: [],
  })
