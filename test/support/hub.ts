import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from '../../local/payloads/payload.ts'

/**
 * A stand-in for a WebSub hub, as far as a subscriber sees it (W3C WebSub, 5.1 to 5.3, 7 and 8): takes requests, asks the
 * callback whether they are meant, ends leases, denies, and sends what is published, signed.
 */

/** What calls a subscriber. */
export type Reach = (
  url: string,
  init?: { method: 'POST'; headers: Record<string, string>; body: string },
) => Promise<{ status: number; text: string }>

const overHttp: Reach = async (url, init) => {
  const response = await fetch(url, { redirect: 'manual', ...init })
  return { status: response.status, text: await response.text() }
}

/** Somebody who is to be sent a topic until then. */
export type Subscription = { topic: string; callback: string; secret: string; until: number }

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString()
}

/** @param options.now milliseconds since the epoch, as the hub's clock has it */
export const startHub = async ({ now, reach = overHttp }: { now: () => number; reach?: Reach }) => {
  const subscriptions = new Map<string, Subscription>()
  const asked: URLSearchParams[] = []
  const pending = new Set<Promise<void>>()
  const state = {
    /** Whoever asks is cut off, told to come later, or told that the request is bad. */
    trouble: undefined as 'gone' | 'busy' | 'bad' | undefined,
    /** Milliseconds until the hub answers. */
    slow: 0,
    /** The longest lease in seconds. */
    most: 864_000,
    /** Never asks the callback. */
    forgets: false,
    denies: (_topic: string): string | undefined => undefined,
  }

  const withQuery = (callback: string, more: Record<string, string>): string => {
    const url = new URL(callback)
    for (const [name, value] of Object.entries(more)) url.searchParams.append(name, value)
    return url.href
  }

  const verify = async (form: URLSearchParams): Promise<void> => {
    const [topic, callback, secret] = ['topic', 'callback', 'secret'].map((name) => form.get(`hub.${name}`) ?? '')
    if (!topic || !callback || secret === undefined) return
    const key = `${topic} ${callback}`
    const reason = state.denies(topic)
    if (reason !== undefined) {
      subscriptions.delete(key)
      await reach(withQuery(callback, { 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': reason }))
      return
    }
    const lease = Math.min(Number(form.get('hub.lease_seconds') ?? 432_000), state.most)
    const challenge = randomBytes(16).toString('hex')
    const { status, text } = await reach(
      withQuery(callback, {
        'hub.mode': 'subscribe',
        'hub.topic': topic,
        'hub.challenge': challenge,
        'hub.lease_seconds': String(lease),
      }),
    )
    if (status >= 200 && status < 300 && text === challenge)
      subscriptions.set(key, { topic, callback, secret, until: now() + lease * 1_000 })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await bodyOf(request))
    asked.push(form)
    await sleep(state.slow)
    if (state.trouble === 'gone') return void response.destroy()
    if (state.trouble === 'busy') return void response.writeHead(503, { 'retry-after': '120' }).end()
    const fine =
      request.method === 'POST' &&
      request.headers['content-type'] === 'application/x-www-form-urlencoded' &&
      form.get('hub.mode') === 'subscribe' &&
      Buffer.byteLength(form.get('hub.secret') ?? '') < 200
    if (state.trouble === 'bad' || !fine) return void response.writeHead(400).end('no such thing')
    response.writeHead(202).end()
    if (state.forgets) return
    const work = verify(form).catch(() => undefined)
    pending.add(work)
    void work.then(() => pending.delete(work))
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/subscribe`,
    asked,
    state,
    /** Subscriptions whose lease has not ended. */
    live: (topic: string): Subscription[] =>
      [...subscriptions.values()].filter((one) => one.topic === topic && one.until > now()),
    /** Waits until every callback that is to be asked has been. */
    settle: async (): Promise<void> => void (await Promise.all(pending)),
    /** Sends to all who are subscribed. @returns the statuses of their answers */
    publish: (topic: string, { headers, body }: Payload): Promise<number[]> =>
      Promise.all(
        [...subscriptions.values()]
          .filter((one) => one.topic === topic && one.until > now())
          .map(async ({ callback, secret }) => {
            const signature = `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`
            const sent = { method: 'POST' as const, headers: { ...headers, 'x-hub-signature': signature }, body }
            return (await reach(callback, sent)).status
          }),
      ),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
