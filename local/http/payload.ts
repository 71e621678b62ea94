import { randomUUID } from 'node:crypto'
import type { Match } from './router.ts'

/** A request as it came over the wire. `rawHeaders` alternates names and values. */
export type WireRequest = {
  method: string
  /** Path with query, still encoded. */
  url: string
  rawHeaders: string[]
  body: Buffer
  sourceIp: string
}

/** What API Gateway adds about the API and the caller. */
export type PayloadContext = {
  apiId: string
  stage: string
  account: string
  now: number
  claims?: Record<string, unknown>
  scopes?: string[]
}

/** A function's answer, in wire terms. */
export type WireAnswer = { status: number; headers: [string, string][]; body: Buffer }

const TEXT = /^(text\/.*|application\/(json|javascript|xml|[^;]+\+json|[^;]+\+xml))\s*(;|$)/i

/** API Gateway hands on text as text and everything else, forms and compressed bodies among it, in base64. */
export const travelsAsText = (contentType: string | undefined, contentEncoding: string | undefined): boolean =>
  !contentEncoding && TEXT.test(contentType ?? '')

/** Header names in lower case; several values of one name are joined by a comma. */
export const joinHeaders = (rawHeaders: readonly string[]): Record<string, string> => {
  const joined: Record<string, string> = {}
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    const value = rawHeaders[at + 1] ?? ''
    joined[name] = Object.hasOwn(joined, name) ? `${joined[name]},${value}` : value
  }
  return joined
}

const decodedPath = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const queryOf = (search: string): Record<string, string> => {
  const joined: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(search))
    joined[name] = Object.hasOwn(joined, name) ? `${joined[name]},${value}` : value
  return joined
}

const CLF_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const clfTime = (ms: number): string => {
  const iso = new Date(ms).toISOString()
  return `${iso.slice(8, 10)}/${CLF_MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}

/**
 * The event of an HTTP API for a function, payload format 2.0.
 * API Gateway decodes the path but not the query string (`rawQueryString` is as it came).
 */
export const toEvent = (request: WireRequest, match: Match<unknown>, context: PayloadContext) => {
  const [path = '/', ...rest] = request.url.split('?')
  const rawQueryString = rest.join('?')
  const { cookie, ...headers } = joinHeaders(request.rawHeaders)
  const query = queryOf(rawQueryString)
  const asText = travelsAsText(headers['content-type'], headers['content-encoding'])
  const rawPath = (context.stage === '$default' ? '' : `/${context.stage}`) + decodedPath(path)
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath,
    rawQueryString,
    ...(cookie ? { cookies: cookie.split(/[;,]\s*/).filter(Boolean) } : {}),
    headers: {
      ...headers,
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-amzn-trace-id': `Root=1-${Math.floor(context.now / 1_000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    },
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(Object.keys(match.parameters).length > 0 ? { pathParameters: match.parameters } : {}),
    requestContext: {
      accountId: context.account,
      apiId: context.apiId,
      domainName: headers.host ?? 'localhost',
      domainPrefix: (headers.host ?? 'localhost').split('.')[0],
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      ...(context.claims
        ? { authorizer: { jwt: { claims: textClaims(context.claims), scopes: context.scopes ?? null } } }
        : {}),
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: context.stage,
      time: clfTime(context.now),
      timeEpoch: context.now,
    },
    ...(request.body.length > 0 ? { body: request.body.toString(asText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: request.body.length > 0 && !asText,
  }
}

/** API Gateway hands claims on as strings; lists as `[a b]`. */
const textClaims = (claims: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  )

const FAILED: WireAnswer = {
  status: 500,
  headers: [['content-type', 'application/json']],
  body: Buffer.from('{"message":"Internal Server Error"}'),
}

const structured = (answer: Record<string, unknown>): WireAnswer => {
  const status = Number(answer.statusCode)
  if (!Number.isInteger(status) || status < 100 || status > 599) return FAILED
  const headers = Object.entries((answer.headers ?? {}) as Record<string, unknown>).map(
    ([name, value]): [string, string] => [name.toLowerCase(), String(value)],
  )
  for (const cookie of (answer.cookies ?? []) as unknown[]) headers.push(['set-cookie', String(cookie)])
  const body = answer.body === undefined || answer.body === null ? '' : answer.body
  if (typeof body !== 'string') return FAILED
  if (body && !headers.some(([name]) => name === 'content-type'))
    headers.push(['content-type', 'text/plain;charset=UTF-8'])
  return { status, headers, body: Buffer.from(body, answer.isBase64Encoded === true ? 'base64' : 'utf8') }
}

/** What a function answered, by API Gateway's rules: without a `statusCode` the whole answer is a JSON body. */
export const fromResult = (payload: string): WireAnswer => {
  const result = JSON.parse(payload) as unknown
  if (typeof result === 'object' && result !== null && 'statusCode' in result) return structured({ ...result })
  return {
    status: 200,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(typeof result === 'string' ? result : payload),
  }
}
