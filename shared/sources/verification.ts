import type { SourceSettings, SourceType } from '../domain/settings.ts'
import { readFeed } from './atom.ts'
import {
  type Answered,
  type Asked,
  discordPing,
  linkedinChallenge,
  metaChallenge,
  slackChallenge,
  webSubChallenge,
  xChallenge,
} from './challenge.ts'
import type { Ed25519Scheme } from './ed25519.ts'
import { noSecret, whsecKey } from './key-forms.ts'
import type { Scheme, TokenScheme } from './scheme.ts'
import { type Headers, type HmacScheme, named, pairs, plainKey, prefixed, spaced } from './verify.ts'

/**
 * What the door has to know of each platform, and no more: the door's bundle holds this table and none of the
 * normalisers.
 */
export type SourceVerification<S extends Scheme = Scheme> = {
  scheme: S
  /** Another way to sign that the platform has, for sources whose settings hold its public keys. */
  also?: Ed25519Scheme
  /** The public keys in a source's settings, 32 bytes each. */
  publicKeys?: (settings: SourceSettings) => Buffer[]
  /** Reads a body that is no JSON, at the door and behind it. @throws MalformedDeliveryError */
  read?: (body: Buffer) => object
  /** Headers, lower-case, that the normaliser needs; all others are dropped at the door. */
  keep: readonly string[]
  /** The header with the platform's own id of the delivery, if it stays the same when a delivery is tried again. */
  idHeader?: string
  /** Other names under which the platform sends the same headers: other name → the name used here. */
  aliases?: Readonly<Record<string, string>>
  /** A greeting that the platform does not sign: answered with 200 at the door's address, and nothing is taken in. */
  unsignedPing?: (headers: Headers, body: Uint8Array) => boolean
  /** A greeting that is answered and goes no further. */
  isPing?: (headers: Headers) => boolean
  /** Looks whether a delivery with a good signature is meant for this source at all; if not, says why. */
  wrongTenant?: (headers: Headers, settings: SourceSettings) => string | undefined
  /** Answers a GET by which the platform makes sure of the door; undefined when it is no such question. */
  challenge?: (asked: Asked) => Answered | undefined
  /** The challenge repeats a verify token, which is typed in next to the door's address. */
  verifyToken?: true
  /** Answers a verified POST by which the platform makes sure of the door; undefined when it is a delivery. */
  greeting?: (body: object) => Answered | undefined
  /** The status by which the platform knows that a delivery was taken; 202 when left out. */
  success?: 200 | 204
}

/** How most platforms sign: HMAC-SHA256 over the body and nothing else. */
const overBody = (header: string, prefix: string, encoding: HmacScheme['encoding'] = 'hex'): HmacScheme => ({
  header,
  parse: prefixed(prefix),
  algorithm: 'sha256',
  encoding,
  template: '{body}',
  key: plainKey,
})

/** How each platform's deliveries are checked; what is not named here signs with an HMAC. */
type SchemeOf<T extends SourceType> = T extends 'trustpilot'
  ? TokenScheme
  : T extends 'discord'
    ? Ed25519Scheme
    : HmacScheme

/** `https://Forum.example.com/` and `https://forum.example.com` are one forum. */
const sameInstance = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((text) => URL.parse(text)?.href.replace(/\/+$/, ''))
  return one !== undefined && one === other
}

/** `x-name` by `name`. */
const withoutX = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name.replace(/^x-/, ''), name]))

/** developers.facebook.com, "Webhooks, Getting started": signed over the bytes as sent, no id, no time. */
const meta: SourceVerification<HmacScheme> = {
  scheme: overBody('x-hub-signature-256', 'sha256='),
  keep: [],
  challenge: metaChallenge,
  verifyToken: true,
  success: 200,
}

/**
 * One row per platform. Discourse: app/jobs/regular/emit_web_hook_event.rb. GitHub: docs, "Validating webhook
 * deliveries". Standard Webhooks: spec 1.0.0, "Signature scheme".
 */
export const verifications: { [T in SourceType]: SourceVerification<SchemeOf<T>> } = {
  discourse: {
    scheme: overBody('x-discourse-event-signature', 'sha256='),
    // Its event id is another one at every attempt, so it names no delivery.
    keep: ['x-discourse-instance', 'x-discourse-event-type', 'x-discourse-event'],
    isPing: (headers) => headers['x-discourse-event-type'] === 'ping',
    wrongTenant: (headers, settings) => {
      const instance = headers['x-discourse-instance']
      if (settings.type !== 'discourse' || !instance || sameInstance(instance, settings.instance)) return undefined
      return `This door is for ${settings.instance}; the delivery says that it comes from another forum.`
    },
  },
  github: {
    scheme: overBody('x-hub-signature-256', 'sha256='),
    keep: ['x-github-event', 'x-github-delivery'],
    idHeader: 'x-github-delivery',
    isPing: (headers) => headers['x-github-event'] === 'ping',
  },
  // discord-api-docs, "Webhook Events". It tries again for up to ten minutes, and does not say whether it signs anew.
  discord: {
    scheme: {
      kind: 'ed25519',
      header: 'x-signature-ed25519',
      parse: prefixed(''),
      encoding: 'hex',
      template: '{ts}{body}',
      key: noSecret,
      timestamp: { header: 'x-signature-timestamp', toleranceSeconds: 900 },
    },
    publicKeys: (settings) => (settings.type === 'discord' ? [Buffer.from(settings.publicKey, 'hex')] : []),
    keep: [],
    greeting: discordPing,
    success: 204,
  },
  facebook: meta,
  instagram: meta,
  // learn.microsoft.com, "Webhooks": the header has the digest only; the words before the body are part of what is signed.
  linkedin: {
    scheme: {
      header: 'x-li-signature',
      parse: prefixed(''),
      algorithm: 'sha256',
      encoding: 'hex',
      template: 'hmacsha256={body}',
      key: plainKey,
    },
    keep: [],
    challenge: linkedinChallenge,
  },
  // mastodon/mastodon, app/workers/webhooks/delivery_worker.rb: no id and no time.
  intercom: {
    scheme: {
      header: 'x-hub-signature',
      parse: prefixed('sha1='),
      algorithm: 'sha1',
      encoding: 'hex',
      template: '{body}',
      key: plainKey,
    },
    keep: [],
    success: 200,
  },
  mastodon: {
    scheme: overBody('x-hub-signature', 'sha256='),
    keep: [],
  },
  // docs.slack.dev, "Verifying requests from Slack" and "url_verification". The event's id is in the body.
  slack: {
    scheme: {
      header: 'x-slack-signature',
      parse: prefixed('v0='),
      algorithm: 'sha256',
      encoding: 'hex',
      template: 'v0:{ts}:{body}',
      key: plainKey,
      timestamp: { header: 'x-slack-request-timestamp', toleranceSeconds: 300 },
    },
    keep: [],
    greeting: slackChallenge,
    success: 200,
  },
  shopify: {
    scheme: overBody('x-shopify-hmac-sha256', '', 'base64'),
    // The headers of its newer family, "Events", have the same meaning and no x- before them.
    aliases: withoutX([
      'x-shopify-hmac-sha256',
      'x-shopify-topic',
      'x-shopify-shop-domain',
      'x-shopify-webhook-id',
      'x-shopify-triggered-at',
    ]),
    keep: ['x-shopify-topic', 'x-shopify-triggered-at'],
    idHeader: 'x-shopify-webhook-id',
    wrongTenant: (headers, settings) =>
      settings.type !== 'shopify' || headers['x-shopify-shop-domain']?.toLowerCase() === settings.shop
        ? undefined
        : `This door is for ${settings.shop}; the delivery does not say that it comes from there.`,
    success: 200,
  },
  standard: {
    scheme: {
      header: 'webhook-signature',
      parse: spaced('v1'),
      algorithm: 'sha256',
      encoding: 'base64',
      template: '{id}.{ts}.{body}',
      key: whsecKey,
      timestamp: { header: 'webhook-timestamp', toleranceSeconds: 300 },
      idHeader: 'webhook-id',
    },
    // "v1a" of the specification; a sender with a key pair needs no secret of ours.
    also: {
      kind: 'ed25519',
      header: 'webhook-signature',
      parse: spaced('v1a'),
      encoding: 'base64',
      template: '{id}.{ts}.{body}',
      key: whsecKey,
      timestamp: { header: 'webhook-timestamp', toleranceSeconds: 300 },
      idHeader: 'webhook-id',
    },
    publicKeys: (settings) =>
      settings.type === 'standard'
        ? (settings.publicKeys ?? []).map((key) => Buffer.from(key.replace(/^whpk_/, ''), 'base64'))
        : [],
    keep: ['webhook-id', 'webhook-timestamp'],
    idHeader: 'webhook-id',
  },
  stripe: {
    scheme: {
      header: 'stripe-signature',
      parse: pairs('t', 'v1'),
      algorithm: 'sha256',
      encoding: 'hex',
      template: '{ts}.{body}',
      key: plainKey,
      timestamp: { toleranceSeconds: 300 },
    },
    // Everything is in the body, the id too.
    keep: [],
  },
  woocommerce: {
    scheme: overBody('x-wc-webhook-signature', '', 'base64'),
    keep: ['x-wc-webhook-topic'],
    idHeader: 'x-wc-webhook-delivery-id',
    unsignedPing: (headers, body) =>
      headers['x-wc-webhook-signature'] === undefined &&
      body.length < 40 &&
      /^webhook_id=\d{1,20}$/.test(Buffer.from(body).toString('latin1')),
    wrongTenant: (headers, settings) =>
      settings.type !== 'woocommerce' || sameInstance(headers['x-wc-webhook-source'] ?? '', settings.site)
        ? undefined
        : `This door is for ${settings.site}; the delivery does not say that it comes from there.`,
  },
  zendesk: {
    scheme: {
      header: 'x-zendesk-webhook-signature',
      parse: prefixed(''),
      algorithm: 'sha256',
      encoding: 'base64',
      // No separator: the time's own form says where it ends.
      template: '{ts}{body}',
      key: plainKey,
      timestamp: { header: 'x-zendesk-webhook-signature-timestamp', toleranceSeconds: 300, form: 'iso' },
    },
    keep: [],
  },
  // docs.x.com, "Webhooks": signature and challenge-response check. The event's id is in the body.
  x: {
    scheme: overBody('x-twitter-webhooks-signature', 'sha256=', 'base64'),
    keep: [],
    challenge: xChallenge,
    success: 200,
  },
  // support.trustpilot.com, "How to set up Trustpilot Webhooks": no signature, no id.
  trustpilot: { scheme: { kind: 'token', key: noSecret }, keep: [] },
  // developers.google.com, "Subscribe to Push Notifications"; W3C WebSub, 5.3 and 8. Google's hub signs with SHA-1.
  youtube: {
    scheme: {
      header: 'x-hub-signature',
      parse: named,
      algorithm: 'sha1',
      encoding: 'hex',
      template: '{body}',
      key: plainKey,
    },
    read: readFeed,
    keep: [],
    challenge: webSubChallenge,
  },
}

/** How deliveries of a platform are checked. */
export const schemeOf = (type: SourceType): Scheme => verifications[type].scheme
