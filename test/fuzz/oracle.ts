import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import { textToSign } from '../../shared/sources/sns-signature.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import { type Request, valuesOf } from './request.ts'
import { type Signing, tokensOf } from './world.ts'

/**
 * Whether somebody who may speak for a source sent exactly this. It knows what the senders signed and compares; it
 * computes no signature and shares no code with what verifies them.
 */

/** Other names of the same header, as the platforms' documents have them. */
const ALSO: Readonly<Record<string, string>> = { 'x-shopify-hmac-sha256': 'shopify-hmac-sha256' }

const only = (values: readonly string[]): string | undefined => (values.length === 1 ? values[0] : undefined)

const sent = (request: Request, header: string): string | undefined =>
  only([...valuesOf(request, header), ...(ALSO[header] ? valuesOf(request, ALSO[header]) : [])])

/** Types whose signature header is a list, in which others may stand too. */
const HOLDS: Partial<Record<SourceSettings['type'], (value: string, signing: Signing) => boolean>> = {
  stripe: (value, { ts, signature }) => {
    const parts = value.split(',')
    const times = parts.filter((part) => part.startsWith('t='))
    return times.length === 1 && times[0] === `t=${ts}` && parts.includes(`v1=${signature}`)
  },
  standard: (value, signing) => value.split(' ').includes(signing.value),
  // The scheme's name may be in any case (RFC 9110, 11.1).
  cloudevents: (value, signing) =>
    value.slice(0, 7).toLowerCase() === 'bearer ' && value.slice(7) === signing.value.slice(7),
}

const isAsSigned = (request: Request, signing: Signing): boolean => {
  if (signing.header === '') return true
  const value = sent(request, signing.header)
  if (value === undefined) return false
  return HOLDS[signing.settings.type]?.(value, signing) ?? value === signing.value
}

const headerThatWas = (signing: Signing, text: string | undefined): string | undefined =>
  Object.keys(signing.headers).find((name) => name !== signing.header && signing.headers[name] === text)

const timeAndId = (request: Request, signing: Signing): boolean => {
  const { scheme } = verificationOf(signing.settings)
  const [ts, id] = [headerThatWas(signing, signing.ts), headerThatWas(signing, signing.id)]
  if (signing.ts !== undefined && ts !== undefined && sent(request, ts) !== signing.ts) return false
  if (signing.id !== undefined && (id === undefined || sent(request, id) !== signing.id)) return false
  const tolerance = scheme.kind === 'certificate' ? 7_200 : scheme.timestamp?.toleranceSeconds
  const age = Math.floor(request.now / 1_000) - Math.floor(signing.at / 1_000)
  return tolerance === undefined || Math.abs(age) <= tolerance
}

const fieldsOf = (body: Buffer): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** What SNS signs are fields, not bytes: a message written in another way is the same message. */
const sameMessage = (body: Buffer, signing: Signing): boolean => {
  const [one, other] = [fieldsOf(body), fieldsOf(signing.body)]
  if (!one || !other || one.Signature !== other.Signature) return false
  return textToSign(one as Parameters<typeof textToSign>[0]) === textToSign(other as Parameters<typeof textToSign>[0])
}

const sameBody = (body: Buffer, signing: Signing): boolean => {
  const { kind } = verificationOf(signing.settings).scheme
  // Where nothing is signed, who knows the address (and the token) may say anything.
  if (kind === 'token' || kind === 'bearer') return true
  return kind === 'certificate' ? sameMessage(body, signing) : body.equals(signing.body)
}

/** Whether the request came to the address of its source, as the source's name and one of its tokens make it. */
export const knowsTheAddress = (request: Request): boolean => tokensOf(request.source).includes(request.token)

/**
 * Whether one of the signings vouches for a body that was taken in.
 * @param body the bytes as they are in the queue
 */
export const isVouchedFor = (request: Request, body: Buffer, signings: readonly Signing[]): boolean =>
  signings.some(
    (signing) =>
      signing.source === request.source &&
      isAsSigned(request, signing) &&
      timeAndId(request, signing) &&
      sameBody(body, signing),
  )
