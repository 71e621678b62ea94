import { lookup as systemLookup } from 'node:dns'
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { isPublicAddress } from './public-address.ts'

/**
 * Fetches what the settings name, on the public internet and nowhere else. The address that was looked at is the one that
 * is connected to, so a name that changes its mind in between leads nowhere.
 */

/**
 * Something could not be fetched; `status` is HTTP's, 0 when there was no answer; `retryAfter` is in seconds; `headers` are
 * those of the answer.
 */
export class FetchError extends Error {
  override name = 'FetchError'
  readonly status: number
  readonly retryAfter: number | undefined
  readonly headers: Readonly<Record<string, string>>
  constructor(
    message: string,
    options: {
      status?: number
      retryAfter?: number | undefined
      headers?: Readonly<Record<string, string>>
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.status = options.status ?? 0
    this.retryAfter = options.retryAfter
    this.headers = options.headers ?? {}
  }
}

/** What is asked for, and how much of it is taken at most. */
type FetchOptions = {
  /** @default GET */
  method?: 'GET' | 'HEAD' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  /** Bytes, after decompression too. @default 5,000,000 */
  most?: number
  /** Milliseconds for all of it. @default 20,000 */
  patience?: number
  /** Redirects that are followed, within the same host. @default 3 */
  redirects?: number
  /** Only whether it answers, and how: the body is left where it is. */
  withoutBody?: boolean
}

/** An answer with a status of 200 to 299, or 304. */
export type Fetched = { status: number; headers: Readonly<Record<string, string>>; body: Buffer }

/** @throws FetchError for every other status, and whenever there is no answer */
export type Fetch = (url: string, options?: FetchOptions) => Promise<Fetched>

const USER_AGENT = 'Earshot (reads this address on a schedule)'
const REDIRECTS = 3
/** Seconds to leave a server alone that is overloaded and does not say for how long. */
const REST = 900

type Resolve = typeof systemLookup

/** A lookup that gives public addresses and refuses a name as soon as one of its addresses is not. */
const publicLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, answer) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const first = addresses?.[0]
      if (error || !first) return answer(error ?? new Error('The name has no address.'), '')
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return answer(new FetchError('The name leads to an address that is not on the public internet.'), '')
      if (options.all) return answer(null, addresses)
      return answer(null, first.address, first.family)
    })
  }

const isLocal = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && hostname === '127.0.0.1'

/** Names are judged when they are looked up; an address in the URL itself is judged here. */
const checkUrl = (url: URL): void => {
  // Only this machine's own stage can have such an address in its settings: cross-checks of the configuration see to it.
  if (isLocal(url)) return
  if (url.protocol !== 'https:') throw new FetchError('Only https is fetched.')
  if (url.username || url.password) throw new FetchError('An address with a user name in it is not fetched.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && !isPublicAddress(host)) throw new FetchError('The address is not on the public internet.')
}

/**
 * The seconds that a `Retry-After` header asks for, as a number or a date.
 * @param now milliseconds since the epoch
 */
export const retryAfterOf = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1_000))
}

const unzipped = (body: Buffer, most: number): Buffer => {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    return gunzipSync(body, { maxOutputLength: most })
  } catch (cause) {
    throw new FetchError(`The body cannot be unpacked, or is larger than ${most} bytes.`, { cause })
  }
}

const read = async (response: IncomingMessage, most: number): Promise<Buffer> => {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > most) throw new FetchError(`The body is larger than ${most} bytes.`)
    parts.push(part)
  }
  return unzipped(Buffer.concat(parts), most)
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

const call = (
  url: URL,
  { method = 'GET', headers, body }: FetchOptions,
  { resolve, signal }: { resolve: Resolve; signal: AbortSignal },
): Promise<IncomingMessage> =>
  new Promise((answer, fail) => {
    const sent = (url.protocol === 'https:' ? tlsRequest : plainRequest)(url, {
      method,
      signal,
      agent: false,
      headers: {
        'user-agent': USER_AGENT,
        'accept-encoding': 'gzip',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      lookup: publicLookup(resolve),
    })
    sent.once('response', answer)
    sent.once('error', fail)
    sent.end(body)
  })

/** Where a redirect leads, if that is the same host and no less safe. */
const redirected = (from: URL, location: string | undefined): URL => {
  const to = URL.parse(location ?? '', from.href)
  if (!to || to.host !== from.host || to.protocol !== from.protocol)
    throw new FetchError(
      'The address redirects to another host, which is not followed: put the new address into the settings.',
    )
  return to
}

const refuse = (status: number, headers: Readonly<Record<string, string>>): never => {
  const resting = status === 429 || status === 503
  const asked = resting ? retryAfterOf(headers['retry-after'], Date.now()) : undefined
  throw new FetchError(`The address answered with ${status}.`, {
    status,
    retryAfter: resting ? (asked ?? REST) : undefined,
    headers,
  })
}

const attempt = async (start: URL, options: FetchOptions, how: { resolve: Resolve; signal: AbortSignal }) => {
  let url = start
  const { redirects = REDIRECTS } = options
  for (let hop = 0; hop <= redirects; hop++) {
    checkUrl(url)
    const response = await call(url, options, how)
    const status = response.statusCode ?? 0
    const headers = headersOf(response)
    if (redirects > 0 && [301, 302, 303, 307, 308].includes(status)) {
      response.destroy()
      url = redirected(url, headers.location)
      continue
    }
    const fine = status === 304 || (status >= 200 && status < 300)
    if (fine && !options.withoutBody) return { status, headers, body: await read(response, options.most ?? 5_000_000) }
    response.destroy()
    return fine ? { status, headers, body: Buffer.alloc(0) } : refuse(status, headers)
  }
  throw new FetchError(`The address redirects more than ${redirects} times.`)
}

/**
 * A fetch that looks names up in its own way.
 * @param resolve as `dns.lookup`
 */
export const fetchWith =
  (resolve: Resolve): Fetch =>
  async (address, options = {}) => {
    const url = URL.parse(address)
    if (!url) throw new FetchError('The address is none.')
    const signal = AbortSignal.timeout(options.patience ?? 20_000)
    try {
      return await attempt(url, options, { resolve, signal })
    } catch (cause) {
      if (cause instanceof FetchError) throw cause
      const what = signal.aborted ? 'The address took too long to answer' : 'The address cannot be reached'
      // The message of the system's error names hosts and addresses at most.
      throw new FetchError(`${what}: ${cause instanceof Error ? cause.message : 'unknown'}.`, { cause })
    }
  }

/** Fetches over https from the public internet: see {@link Fetch}. */
export const publicFetch: Fetch = fetchWith(systemLookup)

/**
 * Makes sure that a host's addresses are all public, for connections that cannot be told how to look a name up.
 * @throws FetchError
 */
export const checkHost = async (address: string, resolve: Resolve = systemLookup): Promise<void> => {
  const url = URL.parse(address)
  if (!url) throw new FetchError('The address is none.')
  if (url.protocol === 'ws:' && url.hostname === '127.0.0.1') return
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const refused = new FetchError('The host is not on the public internet.')
  if (isIP(host)) {
    if (isPublicAddress(host)) return
    throw refused
  }
  await new Promise<void>((fine, fail) => {
    publicLookup(resolve)(host, {}, (error) => {
      if (!error) fine()
      else fail(error instanceof FetchError ? error : new FetchError(`The name cannot be looked up: ${error.message}.`))
    })
  })
}
