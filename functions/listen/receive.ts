import { createHash } from 'node:crypto'
import type { Delivery } from '../../shared/domain/listen/delivery.ts'
import type { SourceSettings, Sources } from '../../shared/domain/listen/source-settings.ts'
import { log } from '../../shared/platform/logger.ts'
import type { Answered } from '../../shared/sources/challenge.ts'
import { keysOf, signatureHeader, signingKeys, tokenMatches, verifyTokens } from '../../shared/sources/door.ts'
import { MalformedDeliveryError, UnsupportedFormatError } from '../../shared/sources/errors.ts'
import type { Permission } from '../../shared/sources/handshake.ts'
import { checkJson, parseJsonOrList } from '../../shared/sources/json.ts'
import { verifyDelivery } from '../../shared/sources/scheme.ts'
import { doorMark } from '../../shared/sources/source-secret.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import { canonical } from '../../shared/sources/verify.ts'
import { type HandOverDeps, handOver, nameable } from './hand-over.ts'
import { type Refused, signatureRefused } from './refusals.ts'
import type { DoorRequest } from './request.ts'
import { heed, type SnsDeps } from './sns.ts'

/** What the door needs from outside. */
export type DoorDeps = HandOverDeps & {
  sources: Sources
  /** A source's secret JSON, at most `maxAge` milliseconds old. For a name that is no source: any source's. */
  secretOf: (source: string, maxAge?: number) => Promise<string>
  /** What only messages of SNS need. */
  sns: SnsDeps
  /** Milliseconds since the epoch. */
  now: () => number
}

/** What goes back to a platform that makes sure of its door. */
export type Answer = Exclude<Answered | Permission, { refused: string }>

/** A delivery that is in the queue, a greeting that was answered, news of a subscription, or a refusal. */
export type Received =
  | { accepted: Delivery; status: number }
  | { ping: true }
  | { answer: Answer }
  | { noted: string }
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

const answered = (answer: Answered | Permission): { refused: Refused } | { answer: Answer } => {
  if (!('refused' in answer)) return { answer }
  const reason = 'unknownTopic' in answer ? 'unknown_topic' : 'challenge_refused'
  return { refused: { reason, message: answer.refused } }
}

/** Platforms ask with GET or OPTIONS; every other one is somebody who looks what is there. */
const asked = ({ method, query, headers }: DoorRequest, settings: SourceSettings, secret: string): Judged => {
  const { challenge, preflight } = verificationOf(settings)
  const answer =
    method === 'GET'
      ? challenge?.({ query, settings, keys: signingKeys(settings.type, secret), verifyTokens: verifyTokens(secret) })
      : method === 'OPTIONS'
        ? preflight?.(headers, settings)
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
  if (verificationOf(settings).unsignedPing?.(request.headers, body)) return { ping: true }
  // What SNS signs are fields of the body, and its key has to be fetched: `receive` goes on with that.
  if (verificationOf(settings).scheme.kind === 'certificate')
    return { known: { request, body, settings }, signedId: undefined }
  const verdict = verifyDelivery(verificationOf(settings), {
    headers: request.headers,
    body,
    keys: keysOf(settings, secret),
    nowSeconds: Math.floor(now / 1_000),
  })
  if (verdict.refused) return { refused: signatureRefused(verdict.refused, signatureHeader(settings)) }
  return { known: { request, body, settings }, signedId: verdict.id }
}

const STALE = new Set(['unknown_door', 'signature_mismatch', 'challenge_refused'])

/** A source that has a door. */
const doorOf = (sources: Sources, name: string): SourceSettings | undefined => {
  const settings = Object.hasOwn(sources, name) ? sources[name] : undefined
  return settings && verificationOf(settings).scheme.kind !== 'inside' ? settings : undefined
}

const admit = async (raw: DoorRequest, deps: DoorDeps): Promise<Judged> => {
  const settings = doorOf(deps.sources, raw.source)
  const request = settings ? { ...raw, headers: canonical(raw.headers, verificationOf(settings).aliases) } : raw
  const secret = await deps.secretOf(request.source)
  const first = judge(request, settings, secret, deps.now())
  if (!('refused' in first) || !STALE.has(first.refused.reason)) return first
  const fresh = await deps.secretOf(request.source, REREAD_AFTER)
  return fresh === secret ? first : judge(request, settings, fresh, deps.now())
}

const READS_JSON: ReadonlySet<unknown> = new Set([checkJson, parseJsonOrList])

const parsed = ({ body, request: { headers }, settings }: Known): { json: object } | { refused: Refused } => {
  const { read = checkJson } = verificationOf(settings)
  try {
    return { json: read(body, headers) }
  } catch (error) {
    if (!(error instanceof MalformedDeliveryError)) throw error
    if (error instanceof UnsupportedFormatError)
      return { refused: { reason: 'unsupported_format', message: error.message } }
    const hint =
      !READS_JSON.has(read) || /json/i.test(headers['content-type'] ?? '')
        ? ''
        : ' Set the webhook to send application/json.'
    return { refused: { reason: 'malformed', message: `${error.message}${hint}` } }
  }
}

/** The platform's own id if it is one that can be part of a name, else one made from what was sent. */
const deliveryId = (source: string, { body }: Known, platformId: string | undefined): string =>
  nameable(platformId) ?? createHash('sha256').update(`${source}\n`).update(body).digest('hex').slice(0, 32)

const queueUp = async (known: Known, signedId: string | undefined, deps: DoorDeps): Promise<Received> => {
  const { request, body, settings } = known
  const { keep, idHeader, success = 202 } = verificationOf(settings)
  const { source, headers } = request
  const receivedAt = new Date(deps.now()).toISOString()
  const id = deliveryId(source, known, signedId ?? (idHeader ? headers[idHeader] : undefined))
  const kept = Object.fromEntries(keep.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])))
  const delivery = await handOver({ id, source, receivedAt, headers: kept }, body, deps)
  return { accepted: delivery, status: success }
}

/** What a hub tells of a subscription has to be in the queue before the hub may take it for heard. */
const told = async (answer: Answer, { source, token }: DoorRequest, deps: DoorDeps): Promise<Received> => {
  if (!('lease' in answer)) return { answer }
  const { lease, ...rest } = answer
  const receivedAt = new Date(deps.now()).toISOString()
  const news = { ...lease, door: doorMark(token) }
  const id = createHash('sha256')
    .update(`${source}\n${receivedAt}\n${JSON.stringify(news)}`)
    .digest('hex')
    .slice(0, 32)
  const delivery: Delivery = { v: 1, id, source, receivedAt, headers: {}, lease: news }
  await deps.enqueue(JSON.stringify(delivery))
  if (lease.denied !== undefined) log.warn('a hub denies a subscription', { source, id })
  return { answer: rest }
}

/**
 * Takes a delivery in: it is verified over its raw bytes and in the queue, or it is refused.
 * @throws whatever the queue, the archive or the secrets throw: then nothing is taken, and the sender has to be told so
 */
export const receive = async (request: DoorRequest, deps: DoorDeps): Promise<Received> => {
  const judged = await admit(request, deps)
  if ('answer' in judged) return await told(judged.answer, request, deps)
  if (!('known' in judged)) return judged
  const { known, signedId } = judged
  const { headers } = known.request
  const { scheme, wrongTenant, isPing, wrongSender, greeting, idIn } = verificationOf(known.settings)
  const stranger = wrongTenant?.(headers, known.settings)
  if (stranger) return { refused: { reason: 'wrong_tenant', message: stranger } }
  if (isPing?.(headers)) return { ping: true }
  const read = parsed(known)
  if ('refused' in read) return read
  const wrong = wrongSender?.(read.json, known.settings)
  if (wrong) return { refused: { reason: 'wrong_tenant', message: wrong } }
  const notice = scheme.kind === 'certificate' ? await heed(read.json, known.settings, deps) : undefined
  if (notice) return notice
  const answer = greeting?.(read.json)
  return answer ? answered(answer) : await queueUp(known, signedId ?? idIn?.(read.json), deps)
}
