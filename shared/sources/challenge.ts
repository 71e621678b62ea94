import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { LeaseNews } from '../domain/listen/lease.ts'
import type { SourceSettings } from '../domain/listen/source-settings.ts'

/**
 * What platforms ask a door before they send to it, and now and then afterwards: to show that it is theirs. Each answer
 * is a pure function; the door asks for the row's own one, never by what the request looks like.
 */

/** A GET at a known door. */
export type Asked = {
  /** The request's query, decoded. */
  query: Readonly<Record<string, string>>
  settings: SourceSettings
  /** The keys that count at the moment, the current one first. */
  keys: readonly Uint8Array[]
  /** The verify tokens that count at the moment (see `verifyToken` in door.ts). */
  verifyTokens: readonly string[]
}

/**
 * The answer to a challenge: text that goes back as it came, JSON, nothing but a 204, or why there is none. `lease`: what the
 * question tells of a subscription, to be noted before it is answered.
 */
export type Answered =
  | { text: string; lease?: Omit<LeaseNews, 'door'> }
  | { json: Readonly<Record<string, string>> }
  | { empty: true }
  | { refused: string; unknownTopic?: true }

/**
 * What goes back as it came: nothing that a browser or a log could take for anything else. Where a challenge is signed,
 * this also keeps the door from signing what could be a delivery: no JSON object is of these characters only.
 */
const ECHO = /^[A-Za-z0-9._~+/=-]{1,512}$/

/** A challenge that may be sent back. The answer says no more of one that may not. */
const echoed = (challenge: string | undefined): { text: string } | { refused: string } =>
  challenge !== undefined && ECHO.test(challenge)
    ? { text: challenge }
    : {
        refused:
          'The challenge is missing, longer than 512 characters, or has other characters than those of base64url.',
      }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const isOneOf = (given: string, tokens: readonly string[]): boolean => {
  const asked = digest(given)
  return tokens.reduce((found, token) => timingSafeEqual(digest(token), asked) || found, false)
}

/** Meta: `hub.mode=subscribe`, `hub.verify_token` as it was typed in, `hub.challenge` goes back. */
export const metaChallenge = ({ query, verifyTokens }: Asked): Answered | undefined => {
  if (query['hub.mode'] === undefined) return undefined
  const known = isOneOf(query['hub.verify_token'] ?? '', verifyTokens)
  if (query['hub.mode'] !== 'subscribe' || !known)
    return {
      refused: 'hub.mode has to be "subscribe", and hub.verify_token this door’s verify token (npm run source).',
    }
  return echoed(query['hub.challenge'])
}

const hmac = (key: Uint8Array | undefined, text: string, encoding: 'hex' | 'base64'): string | undefined =>
  key && key.length > 0 ? createHmac('sha256', key).update(text).digest(encoding) : undefined

/** X: the challenge-response check, `crc_token`. */
export const xChallenge = ({ query, keys }: Asked): Answered | undefined => {
  const token = query.crc_token
  if (token === undefined) return undefined
  const asked = echoed(token)
  if ('refused' in asked) return asked
  const signature = hmac(keys[0], token, 'base64')
  return signature
    ? { json: { response_token: `sha256=${signature}` } }
    : { refused: 'There is no secret to sign with.' }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** LinkedIn: `challengeCode`, a UUID. */
export const linkedinChallenge = ({ query, keys }: Asked): Answered | undefined => {
  const code = query.challengeCode
  if (code === undefined) return undefined
  if (!UUID.test(code)) return { refused: 'challengeCode has to be a UUID.' }
  const signature = hmac(keys[0], code, 'hex')
  return signature
    ? { json: { challengeCode: code, challengeResponse: signature } }
    : { refused: 'There is no secret to sign with.' }
}

/** Slack: a POST with `type` `url_verification`, signed like every delivery and asked only after that was checked. */
export const slackChallenge = (body: object): Answered | undefined => {
  const { type, challenge } = body as { type?: unknown; challenge?: unknown }
  if (type !== 'url_verification') return undefined
  return echoed(typeof challenge === 'string' ? challenge : undefined)
}

/** Discord: a POST with `type` 0, signed like every delivery; it wants 204 and nothing in it. */
export const discordPing = (body: object): Answered | undefined =>
  (body as { type?: unknown }).type === 0 ? { empty: true } : undefined

/** The address under which a hub knows the feed of a channel. */
export const youtubeTopic = (channel: string): string =>
  `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channel}`

/** Words of a hub's, as short and as plain as a log takes them. */
const REASON = /[^\x20-\x7e]/g

/**
 * WebSub (W3C, 5.2 and 5.3): the hub asks whether a subscription, or its end, is meant, or says that it denies one. Yes to what
 * the settings want: anybody can ask a hub to begin or to end one in our name.
 */
export const webSubChallenge = ({ query, settings }: Asked): Answered | undefined => {
  const mode = query['hub.mode']
  if (mode === undefined || settings.type !== 'youtube') return undefined
  const topic = query['hub.topic'] ?? ''
  const wanted = settings.channels.some((channel) => topic === youtubeTopic(channel))
  if (mode === 'denied' && wanted)
    return { text: '', lease: { topic, denied: (query['hub.reason'] ?? '').replace(REASON, ' ').trim().slice(0, 200) } }
  if ((mode === 'subscribe' && wanted) || (mode === 'unsubscribe' && !wanted)) {
    const answer = echoed(query['hub.challenge'])
    if ('refused' in answer || !wanted) return answer
    const given = query['hub.lease_seconds'] ?? ''
    return { ...answer, lease: { topic, ...(/^[1-9]\d{0,9}$/.test(given) ? { seconds: Number(given) } : {}) } }
  }
  return { refused: 'hub.topic has to be the feed of a channel in the settings, to subscribe to.', unknownTopic: true }
}
