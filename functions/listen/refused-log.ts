import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { BODY_LIMIT } from '../../shared/domain/listen/delivery.ts'
import type { Reason } from './refusals.ts'
import type { DoorRequest } from './request.ts'

/** What the log says of a delivery that is not taken: enough to find the cause, and nothing that was said or who said it. */
export type RefusedLine = {
  source: string
  reason: Reason
  method: string
  /** Bytes of the body as it came; -1 when it was too large to be looked at, or no base64. */
  size: number
  /** Which kind of program sent it. */
  agent: string
  /** API Gateway's id of the request: the same line is in its access log. */
  request: string
  /** Names of the headers that came; only where the address was right, so that no stranger writes into the log. */
  headers?: readonly string[]
}

/** Kinds of senders by what their user agents begin with or contain, the first that fits. */
const AGENTS: readonly (readonly [RegExp, string])[] = [
  [/^github-hookshot/i, 'github'],
  [/^discourse/i, 'discourse'],
  [/slack/i, 'slack'],
  [/facebook|webhooks\/1\.0/i, 'meta'],
  [/discord/i, 'discord'],
  [/^stripe/i, 'stripe'],
  [/shopify/i, 'shopify'],
  [/zendesk/i, 'zendesk'],
  [/intercom/i, 'intercom'],
  [/mastodon/i, 'mastodon'],
  [/wordpress|woocommerce/i, 'woocommerce'],
  [/amazon simple notification/i, 'sns'],
  [/feedfetcher|pubsubhubbub|google/i, 'google'],
  [/linkedin/i, 'linkedin'],
  [/twitter/i, 'x'],
  [/bot|crawl|spider|scan/i, 'bot'],
  [/^(curl|wget|python|go-http|node|undici|axios|okhttp|java|ruby|php|guzzle|postman|svix)/i, 'program'],
  [/^mozilla/i, 'browser'],
]

/** The kind of program that a user agent names: one of a few words, never what it says itself. */
export const agentOf = (userAgent = ''): string =>
  userAgent === '' ? 'none' : (AGENTS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other')

/** Of API Gateway's or every client's own: they tell nothing about a refusal. */
const USUAL = /^(accept|connection$|content-length$|host$|via$|x-forwarded-|x-amzn-trace-id$|x-amz-cf-id$|cookie$)/
const NAME = /^[a-z0-9-]{1,60}$/
const MOST_NAMES = 40

/** @param source a source's name, or `unknown` */
export const refusedLine = (
  source: string,
  reason: Reason,
  { method, headers, body }: DoorRequest,
  event: APIGatewayProxyEventV2,
): RefusedLine => ({
  source,
  reason,
  method: /^[A-Z]{1,10}$/.test(method) ? method : 'other',
  size: Buffer.isBuffer(body) ? Math.min(body.length, BODY_LIMIT) : -1,
  agent: agentOf(headers['user-agent']),
  request: event.requestContext.requestId,
  ...(reason === 'unknown_door'
    ? {}
    : {
        headers: Object.keys(headers)
          .filter((name) => NAME.test(name) && !USUAL.test(name))
          .sort()
          .slice(0, MOST_NAMES),
      }),
})
