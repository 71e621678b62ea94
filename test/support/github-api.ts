import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A stand-in for GitHub: webhooks that send once, and the REST API of their deliveries ("List deliveries for a webhook",
 * "Redeliver a delivery"), with paging by the Link header, tokens and limits of calls.
 */

/** What GitHub sends: its payload, whatever it is, and a GUID that stays. */
type Sent<P> = { guid: string; payload: P }
/** Brings it to the door. @returns the status, undefined when nobody answered */
export type Bring<P> = (sent: Sent<P>) => Promise<number | undefined>

type Listed = {
  id: number
  guid: string
  delivered_at: string
  redelivery: boolean
  status: string
  status_code: number
  event: string
}

const DAY = 86_400_000

/** @param options.now milliseconds since the epoch, as GitHub's clock has it */
export const startGithub = async <P>(options: { now: () => number; bring: Bring<P>; of?: string; hook?: number }) => {
  const { now, bring, of = 'acme/anvil', hook = 11 } = options
  const base = `/${of.includes('/') ? 'repos' : 'orgs'}/${of}/hooks/${hook}/deliveries`
  const payloads = new Map<string, P>()
  const attempts: Listed[] = []
  const pending = new Set<Promise<void>>()
  const state = {
    token: 'ghp_a-token-that-github-would-take',
    /** Answers everything with this status and these headers. */
    refuses: undefined as { status: number; headers?: Record<string, string> } | undefined,
    /** Answers requests for a redelivery with this status. */
    refusesAgain: undefined as number | undefined,
    remaining: 5_000,
    /** Attempts on a page at most, whatever is asked for. */
    page: 100,
    /** Called before a page is given, while more comes in. */
    onPage: (): void | Promise<void> => undefined,
    calls: [] as { method: string; path: string }[],
  }
  let nextId = 9_007_199_254_700_000

  const attempt = async (guid: string, redelivery: boolean): Promise<number | undefined> => {
    const payload = payloads.get(guid)
    if (payload === undefined) throw new Error(`There is no delivery ${guid}.`)
    const status = await bring({ guid, payload }).catch(() => undefined)
    const fine = status !== undefined && status < 300
    attempts.push({
      id: nextId++,
      guid,
      redelivery,
      delivered_at: new Date(now()).toISOString(),
      // A door that answers 202 has taken it as well; the number tells.
      status: fine ? (status === 200 ? 'OK' : 'Accepted') : status ? `Invalid HTTP Response: ${status}` : 'timed out',
      status_code: status ?? 0,
      event: 'issues',
    })
    return status
  }

  const list = async (url: URL, response: ServerResponse): Promise<void> => {
    await state.onPage()
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), state.page)
    const cursor = url.searchParams.get('cursor')
    const from = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor.replace('v1_', ''))
    const seen = attempts
      .filter(({ id, delivered_at }) => id <= from && !(Date.parse(delivered_at) <= now() - 3 * DAY))
      .sort((a, b) => b.id - a.id)
    const more = seen[size]
    const link = more
      ? { link: `<http://elsewhere.example${base}?per_page=${size}&cursor=v1_${more.id}>; rel="next"` }
      : {}
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-ratelimit-remaining': String(state.remaining), ...link })
      .end(JSON.stringify(seen.slice(0, size)))
  }

  const again = (id: string, response: ServerResponse): void => {
    const found = attempts.find((one) => String(one.id) === id)
    if (state.refusesAgain !== undefined) return void response.writeHead(state.refusesAgain).end('{}')
    if (!found) return void response.writeHead(404).end('{}')
    response.writeHead(202, { 'x-ratelimit-remaining': String(state.remaining) }).end('{}')
    const work = attempt(found.guid, true).then(() => undefined)
    pending.add(work)
    void work.then(() => pending.delete(work))
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://x')
    state.calls.push({ method: request.method ?? '', path: url.pathname })
    state.remaining--
    if (state.refuses) return void response.writeHead(state.refuses.status, state.refuses.headers).end('{}')
    if (request.headers.authorization !== `Bearer ${state.token}`) return void response.writeHead(401).end('{}')
    const [, id] = url.pathname.startsWith(`${base}/`) ? (/\/(\d+)\/attempts$/.exec(url.pathname) ?? []) : []
    if (request.method === 'POST' && id) return again(id, response)
    if (request.method === 'GET' && url.pathname === base) return await list(url, response)
    response.writeHead(404).end('{}')
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hook: { of, id: hook },
    attempts,
    state,
    /** Something happens: GitHub sends it, once. @returns the door's status */
    send: (payload: P, guid: string = randomUUID()): Promise<number | undefined> => {
      payloads.set(guid, payload)
      return attempt(guid, false)
    },
    /** GUIDs that no attempt has brought. */
    undelivered: (): string[] =>
      [...payloads.keys()].filter(
        (guid) => !attempts.some((one) => one.guid === guid && one.status_code >= 200 && one.status_code < 300),
      ),
    /** Waits until every redelivery that was asked for has been tried. */
    settle: async (): Promise<void> => void (await Promise.all(pending)),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
