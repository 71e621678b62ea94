import { createHmac, createPrivateKey, sign } from 'node:crypto'
import { SEEDS } from './door.ts'

/**
 * Signatures by the words of each platform's document, written down a second time and with Node's own crypto only: what
 * the door checks with is a table of rows, and `local/sign.ts` signs with the same rows, so a wrong row would agree with
 * itself.
 */

/** What a sender knows: the secret as it is typed in, the body, the clock in milliseconds, an id of its own. */
export type Sent = { secret: string; body: string; now: number; id: string }

const hmac = (algorithm: string, key: string | Buffer, text: string): Buffer =>
  createHmac(algorithm, key).update(text, 'utf8').digest()
const unix = (now: number): string => String(Math.floor(now / 1_000))
const zulu = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')

const ed25519 = (seed: string, text: string): Buffer =>
  sign(
    null,
    Buffer.from(text),
    createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')]),
      format: 'der',
      type: 'pkcs8',
    }),
  )

/** The headers that sign a delivery, by the name of the source in the tests' settings. */
export const DOCUMENTED: Readonly<Record<string, (sent: Sent) => Record<string, string>>> = {
  forum: ({ secret, body }) => ({
    'X-Discourse-Event-Signature': `sha256=${hmac('sha256', secret, body).toString('hex')}`,
  }),
  code: ({ secret, body }) => ({ 'X-Hub-Signature-256': `sha256=${hmac('sha256', secret, body).toString('hex')}` }),
  toots: ({ secret, body }) => ({ 'X-Hub-Signature': `sha256=${hmac('sha256', secret, body).toString('hex')}` }),
  workspace: ({ secret, body, now }) => ({
    'X-Slack-Request-Timestamp': unix(now),
    'X-Slack-Signature': `v0=${hmac('sha256', secret, ['v0', unix(now), body].join(':')).toString('hex')}`,
  }),
  discord: ({ body, now }) => ({
    'X-Signature-Timestamp': unix(now),
    'X-Signature-Ed25519': ed25519(SEEDS.discord, unix(now) + body).toString('hex'),
  }),
  page: ({ secret, body }) => ({ 'X-Hub-Signature-256': `sha256=${hmac('sha256', secret, body).toString('hex')}` }),
  gram: ({ secret, body }) => ({ 'X-Hub-Signature-256': `sha256=${hmac('sha256', secret, body).toString('hex')}` }),
  x: ({ secret, body }) => ({
    'x-twitter-webhooks-signature': `sha256=${hmac('sha256', secret, body).toString('base64')}`,
  }),
  company: ({ secret, body }) => ({ 'X-LI-Signature': hmac('sha256', secret, `hmacsha256=${body}`).toString('hex') }),
  youtube: ({ secret, body }) => ({ 'X-Hub-Signature': `sha1=${hmac('sha1', secret, body).toString('hex')}` }),
  store: ({ secret, body }) => ({ 'X-Shopify-Hmac-Sha256': hmac('sha256', secret, body).toString('base64') }),
  tea: ({ secret, body }) => ({ 'X-WC-Webhook-Signature': hmac('sha256', secret, body).toString('base64') }),
  till: ({ secret, body, now }) => ({
    'Stripe-Signature': `t=${unix(now)},v1=${hmac('sha256', secret, `${unix(now)}.${body}`).toString('hex')}`,
  }),
  desk: ({ secret, body, now }) => ({
    'X-Zendesk-Webhook-Signature-Timestamp': zulu(now),
    'X-Zendesk-Webhook-Signature': hmac('sha256', secret, zulu(now) + body).toString('base64'),
  }),
  inbox: ({ secret, body }) => ({ 'X-Hub-Signature': `sha1=${hmac('sha1', secret, body).toString('hex')}` }),
  shop: ({ secret, body, now, id }) => ({
    'webhook-id': id,
    'webhook-timestamp': unix(now),
    'webhook-signature': `v1,${hmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'), `${id}.${unix(now)}.${body}`).toString('base64')}`,
  }),
  forms: ({ secret, body }) => ({ 'Typeform-Signature': `sha256=${hmac('sha256', secret, body).toString('base64')}` }),
  secured: ({ secret }) => ({ Authorization: `Bearer ${secret}` }),
}
