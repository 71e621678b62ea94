import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'

/** A request to the runner itself is not one that it understands. */
class ControlError extends Error {
  override name = 'ControlError'
}

type Json = Record<string, unknown>
type Route = (body: Json, query: URLSearchParams) => unknown | Promise<unknown>

/** What `/_local/*` can do; `run.ts` fills it. */
export type ControlActions = {
  clock: Clock
  moveClock: (offsetMs: number) => Promise<void>
  state: () => unknown
  isIdle: () => Promise<boolean>
  tick: () => void
  chaos: (settings: Json) => unknown
  iam: () => unknown
  metrics: () => unknown
  refused: () => unknown
  events: () => unknown
  jwks: () => unknown
}

const clockShape = (clock: Clock) => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() })

const finite = (value: unknown, name: string): number => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new ControlError(`Expected a number of milliseconds in ${name}, but got ${JSON.stringify(value)}.`)
}

const offsetOf = (body: Json, clock: Clock): number => {
  if ('offsetMs' in body) return finite(body.offsetMs, 'offsetMs')
  if ('advanceMs' in body) return clock.offsetMs() + finite(body.advanceMs, 'advanceMs')
  const at = Date.parse(String(body.at))
  if (Number.isNaN(at))
    throw new ControlError('Expected {"offsetMs": n}, {"advanceMs": n} or {"at": "2026-11-21T12:00:00Z"}.')
  return at - Date.now()
}

const IDLE_LOOKS = 2
const LOOK_EVERY = 40

const waitForIdle = async (isIdle: () => Promise<boolean>, timeoutMs: number): Promise<boolean> => {
  const until = performance.now() + timeoutMs
  for (let quiet = 0; quiet < IDLE_LOOKS; ) {
    quiet = (await isIdle()) ? quiet + 1 : 0
    if (quiet >= IDLE_LOOKS) return true
    if (performance.now() > until) return false
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY))
  }
  return true
}

const readJson = async (request: IncomingMessage): Promise<Json> => {
  let text = ''
  for await (const chunk of request) text += chunk
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new ControlError('The body is not JSON.')
  }
}

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${JSON.stringify(body, null, 2)}\n`)
}

class Late {}

/** Answers `/_local/*` except the inbox. */
export const createControl = (actions: ControlActions) => {
  const { clock } = actions
  const routes: Record<string, Route> = {
    'GET /_local/clock': () => clockShape(clock),
    'POST /_local/clock': async (body) => {
      await actions.moveClock(offsetOf(body, clock))
      return clockShape(clock)
    },
    'POST /_local/tick': () => {
      actions.tick()
      return clockShape(clock)
    },
    'POST /_local/chaos': (body) => actions.chaos(body),
    'GET /_local/state': () => actions.state(),
    'GET /_local/iam': () => actions.iam(),
    'GET /_local/metrics': () => actions.metrics(),
    'GET /_local/events': () => actions.events(),
    'GET /_local/refused': () => actions.refused(),
    'GET /_local/.well-known/jwks.json': () => actions.jwks(),
    'GET /_local/idle': async (_, query) =>
      (await waitForIdle(actions.isIdle, Number(query.get('timeoutMs') ?? 30_000))) ? { idle: true } : new Late(),
  }
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://local')
    const route = routes[`${request.method} ${url.pathname}`]
    if (!route) return send(response, 404, { error: `Nothing here. The runner has ${Object.keys(routes).join(', ')}.` })
    try {
      const result = await route(await readJson(request), url.searchParams)
      if (result instanceof Late) send(response, 408, { idle: false, state: actions.state() })
      else send(response, 200, result)
    } catch (error) {
      send(response, error instanceof ControlError ? 400 : 500, {
        error: error instanceof Error ? error.message : String(error),
      })
    }
  }
}
