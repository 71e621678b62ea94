import { type Agent, globalAgent as plainAgent, request as plainRequest } from 'node:http'
import { globalAgent as tlsAgent, request as tlsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { signedHeaders } from './sigv4.ts'

/**
 * A few AWS calls go through a small signer: those that functions make seldom (a secret every five minutes, a large body
 * now and then), and the one call of the door. A full SDK client for each would make the door ten times as large. See
 * docs/adr/0006-small-signer-for-rare-calls.md and 0049-the-small-signer-is-our-own.md.
 */

/** An AWS call was refused; `status` is HTTP's, `code` is AWS's name of the error. */
export class AwsCallError extends Error {
  override name = 'AwsCallError'
  readonly status: number
  readonly code: string
  constructor(call: string, status: number, code: string) {
    super(`${call} was refused by AWS with ${status} ${code}.`)
    this.status = status
    this.code = code
  }
}

/** An AWS call got no answer, or not the whole of one: AWS may have done what it was asked, or not. `cause` says why. */
export class AwsSilentError extends Error {
  override name = 'AwsSilentError'
  constructor(call: string, cause: Error) {
    // Where every address of a host was tried in vain, Node says so in a code alone.
    const why = cause.message || ('code' in cause ? cause.code : cause.name)
    super(`${call} got no answer from AWS: ${why}.`, { cause })
  }
}

/** A function's environment: credentials, Region and, for an AWS that is not Amazon's, endpoints. */
export type Env = Record<string, string | undefined>

/** One call. */
export type AwsCall = {
  /** As the rights name it, for errors: `sqs:SendMessage`. */
  call: string
  /** The service's name in signatures. */
  service: string
  /** Without a query. */
  url: string
  /** @default POST */
  method?: 'GET' | 'POST' | 'PUT'
  /** Names in lower case. */
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
}

/** Milliseconds for a call with its retries: one that hangs must not take a function's whole time. */
const PATIENCE = 5_000
/** The first included. */
const TRIES = 3
/** Milliseconds before the second one, at most; twice as long before each that follows. */
const FIRST_PAUSE = 50

type Answer = { status: number; body: Buffer }
type Wire = { url: URL; method: string; headers: Record<string, string>; body: string | Uint8Array }
type Manner = { patience: number; fresh: boolean }

class TooLateError extends Error {
  override name = 'TooLateError'
}

/** When a kept connection was last used, in milliseconds since the epoch. */
const used = new WeakMap<Duplex, number>()
/** Milliseconds that Node's agents keep a connection, by a clock that stands still while a function is frozen. */
const KEPT = 5_000

/** Whoever has slept longer than a connection is kept finds it closed, or, worse, forgotten on the way: nothing comes back. */
const leaveOld = ({ freeSockets }: Agent): void => {
  const now = Date.now()
  for (const socket of Object.values(freeSockets).flat())
    if (socket && now - (used.get(socket) ?? now) > KEPT) socket.destroy()
}

/** One request and its whole answer. `fresh` takes a new connection, whatever is kept. */
const exchange = ({ url, method, headers, body }: Wire, { patience, fresh }: Manner): Promise<Answer> =>
  new Promise((answered, failed) => {
    const isTls = url.protocol === 'https:'
    leaveOld(isTls ? tlsAgent : plainAgent)
    const sent = (isTls ? tlsRequest : plainRequest)({
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: url.pathname,
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      ...(fresh ? { agent: false } : {}),
    })
    const end = (error: Error): void => {
      clearTimeout(late)
      failed(error)
    }
    const late = setTimeout(() => {
      const error = new TooLateError('its time is up')
      end(error)
      sent.destroy(error)
    }, patience)
    sent.on('error', end)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      // At the end the connection is not the answer's any more.
      const { socket } = response
      response.on('data', (part: Buffer) => parts.push(part))
      // Node ends an answer only when all of it has come; one that breaks off is an error.
      response.on('end', () => {
        clearTimeout(late)
        used.set(socket, Date.now())
        answered({ status: response.statusCode ?? 0, body: Buffer.concat(parts) })
      })
      response.on('error', end)
    })
    sent.end(body)
  })

const codeIn = ({ body }: Answer): string => {
  const code = /"__type":\s*"(?:[^"#]*#)?([^"]+)"|<Code>([^<]+)</.exec(body.toString('utf8', 0, 2_000))
  return code?.[1] ?? code?.[2] ?? 'without a code'
}

/** AWS's names for too many calls in a short time, which come with a 400 or 403. */
export const THROTTLED = /throttl|toomanyrequests|slowdown/i

const busy = (answer: Answer): boolean =>
  answer.status >= 500 || answer.status === 429 || (answer.status >= 400 && THROTTLED.test(codeIn(answer)))

/**
 * A kept connection that AWS has closed while the function slept breaks when it is used; whatever breaks is tried again on a
 * new one. All of our calls may be done twice.
 */
const persist = async (wire: Wire, patience: number): Promise<Answer> => {
  const until = performance.now() + patience
  for (let tries = 1, broken = false; ; tries++) {
    const manner: Manner = { patience: Math.max(1, until - performance.now()), fresh: broken }
    const answer: Answer | undefined = await exchange(wire, manner).catch((error: unknown): undefined => {
      if (tries === TRIES || error instanceof TooLateError) throw error
    })
    if (answer && (tries === TRIES || !busy(answer))) return answer
    broken = !answer
    await pause(Math.random() * FIRST_PAUSE * 2 ** (tries - 1))
  }
}

/**
 * Signs a call and sends it, up to three times while AWS is busy or a connection breaks.
 * @param env credentials and Region
 * @param patience milliseconds for all of it
 * @returns the body of the answer
 * @throws AwsCallError when AWS refuses, with its name of the error; AwsSilentError when no answer comes
 */
export const callAws = async (
  { call, service, url: address, method = 'POST', headers: given = {}, body = '' }: AwsCall,
  env: Env,
  patience = PATIENCE,
): Promise<Buffer> => {
  const url = new URL(address)
  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: env.AWS_SESSION_TOKEN,
  }
  const scope = { region: env.AWS_REGION ?? 'us-east-1', service }
  const unsigned = { method, host: url.host, path: url.pathname, headers: given, body }
  const headers = signedHeaders(unsigned, credentials, scope, new Date())
  const answer = await persist({ url, method, headers, body }, patience).catch((error: Error) => {
    throw new AwsSilentError(call, error)
  })
  if (answer.status >= 200 && answer.status < 300) return answer.body
  throw new AwsCallError(call, answer.status, codeIn(answer))
}

/** Where a service is: `standard` unless the environment says otherwise. */
export const endpoint = (service: string, env: Env, standard: string): string =>
  env[`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll(' ', '_')}`] ?? env.AWS_ENDPOINT_URL ?? standard

/** A service that speaks one of AWS's JSON protocols. */
export type JsonService = {
  /** In signatures and, unless `url` says otherwise, in addresses. */
  service: string
  /** As the SDKs name it in `AWS_ENDPOINT_URL_…`. */
  name: string
  /** What stands before the operation in `x-amz-target`. */
  target: string
  /** @default 1.1 */
  version?: '1.0' | '1.1'
  /** @default its address in the Region */
  url?: string
}

/**
 * Calls an operation in a JSON protocol.
 * @param call as the rights name it, written out: `sqs:SendMessage`
 * @returns what the answer holds
 * @throws as {@link callAws}
 */
export const callJson = async (
  call: `${string}:${string}`,
  { service, name, target, version = '1.1', url }: JsonService,
  body: object,
  env: Env,
): Promise<unknown> => {
  const operation = call.slice(call.indexOf(':') + 1)
  const standard = url ?? `https://${service}.${env.AWS_REGION ?? 'us-east-1'}.amazonaws.com/`
  const answer = await callAws(
    {
      call,
      service,
      url: endpoint(name, env, standard),
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` },
      body: JSON.stringify(body),
    },
    env,
  )
  try {
    return JSON.parse(answer.toString())
  } catch {
    // What stands there may be half a secret, of which the parser's own error would tell some.
    throw new AwsCallError(call, 200, 'without JSON')
  }
}
