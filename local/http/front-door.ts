import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Emulators, INBOX_PATH } from '../emulators.ts'
import type { FirehoseFaults } from '../firehose/streams.ts'
import type { ChaosSettings } from '../gateway/chaos.ts'
import type { Logs } from '../logs.ts'
import type { LocalSource } from '../resources/sources-file.ts'
import type { World } from '../resources/world.ts'
import type { Runtime } from '../runtime.ts'
import { isFault } from '../ses/server.ts'
import { createApp, NOT_FOUND, sendAnswer } from './app.ts'
import { createControl } from './control.ts'
import { isForeign } from './foreign.ts'
import type { Issuer } from './oidc.ts'
import { homePage } from './page.ts'

export type FrontDoorOptions = {
  world: World
  emulators: Emulators
  logs: Logs
  runtime: Runtime
  issuer: Issuer
  local: { app: string; aws: string; inbox: string; sources: LocalSource[]; routes: string[] }
}

/** Everything on the app's port: the runner's own pages under `/_local`, the template's routes, and a page at `/`. */
export const createFrontDoor = ({
  world,
  emulators,
  logs,
  runtime,
  issuer,
  local,
}: FrontDoorOptions): RequestListener => {
  const app = createApp({
    world,
    issuer,
    invoke: runtime.functions.invoke,
    warn: (message) => logs.warn('http', message),
  })
  const control = createControl({
    clock: world.clock,
    moveClock: runtime.moveClock,
    state: runtime.state,
    isIdle: runtime.isIdle,
    tick: runtime.tick,
    chaos: ({ kill, ses, firehose, comprehend }) => {
      runtime.chaos.configure(kill as ChaosSettings | undefined)
      if (isFault(ses)) emulators.ses.fail(ses)
      if (typeof comprehend === 'object') Object.assign(emulators.comprehend.faults, comprehend)
      world.firehose.fail((firehose ?? {}) as FirehoseFaults)
      return { kills: runtime.chaos.kills() }
    },
    iam: () => world.ledger.report(),
    metrics: logs.metrics,
    refused: logs.refused,
    events: () => world.told,
    jwks: () => issuer.jwks,
  })

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    // The page at `/` shows the doors with their secret addresses.
    if ((path.startsWith('/_local') || path === '/') && isForeign(request)) {
      response.writeHead(403).end('Only pages of this Earshot may ask for that.\n')
      return
    }
    if (path === INBOX_PATH || path.startsWith(`${INBOX_PATH}/`)) return emulators.ses.inbox(request, response)
    if (path.startsWith('/_local/') || path === '/_local') return await control(request, response)
    const result = await app(request)
    if (result) return sendAnswer(response, result)
    if (path !== '/' || request.method !== 'GET') return sendAnswer(response, NOT_FOUND)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(homePage(local))
  }

  return (request, response) => {
    answer(request, response).catch((error) => {
      logs.warn('http', `answering ${request.method} failed: ${error}`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
}
