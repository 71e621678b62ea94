import type { SourceSettings } from '../domain/listen/source-settings.ts'
import type { Headers } from './verify.ts'

/**
 * The handshake of CloudEvents' webhooks (cloudevents/spec, `http-webhook.md`, 4): a sender asks with OPTIONS whether it may
 * send here. What it names as a callback is not read: nothing from a request is ever fetched.
 */

/** The headers of a yes, or why there is none. */
export type Permission = { headers: Readonly<Record<string, string>> } | { refused: string }

/** What is echoed is a DNS name, a port with it at most. */
const ORIGIN = /^[A-Za-z0-9*.:_-]{1,253}$/
const RATE = /^[1-9]\d{0,8}$/

const rateFor = (asked: string | undefined, most: number | undefined): string => {
  const wanted = asked !== undefined && RATE.test(asked) ? Number(asked) : undefined
  const granted = Math.min(wanted ?? Number.POSITIVE_INFINITY, most ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(granted) ? String(granted) : '*'
}

/** Whether a source's settings let somebody of this name send. A DNS name is the same in any case. */
export const isAllowedOrigin = (origin: string, settings: SourceSettings): boolean =>
  settings.type === 'cloudevents' &&
  ORIGIN.test(origin) &&
  (settings.origins ?? []).some((one) => one === '*' || one === origin.toLowerCase())

/** Answers an OPTIONS at a known door. */
export const cloudEventsPreflight = (headers: Headers, settings: SourceSettings): Permission | undefined => {
  const origin = headers['webhook-request-origin']
  if (settings.type !== 'cloudevents' || origin === undefined) return undefined
  if (!isAllowedOrigin(origin, settings))
    return { refused: 'WebHook-Request-Origin has to be one of the origins in the source’s settings.' }
  return {
    headers: {
      allow: 'POST',
      'webhook-allowed-origin': origin,
      'webhook-allowed-rate': rateFor(headers['webhook-request-rate'], settings.perMinute),
    },
  }
}
