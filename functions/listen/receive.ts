import { createHash } from 'node:crypto'
import { type Delivery, INLINE_BODY_LIMIT } from '../../shared/domain/listen/delivery.ts'
import type { SourceSettings, Sources } from '../../shared/domain/listen/source-settings.ts'
import type { Answered } from '../../shared/sources/challenge.ts'
import { keysOf, signatureHeader, signingKeys, tokenMatches, verifyTokens } from '../../shared/sources/door.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { checkJson } from '../../shared/sources/json.ts'
import { verifyDelivery } from '../../shared/sources/scheme.ts'
import { verifications } from '../../shared/sources/verification.ts'
import { canonical } from '../../shared/sources/verify.ts'
import { type Refused, signatureRefused } from './refusals.ts'
import type { DoorRequest } from './request.ts'

/** What the door needs from outside. */
export type DoorDeps = {
  sources: Sources
  /** A source's secret JSON, at most `maxAge` milliseconds old. For a name that is no source: any source's. */
  secretOf: (source: string, maxAge?: number) => Promise<string>
  /** Returns only when the queue has the message. */
  enqueue: (message: string) => Promise<void>
  /** Puts a large body aside. Returns only when it is stored. */
  archive: (key: string, body: Uint8Array) => Promise<void>
  /** Milliseconds since the epoch. */
  now: () => number
}

/** What goes back to a platform that makes sure of its door. */
export type Answer = Exclude<Answered, { refused: string }>

/** A delivery that is in the queue, a greeting that was answered, or a refusal. */
export type Received =
  | { accepted: Delivery; status: number }
  | { ping: true }
  | { answer: Answer }
  | { refused: Refused }

type Known = { request: DoorRequest; body: Buffer; settings: SourceSettings }

/** A secret that does not fit may have been rotated a moment ago: it is read again, but not more often than this. */
const REREAD_AFTER = 60_000

const unknownDoor: Refused = { reason: 'unknown_door', message: 'There is no such door.' }
const notAPost: Refused = {
  reason: 'not_a_post',
  message: 'This is the door for deliveries: give its address to the platform, which will POST to it.',
}

type Judged =
  | { refused: Refused }
  | { ping: true }
  | { answer: Answer }
  | { known: Known; signedId: string | undefined }

const answered = (answer: Answered): { refused: Refused } | { answer: Answer } => {
  if (!('refused' in answer)) return { answer }
  const reason = answer.unknownTopic ? 'unknown_topic' : 'challenge_refused'
  return { refused: { reason, message: answer.refused } }
}

/** Platforms ask with GET; every other GET is somebody who looks what is there. */
const asked = ({ method, query }: DoorRequest, settings: SourceSettings, secret: string): Judged => {
  const { type } = settings
  const { challenge } = verifications[type]
  const answer =
    method === 'GET'
      ? challenge?.({ query, settings, keys: signingKeys(type, secret), verifyTokens: verifyTokens(secret) })
      : undefined
  return answer ? answered(answer) : { refused: notAPost }
}

/** Token, method, size and signature, in this order; the same work whether the door exists or not. */
const judge = (request: DoorRequest, settings: SourceSettings | undefined, secret: string, now: number): Judged => {
  const opens = tokenMatches(secret, request.token)
  if (!settings || !opens) return { refused: unknownDoor }
  if (request.method !== 'POST') return asked(request, settings, secret)
  const { body } = request
  if (!Buffer.isBuffer(body)) return { refused: body }
  if (verifications[settings.type].unsignedPing?.(request.headers, body)) return { ping: true }
  const verdict = verifyDelivery(verifications[settings.type], {
    headers: request.headers,
    body,
    keys: keysOf(settings, secret),
    nowSeconds: Math.floor(now / 1_000),
  })
  if (verdict.refused) return { refused: signatureRefused(verdict.refused, signatureHeader(settings.type)) }
  return { known: { request, body, settings }, signedId: verdict.id }
}

const STALE = new Set(['unknown_door', 'signature_mismatch', 'challenge_refused'])

const admit = async (raw: DoorRequest, deps: DoorDeps): Promise<Judged> => {
  const settings = Object.hasOwn(deps.sources, raw.source) ? deps.sources[raw.source] : undefined
  const request = settings ? { ...raw, headers: canonical(raw.headers, verifications[settings.type].aliases) } : raw
  const secret = await deps.secretOf(request.source)
  const first = judge(request, settings, secret, deps.now())
  if (!('refused' in first) || !STALE.has(first.refused.reason)) return first
  const fresh = await deps.secretOf(request.source, REREAD_AFTER)
  return fresh === secret ? first : judge(request, settings, fresh, deps.now())
}

const parsed = ({ body, request: { headers }, settings }: Known): { json: object } | { refused: Refused } => {
  const { read = checkJson } = verifications[settings.type]
  try {
    return { json: read(body) }
  } catch (error) {
    if (!(error instanceof MalformedDeliveryError)) throw error
    const hint =
      read !== checkJson || /json/i.test(headers['content-type'] ?? '')
        ? ''
        : ' Set the webhook to send application/json.'
    return { refused: { reason: 'malformed', message: `${error.message}${hint}` } }
  }
}

/** The platform's own id if it is one that can be part of a name, else one made from what was sent. */
const deliveryId = (source: string, { body }: Known, platformId: string | undefined): string =>
  platformId && /^[A-Za-z0-9_-]{1,100}$/.test(platformId)
    ? platformId
    : createHash('sha256').update(`${source}\n`).update(body).digest('hex').slice(0, 32)

/**
 * Ids may be told by headers that nobody signed, so the key of a stored body has a hash of it: no delivery can take the
 * place of another one's body.
 */
const archiveKeyOf = (source: string, receivedAt: string, id: string, body: Buffer): string => {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return `deliveries/${source}/${receivedAt.slice(0, 10).replaceAll('-', '/')}/${id}-${hash}`
}

const queueUp = async (known: Known, signedId: string | undefined, deps: DoorDeps): Promise<Received> => {
  const { request, body, settings } = known
  const { keep, idHeader, success = 202 } = verifications[settings.type]
  const { source, headers } = request
  const receivedAt = new Date(deps.now()).toISOString()
  const id = deliveryId(source, known, signedId ?? (idHeader ? headers[idHeader] : undefined))
  const kept = Object.fromEntries(keep.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])))
  const delivery: Delivery = { v: 1, id, source, receivedAt, headers: kept }
  if (body.length > INLINE_BODY_LIMIT) {
    delivery.archiveKey = archiveKeyOf(source, receivedAt, id, body)
    await deps.archive(delivery.archiveKey, body)
  } else delivery.body = body.toString('base64')
  await deps.enqueue(JSON.stringify(delivery))
  return { accepted: delivery, status: success }
}

/**
 * Takes a delivery in: it is verified over its raw bytes and in the queue, or it is refused.
 * @throws whatever the queue, the archive or the secrets throw: then nothing is taken, and the sender has to be told so
 */
export const receive = async (request: DoorRequest, deps: DoorDeps): Promise<Received> => {
  const judged = await admit(request, deps)
  if (!('known' in judged)) return judged
  const { known, signedId } = judged
  const { headers } = known.request
  const { wrongTenant, isPing, greeting } = verifications[known.settings.type]
  const stranger = wrongTenant?.(headers, known.settings)
  if (stranger) return { refused: { reason: 'wrong_tenant', message: stranger } }
  if (isPing?.(headers)) return { ping: true }
  const read = parsed(known)
  if ('refused' in read) return read
  const answer = greeting?.(read.json)
  return answer ? answered(answer) : await queueUp(known, signedId, deps)
}
