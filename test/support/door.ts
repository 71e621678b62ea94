import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { doorHandler } from '../../functions/listen/answer.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { sign } from '../../local/sign.ts'
import { type Delivery, deliverySchema } from '../../shared/domain/listen/delivery.ts'
import type { SourceSettings, Sources, SourceType } from '../../shared/domain/listen/source-settings.ts'
import { doorToken, senderSecret } from '../../shared/sources/door.ts'

/** The time of the tests. */
export const NOW = Date.parse('2026-11-21T20:00:00.000Z')

/** The private keys of platforms that sign with one, as hex. */
export const SEEDS = { discord: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60' }

/** The public key that belongs to a private one, both as hex. */
export const publicKeyOf = (seed: string): string => {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')])
  const { x = '' } = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({
    format: 'jwk',
  })
  return Buffer.from(x, 'base64url').toString('hex')
}

export const SOURCES: Sources = {
  forum: { type: 'discourse', instance: 'https://community.example' },
  code: { type: 'github', repositories: ['octo/*', 'Acme/Anvil'] },
  workspace: {
    type: 'slack',
    team: 'T0001',
    app: 'A0001',
    channels: ['*', 'C0009'],
    workspace: 'https://acme.slack.com/',
  },
  x: { type: 'x', accounts: ['1111111111111111111'] },
  page: { type: 'facebook', pages: ['1001'] },
  gram: { type: 'instagram', accounts: ['17001'] },
  company: { type: 'linkedin', organizations: ['96072893'] },
  shop: { type: 'standard' },
  till: { type: 'stripe', livemode: true },
  tea: { type: 'woocommerce', site: 'https://tea.example' },
  inbox: { type: 'intercom', app: 'k3x9acme' },
  desk: { type: 'zendesk', account: '12514403', helpCenter: 'https://help.acme.example/' },
  store: {
    type: 'shopify',
    shop: 'acme-mugs.myshopify.com',
    marketing: { topics: ['offers'], wording: 'checkout-box-2026' },
  },
  discord: { type: 'discord', application: '1234567765431056709', publicKey: publicKeyOf(SEEDS.discord) },
  reviews: { type: 'trustpilot' },
  youtube: { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] },
  toots: { type: 'mastodon', instance: 'https://social.example' },
  forms: {
    type: 'hmac',
    signature: { header: 'typeform-signature', prefix: 'sha256=', encoding: 'base64' },
    tenant: { path: 'form_response.form_id', equals: 'F1' },
  },
  tickets: {
    type: 'hmac',
    signature: {
      header: 'x-zendesk-webhook-signature',
      encoding: 'base64',
      over: '{ts}{body}',
      timestamp: { header: 'x-zendesk-webhook-signature-timestamp', form: 'iso' },
    },
  },
  stars: {
    type: 'hmac',
    signature: {
      header: 'x-stars-signature',
      prefix: 'v1=',
      algorithm: 'sha512',
      over: '{id}.{ts}.{body}',
      timestamp: { header: 'x-stars-time', form: 'milliseconds', toleranceSeconds: 60 },
      id: 'x-stars-id',
    },
    headers: ['x-stars-topic'],
  },
  blog: { type: 'token' },
  events: { type: 'cloudevents', sources: ['https://shop.example/*', '/tills/1'], origins: ['shop.example'] },
  secured: { type: 'cloudevents', sources: ['https://shop.example/*'], bearer: true, origins: ['*'], perMinute: 600 },
  news: { type: 'sns', topics: ['arn:aws:sns:eu-central-1:123456789012:shop-news'] },
  backdoor: {
    type: 'queue',
    senders: ['arn:aws:iam::123456789012:role/shop'],
    topics: ['arn:aws:sns:eu-central-1:123456789012:shop-news'],
  },
  bus: { type: 'eventbridge', bus: 'default', sources: ['example.shop'] },
}
export const SECRETS: Record<string, string> = {
  forum: JSON.stringify({ current: 'forumforumforumforumforumforum12' }),
  code: JSON.stringify({ current: "It's a Secret to Everybody" }),
  workspace: JSON.stringify({ current: '8f742231b10e8888abcd99yyyzzz85a5' }),
  x: JSON.stringify({ current: 'a-consumer-secret-of-fifty-letters' }),
  page: JSON.stringify({ current: '0123456789abcdef0123456789abcdef' }),
  gram: JSON.stringify({ current: 'fedcba9876543210fedcba9876543210' }),
  company: JSON.stringify({ current: 'client-secret-of-the-app' }),
  shop: JSON.stringify({ current: 'shopshopshopshopshopshopshopshop' }),
  inbox: JSON.stringify({ current: 'inboxinboxinboxinboxinboxinbox12' }),
  desk: JSON.stringify({ current: 'deskdeskdeskdeskdeskdeskdeskdesk' }),
  tea: JSON.stringify({ current: 'tea & honey, sugar and milk, 12!' }),
  till: JSON.stringify({ current: 'whsectilltilltilltilltilltilltill' }),
  store: JSON.stringify({ current: 'hush-hush-hush-hush-hush-hush-12' }),
  discord: JSON.stringify({ current: 'discorddiscorddiscorddiscorddisc' }),
  reviews: JSON.stringify({ current: 'reviewsreviewsreviewsreviewsrevi' }),
  youtube: JSON.stringify({ current: 'youtubeyoutubeyoutubeyoutubeyout' }),
  forms: JSON.stringify({ current: 'formsformsformsformsformsforms12' }),
  tickets: JSON.stringify({ current: 'ticketsticketsticketsticketstick' }),
  stars: JSON.stringify({ current: 'starsstarsstarsstarsstarsstars12' }),
  blog: JSON.stringify({ current: 'blogblogblogblogblogblogblogblog' }),
  events: JSON.stringify({ current: 'eventseventseventseventseventsev' }),
  secured: JSON.stringify({ current: 'securedsecuredsecuredsecuredsecu' }),
  news: JSON.stringify({ current: 'newsnewsnewsnewsnewsnewsnewsnews' }),
  // These two have none in truth, as they have no door.
  backdoor: JSON.stringify({ current: 'backdoorbackdoorbackdoorbackdoor' }),
  bus: JSON.stringify({ current: 'busbusbusbusbusbusbusbusbusbusbu' }),
  toots: JSON.stringify({ current: '5f2c9d1e7ab04c3886d1f0a2b94e6c7d8e9f0a1b' }),
}

type Sent = { status: number; body: Record<string, unknown>; text: string; headers: Record<string, unknown> }

const jsonOf = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** An event as API Gateway's HTTP API (format 2.0) hands it over. */
export const doorEvent = (
  source: string,
  token: string,
  {
    headers,
    body,
    method = 'POST',
    query,
  }: { headers: Record<string, string>; body?: string | Buffer; method?: string; query?: Record<string, string> },
): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: `${method} /hooks/{source}/{token}`,
  rawPath: `/hooks/${source}/${token}`,
  rawQueryString: new URLSearchParams(query).toString(),
  ...(query ? { queryStringParameters: query } : {}),
  headers,
  pathParameters: { source, token },
  requestContext: {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'api.example',
    domainPrefix: 'api',
    http: { method, path: `/hooks/${source}/${token}`, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
    requestId: 'request',
    routeKey: '$default',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  ...(body === undefined ? {} : { body: body.toString(Buffer.isBuffer(body) ? 'base64' : 'utf8') }),
  isBase64Encoded: Buffer.isBuffer(body),
})

/** A payload with the signature of a source's own sender. */
export const signed = (
  as: SourceType | SourceSettings,
  secretJson: string,
  payload: Payload,
  now = NOW,
): { headers: Record<string, string>; body: string } => {
  const type = typeof as === 'string' ? as : as.type
  const secret = type === 'discord' ? SEEDS.discord : senderSecret(type, secretJson)
  return { headers: { ...payload.headers, ...sign(as, secret, payload.body, now) }, body: payload.body }
}

/** Runs something and gives back what it wrote to standard output, where the log goes. */
export const withLog = async <T>(work: () => Promise<T>): Promise<{ value: T; log: string[] }> => {
  const { write } = process.stdout
  const log: string[] = []
  process.stdout.write = (chunk) => log.push(String(chunk)) > 0
  try {
    return { value: await work(), log }
  } finally {
    process.stdout.write = write
  }
}

/** A door whose queue, archive, secrets and clock are in the test's hands. */
export const openDoor = (sources: Sources = SOURCES, secrets: Record<string, string> = { ...SECRETS }) => {
  const queue: Delivery[] = []
  const archive = new Map<string, Buffer>()
  const state = {
    now: NOW,
    queueFails: false,
    queueError: undefined as Error | undefined,
    archiveFails: false,
    secretsFail: false,
    certificateFails: false,
    confirmFails: false,
    certificate: '',
    fetched: [] as string[],
    confirmed: [] as string[][],
    fresh: '',
    reads: [] as string[],
    log: [] as string[],
  }
  const handle = doorHandler({
    sources,
    secretOf: async (source, maxAge) => {
      state.reads.push(`${source}:${maxAge ?? ''}`)
      if (state.secretsFail) throw new Error('no secrets today')
      if (maxAge !== undefined && state.fresh) return state.fresh
      return (Object.hasOwn(secrets, source) ? secrets[source] : Object.values(secrets)[0]) ?? '{"current":"none"}'
    },
    enqueue: async (message) => {
      if (state.queueError) throw state.queueError
      if (state.queueFails) throw new Error('no queue today')
      queue.push(deliverySchema.parse(JSON.parse(message)))
    },
    archive: async (key, body) => {
      if (state.archiveFails) throw new Error('no archive today')
      archive.set(key, Buffer.from(body))
    },
    sns: {
      fetchCertificate: async (url) => {
        state.fetched.push(url)
        if (state.certificateFails) throw new Error('no certificate today')
        return state.certificate
      },
      confirmSubscription: async (topicArn, token) => {
        if (state.confirmFails) throw new Error('no confirmation today')
        state.confirmed.push([topicArn, token])
      },
    },
    now: () => state.now,
  })
  const send = async (event: APIGatewayProxyEventV2): Promise<Sent> => {
    const { value: answer, log } = await withLog(() => handle(event))
    state.log.push(...log)
    return {
      status: answer.statusCode ?? 0,
      body: jsonOf(answer.body ?? '{}'),
      text: answer.body ?? '',
      headers: answer.headers ?? {},
    }
  }
  const post = (source: string, request: { headers: Record<string, string>; body: string | Buffer }): Promise<Sent> =>
    send(doorEvent(source, doorToken(secrets[source] ?? '{"current":"?"}'), request))
  return { queue, archive, secrets, state, send, post }
}
