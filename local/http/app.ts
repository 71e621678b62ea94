import type { IncomingMessage, ServerResponse } from 'node:http'
import { mayInvoke } from '../checks.ts'
import type { Outcome } from '../lambda/definition.ts'
import { ACCOUNT, type Authorizer, type Cors, type HttpRoute, type World } from '../resources/world.ts'
import type { Issuer } from './oidc.ts'
import { fromResult, joinHeaders, toEvent, type WireAnswer, type WireRequest } from './payload.ts'
import { createRouter, type Match } from './router.ts'

/** API Gateway's limit for a request body, in bytes. */
const BODY_LIMIT = 10 * 1024 * 1024
/** Lambda's limit for the event of a synchronous invocation, in bytes: base64 counts. */
const EVENT_LIMIT = 6 * 1024 * 1024

export type AppOptions = {
  world: World
  issuer: Issuer
  invoke: (functionArn: string, event: unknown) => Promise<Outcome>
  warn: (message: string) => void
}

const message = (status: number, text: string, headers: [string, string][] = []): WireAnswer => ({
  status,
  headers: [['content-type', 'application/json'], ...headers],
  body: Buffer.from(JSON.stringify({ message: text })),
})

/** @returns undefined when the body is over the limit; the rest is then read and dropped */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size <= BODY_LIMIT) chunks.push(chunk as Buffer)
  }
  return size > BODY_LIMIT ? undefined : Buffer.concat(chunks)
}

const bearerOf = (headers: Record<string, string>, { headers: names }: Authorizer): string | undefined => {
  const value = names.map((name) => headers[name]).find((found) => found !== undefined)
  return value?.replace(/^bearer\s+/i, '').trim() || undefined
}

type Authorized = { claims: Record<string, unknown>; scopes: string[] }

const UNAUTHORIZED = (detail: string): WireAnswer => message(401, 'Unauthorized', [['www-authenticate', detail]])

const preflight = (cors: Cors, request: WireRequest): WireAnswer | undefined => {
  const headers = joinHeaders(request.rawHeaders)
  if (request.method !== 'OPTIONS' || !headers.origin || !headers['access-control-request-method']) return undefined
  return { status: 204, headers: corsHeaders(cors, headers.origin, true), body: Buffer.alloc(0) }
}

const corsHeaders = (cors: Cors, origin: string, asked: boolean): [string, string][] => {
  const any = cors.origins.includes('*')
  if (!any && !cors.origins.includes(origin)) return []
  return [
    ['access-control-allow-origin', any && !cors.credentials ? '*' : origin],
    ...(cors.credentials ? [['access-control-allow-credentials', 'true'] as [string, string]] : []),
    ...(cors.expose.length > 0 ? [['access-control-expose-headers', cors.expose.join(',')] as [string, string]] : []),
    ...(asked
      ? ([
          ['access-control-allow-methods', cors.methods.join(',')],
          ['access-control-allow-headers', cors.headers.join(',')],
          ['access-control-max-age', String(cors.maxAge)],
        ] as [string, string][])
      : []),
  ]
}

const withTimeout = async (outcome: Promise<Outcome>, ms: number): Promise<Outcome | 'late'> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late')
  })
  try {
    return await Promise.race([outcome, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The template's HTTP API, as API Gateway would run it. Answers undefined for paths that no route takes. */
export const createApp = ({ world, issuer, invoke, warn }: AppOptions) => {
  const route = createRouter<HttpRoute>(world.routes.map((target) => ({ key: target.key, target })))

  const authorize = async (
    target: HttpRoute,
    headers: Record<string, string>,
  ): Promise<Authorized | WireAnswer | undefined> => {
    if (!target.authorizerId) return undefined
    const authorizer = world.authorizers.get(target.authorizerId)
    const token = authorizer && bearerOf(headers, authorizer)
    if (!authorizer || !token) return UNAUTHORIZED('Bearer')
    const claims = await issuer.verify(token, authorizer, world.clock.now())
    if (!claims) return UNAUTHORIZED('Bearer scope="" error="invalid_token" error_description="the token is not valid"')
    const scopes = String(claims.scope ?? '')
      .split(' ')
      .filter(Boolean)
    if (target.scopes.length > 0 && !target.scopes.some((scope) => scopes.includes(scope)))
      return message(403, 'Forbidden', [['www-authenticate', 'Bearer error="insufficient_scope"']])
    return { claims, scopes }
  }

  /** API Gateway may invoke a function only when a permission of the template lets it. */
  const permitted = ({ functionArn, apiId, key }: HttpRoute): boolean => {
    const [method = '', path = ''] = key === '$default' ? ['', '$default'] : key.split(' ')
    const source = `arn:aws:execute-api:${world.region}:${ACCOUNT}:${apiId}/$default/${method}${path}`
    return mayInvoke(world, functionArn, 'apigateway.amazonaws.com', source)
  }

  const call = async (
    request: WireRequest,
    match: Match<HttpRoute>,
    authorized: Authorized | undefined,
  ): Promise<WireAnswer> => {
    const { target } = match.route
    if (!permitted(target)) {
      warn(`no permission of the template lets API Gateway invoke ${target.functionArn} for ${target.key}`)
      return message(500, 'Internal Server Error')
    }
    const event = toEvent(request, match, {
      apiId: target.apiId,
      stage: '$default',
      account: ACCOUNT,
      now: world.clock.now(),
      ...authorized,
    })
    if (Buffer.byteLength(JSON.stringify(event)) > EVENT_LIMIT) return message(413, 'Request Entity Too Large')
    const outcome = await withTimeout(invoke(target.functionArn, event), target.timeoutMs)
    if (outcome === 'late') return message(503, 'Service Unavailable')
    return outcome.ok ? fromResult(outcome.payload) : message(500, 'Internal Server Error')
  }

  const answer = async (request: WireRequest, tooLarge: boolean): Promise<WireAnswer | undefined> => {
    const [api] = world.apis.values()
    const asked = api?.cors && preflight(api.cors, request)
    if (asked) return asked
    const match = route(request.method, request.url.split('?')[0] ?? '/')
    if (!match) return undefined
    if (tooLarge) return message(413, 'Request Entity Too Large')
    const authorized = await authorize(match.route.target, joinHeaders(request.rawHeaders))
    if (authorized && 'status' in authorized) return authorized
    const result = await call(request, match, authorized)
    const { origin } = joinHeaders(request.rawHeaders)
    if (api?.cors && origin) result.headers.push(...corsHeaders(api.cors, origin, false))
    return result
  }

  return async (incoming: IncomingMessage): Promise<WireAnswer | undefined> => {
    const body = await bodyOf(incoming)
    const request: WireRequest = {
      method: incoming.method ?? 'GET',
      url: incoming.url ?? '/',
      rawHeaders: incoming.rawHeaders,
      body: body ?? Buffer.alloc(0),
      sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    }
    return await answer(request, body === undefined)
  }
}

/** Writes an answer; several `set-cookie` lines stay several. */
export const sendAnswer = (response: ServerResponse, { status, headers, body }: WireAnswer): void => {
  for (const [name, value] of headers) {
    try {
      if (name === 'set-cookie') response.appendHeader(name, value)
      else response.setHeader(name, value)
    } catch {
      // API Gateway drops headers that HTTP cannot carry.
    }
  }
  response.setHeader('content-length', body.length)
  response.writeHead(status)
  response.end(body)
}

/** What API Gateway says about a path without a route. */
export const NOT_FOUND: WireAnswer = message(404, 'Not Found')
