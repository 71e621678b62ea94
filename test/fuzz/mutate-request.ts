import type { RequestMutation, Scene } from './mutate-signature.ts'
import { type Request, valuesOf, withHeader } from './request.ts'

/** Changes of everything about a request but its body and its signature. */

const HEADERS = [
  ...['content-type', 'content-encoding', 'x-forwarded-for', 'x-hub-signature', 'x-hub-signature-256', 'authorization'],
  ...['x-github-event', 'x-discourse-event', 'x-discourse-event-type', 'x-discourse-instance', 'x-shopify-topic'],
  ...['x-shopify-shop-domain', 'shopify-topic', 'shopify-hmac-sha256', 'x-wc-webhook-topic', 'x-wc-webhook-source'],
  ...['webhook-id', 'webhook-timestamp', 'webhook-signature', 'ce-specversion', 'ce-id', 'ce-source', 'ce-type'],
  ...['webhook-request-origin', 'x-signature-timestamp', 'x-slack-request-timestamp', '__proto__', 'constructor', ''],
] as const

const QUERIES = [
  'hub.mode',
  'hub.challenge',
  'hub.verify_token',
  'hub.topic',
  'crc_token',
  'challengeCode',
  'access_token',
  'source',
] as const

const WORDS = [
  ...['', 'ping', 'subscribe', 'unsubscribe', 'issues', 'constructor', '__proto__', '*', '\u0000', 'é', '1e400'],
  ...[
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/x-www-form-urlencoded',
    'gzip',
  ],
  ...[
    'text/html',
    'application/json; charset=utf-16',
    'https://evil.example',
    'acme-mugs.myshopify.com',
    '%C3%28',
    '"',
  ],
  ...['9d4b9e2a-0001-4a3e-8f7d-000000000000', '1.0', '0', '-1', 'orders/delete', 'customers/redact'],
] as const

const anyHeader = (request: Request, { random }: Scene): [string, string] =>
  request.headers.length > 0 ? random.pick(request.headers) : ['x', 'y']

const otherCase = (name: string, { random }: Scene): string =>
  [...name].map((one) => (random.once(2) ? one.toUpperCase() : one)).join('')

/** The header of the signed time, if there is one that is not the signature's own. */
const timeHeader = ({ own }: Scene): string | undefined =>
  Object.keys(own.headers).find((name) => name !== own.header && own.headers[name] === own.ts)
const idHeader = ({ own }: Scene): string | undefined =>
  Object.keys(own.headers).find((name) => name !== own.header && own.id !== undefined && own.headers[name] === own.id)

const TIMES: readonly ((ts: string) => string)[] = [
  () => '',
  (ts) => `${ts} `,
  (ts) => `+${ts}`,
  (ts) => `0${ts}`,
  (ts) => `${ts}.0`,
  (ts) => `${ts}000`,
  () => '1e9',
  () => '0x6920',
  () => 'NaN',
  () => '-1',
  () => 'Infinity',
  (ts) => `${ts},${ts}`,
  (ts) => ts.replace('Z', '+00:00'),
  (ts) => ts.replace(/\d(?=\D*$)/, (one) => String((Number(one) + 1) % 10)),
  (ts) => ts.replace('T', ' '),
  () => '٣',
  (ts) => ts.replace('Z', '.000000001Z'),
  () => new Date(0).toUTCString(),
  (ts) => '9'.repeat(ts.length + 400),
]

const timeChanged: RequestMutation = (request, scene) => {
  const name = timeHeader(scene)
  const change = scene.random.pick(TIMES)
  if (name) return withHeader(request, name, change(scene.own.ts ?? ''))
  const [sent] = scene.own.header ? valuesOf(request, scene.own.header) : []
  return sent === undefined
    ? request
    : withHeader(request, scene.own.header, sent.replace(/t=\d+/, `t=${change(scene.own.ts ?? '')}`))
}

/** What is signed stays the same, but where the time ends and the body begins does not. */
const boundaryMoved: RequestMutation = (request, scene) => {
  const [name, ts] = [timeHeader(scene) ?? idHeader(scene), scene.own.ts ?? '']
  if (!name) return request
  const many = 1 + scene.random.int(4)
  return scene.random.once(2)
    ? {
        ...withHeader(request, name, ts.slice(0, -many)),
        body: Buffer.concat([Buffer.from(ts.slice(-many)), request.body]),
      }
    : {
        ...withHeader(request, name, ts + request.body.subarray(0, many).toString('latin1')),
        body: request.body.subarray(many),
      }
}

const idChanged: RequestMutation = (request, scene) => {
  const name = idHeader(scene)
  const id = scene.own.id ?? ''
  const forms = [
    undefined,
    '',
    `${id}.1`,
    `${id},${id}`,
    `${id} `,
    'x'.repeat(300),
    `${id}.${scene.own.ts}`,
    'é',
    id.slice(1),
  ]
  return name ? withHeader(request, name, scene.random.pick(forms)) : request
}

const tokenChanged: RequestMutation = (request, { random, own, other }) => {
  const token = own.tokens[0] ?? ''
  const forms = [
    ...[
      '',
      'null',
      '..',
      token.toUpperCase(),
      token.toLowerCase(),
      token.slice(1),
      `${token}x`,
      ` ${token}`,
      `${token}%00`,
    ],
    ...[`${token}=`, other.tokens[0] ?? '', own.signature, own.value, Buffer.from(token).toString('base64'), '\u0000'],
  ]
  return { ...request, token: random.pick(forms) }
}

const NAMES = [
  '',
  'nobody',
  '__proto__',
  'constructor',
  'toString',
  '..',
  'forum\u0000',
  'FORUM',
  'sky',
  'bus',
  'backdoor',
  'pages',
]

/** Where, how and to whom a request is sent. */
export const REQUEST_MUTATIONS: Readonly<Record<string, RequestMutation>> = {
  'a header missing': (request, scene) => withHeader(request, anyHeader(request, scene)[0].toLowerCase(), undefined),
  'a header twice': (request, scene) => ({ ...request, headers: [...request.headers, anyHeader(request, scene)] }),
  'a header twice, in another case': (request, scene) => {
    const [name, text] = anyHeader(request, scene)
    return { ...request, headers: [...request.headers, [otherCase(name, scene), text]] }
  },
  'a header in another case': (request, scene) => ({
    ...request,
    headers: request.headers.map(([name, text]) => [otherCase(name, scene), text]),
  }),
  'a header split in two': (request, scene) => {
    const [name, text] = anyHeader(request, scene)
    const place = scene.random.int(text.length + 1)
    const rest = withHeader(request, name.toLowerCase(), text.slice(0, place))
    return { ...rest, headers: [...rest.headers, [otherCase(name, scene), text.slice(place)]] }
  },
  'another header': (request, { random }) => withHeader(request, random.pick(HEADERS), random.pick(WORDS)),
  'a header of anything': (request, scene) =>
    withHeader(
      request,
      anyHeader(request, scene)[0].toLowerCase(),
      Array.from({ length: scene.random.int(60) }, () => String.fromCharCode(scene.random.int(0x2100))).join(''),
    ),
  'another one’s headers': (request, { other }) => ({ ...request, headers: Object.entries(other.headers) }),
  'another time': timeChanged,
  'a boundary moved': boundaryMoved,
  'another id': idChanged,
  'another clock at the door': (request, { random }) => ({
    ...request,
    now:
      request.now +
      random.pick([-1, 1]) * random.pick([1, 59, 60, 61, 299, 300, 301, 899, 900, 901, 7_200, 7_201, 1e6]) * 1_000,
  }),
  'another token': tokenChanged,
  'another name': (request, { random }) => ({ ...request, source: random.pick(NAMES) }),
  'at another one’s door': (request, { other }) => ({ ...request, source: other.source, token: other.tokens[0] ?? '' }),
  'another method': (request, { random }) => ({
    ...request,
    method: random.pick(['GET', 'OPTIONS', 'PUT', 'HEAD', 'DELETE', 'post', 'PATCH', '']),
  }),
  'with a query': (request, { random }) => ({
    ...request,
    method: random.pick(['GET', 'GET', 'POST', 'OPTIONS']),
    query: Object.fromEntries(
      Array.from({ length: 1 + random.int(4) }, () => [random.pick(QUERIES), random.pick([...WORDS, 'x'.repeat(600)])]),
    ),
  }),
  'as text': (request) => ({ ...request, wire: 'text' }),
  'as broken base64': (request, { random }) => {
    const text = request.body.toString('base64')
    const broken = random.pick([
      `${text}=`,
      text.replaceAll('+', '-'),
      `${text}\n`,
      text.slice(1),
      `${text}AAAA`,
      request.body.toString('utf8'),
    ])
    return { ...request, wire: { broken } }
  },
}
