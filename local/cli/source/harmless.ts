import type { SourceSettings, SourceType } from '../../../shared/domain/listen/source-settings.ts'
import type { SettingsOf } from '../../../shared/sources/source.ts'
import type { Payload } from '../../payloads/payload.ts'

/**
 * One delivery per type that says nothing: a platform's greeting where it has one, else an event of a name that no
 * platform has, which is taken in, read and ignored. Where a mapping decides what a body means, nothing is known to be
 * ignored: there it is a body that no door takes, which is refused only once the signature was found good. All are marked
 * as what they are.
 */

/** What is sent, and what becomes of it when all is well. */
export type Harmless = Payload & { becomes: 'answered' | 'ignored' | 'refused' }

const TEST = 'earshot.test'
const NOTE = 'A test by npm run source. It means nothing.'

const json = (becomes: Harmless['becomes'], body: object, headers: Record<string, string> = {}): Harmless => ({
  headers: { 'content-type': 'application/json', 'user-agent': 'earshot-source-test', ...headers },
  body: JSON.stringify(body),
  becomes,
})

const unreadable = (type: string, headers: Record<string, string> = {}): Harmless => ({
  headers: { 'content-type': type, 'user-agent': 'earshot-source-test', ...headers },
  body: NOTE,
  becomes: 'refused',
})

type Make<T extends SourceType> = (settings: SettingsOf<T>, at: string, id: string) => Harmless
type Makers = { [T in SourceType]?: Make<T> }

const makers: Makers = {
  discourse: ({ instance }) =>
    json(
      'answered',
      { ping: 'OK' },
      {
        'x-discourse-instance': instance,
        'x-discourse-event-type': 'ping',
        'x-discourse-event': 'ping',
      },
    ),
  github: (_, __, id) => json('answered', { zen: NOTE }, { 'x-github-event': 'ping', 'x-github-delivery': id }),
  slack: (_, __, id) => json('answered', { type: 'url_verification', challenge: id }),
  mastodon: (_, at) => json('ignored', { event: TEST, created_at: at, object: { note: NOTE } }),
  facebook: () => json('ignored', { object: TEST, entry: [] }),
  instagram: () => json('ignored', { object: TEST, entry: [] }),
  x: ({ accounts: [account] }, _, id) =>
    json('ignored', {
      data: { event_type: TEST, event_uuid: id, filter: { user_id: account }, payload: { note: NOTE } },
    }),
  linkedin: () => json('ignored', { type: TEST, notifications: [] }),
  youtube: () => ({
    headers: { 'content-type': 'application/atom+xml' },
    body: `<feed xmlns="http://www.w3.org/2005/Atom"><title>${NOTE}</title></feed>`,
    becomes: 'ignored',
  }),
  shopify: ({ shop }, at, id) =>
    json(
      'ignored',
      { note: NOTE },
      {
        'x-shopify-topic': 'earshot/test',
        'x-shopify-shop-domain': shop,
        'x-shopify-webhook-id': id,
        'x-shopify-triggered-at': at,
      },
    ),
  stripe: ({ livemode }, _, id) => json('ignored', { id, object: 'event', type: TEST, livemode, note: NOTE }),
  woocommerce: ({ site }, _, id) =>
    json(
      'ignored',
      { note: NOTE },
      {
        'x-wc-webhook-topic': TEST,
        'x-wc-webhook-source': site,
        'x-wc-webhook-delivery-id': id,
      },
    ),
  trustpilot: () => json('ignored', { events: [{ eventName: TEST, version: '1', eventData: { note: NOTE } }] }),
  intercom: ({ app }) => json('ignored', { type: 'notification_event', topic: 'ping', app_id: app, note: NOTE }),
  zendesk: ({ account }, at, id) =>
    json('ignored', { type: `zen:event-type:${TEST}`, account_id: Number(account), id, time: at, note: NOTE }),
  cloudevents: () => unreadable('application/cloudevents+json'),
  hmac: ({ tenant }) => unreadable('application/json', tenant?.header ? { [tenant.header]: tenant.equals } : {}),
  token: () => unreadable('application/json'),
  standard: (_, at) => json('ignored', { type: TEST, timestamp: at, data: [] }),
}

const make = <T extends SourceType>(type: T, settings: SourceSettings, at: string, id: string): Harmless | undefined =>
  makers[type]?.(settings as SettingsOf<T>, at, id)

/**
 * @param at ISO 8601, the sender's clock
 * @param id of the delivery
 * @returns undefined where only the platform itself can sign (Discord, SNS)
 */
export const harmless = (settings: SourceSettings, at: string, id: string): Harmless | undefined =>
  make(settings.type, settings, at, id)

/** A delivery that only the platform itself could sign, without a signature that counts: the door has to refuse it. */
export const unsigned = (settings: SourceSettings, at: string, id: string): Payload => {
  if (settings.type !== 'sns') return json('refused', { type: 0 })
  return json('refused', {
    Type: 'Notification',
    MessageId: id,
    TopicArn: settings.topics[0],
    Timestamp: at,
    Message: NOTE,
    SignatureVersion: '2',
    Signature: Buffer.from(NOTE).toString('base64'),
    // None of SNS's own, so it is not even fetched.
    SigningCertURL: 'https://sns.example.com/SimpleNotificationService.pem',
  })
}
