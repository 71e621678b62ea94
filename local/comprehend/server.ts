import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { certain, type Judge, judgeText } from './engine.ts'
import { type Ask, ComprehendError, type DocumentFault, OPERATIONS, unitsOf } from './operations.ts'

/** What goes wrong on purpose. Counts say how many of the next calls it concerns. */
export type ComprehendFaults = {
  /** Calls to refuse with ThrottlingException. */
  throttle: number
  /** Share of the calls to refuse with ThrottlingException, 0 to 1, evenly spread. */
  throttleShare: number
  /** Calls to refuse with InternalServerException. */
  fail: number
  /** `down`: the line breaks before an answer. `hang`: no answer ever comes. As long as it is set. */
  outage?: 'down' | 'hang' | ''
  /** Milliseconds every call waits before its answer. */
  delay: number
  /** Documents that contain this text fail on their own, in `ErrorList`. */
  documentContaining?: string
  /** What is said of texts that contain a word, instead of what the embedded engine says: word → label. */
  says?: Record<string, string>
}

/** What was asked since the start (or since `POST /_control` with `{"reset": true}`). */
type ComprehendStats = {
  /** Calls by operation, refused ones included. */
  calls: Record<string, number>
  refused: number
  documents: number
  /** Billing units of the documents answered: 100 characters each, at least 3 per document. */
  units: number
}

/** A running stand-in for Amazon Comprehend. */
export type Comprehend = {
  url: string
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Change it at any time. */
  faults: ComprehendFaults
  stats(): ComprehendStats
  close(): Promise<void>
}

type State = { faults: ComprehendFaults; stats: ComprehendStats; judge: Judge; owed: number }

const TARGET = 'Comprehend_20171127.'
const calm = (): ComprehendFaults => ({ throttle: 0, throttleShare: 0, fail: 0, delay: 0, outage: '', says: {} })
const fresh = (): ComprehendStats => ({ calls: {}, refused: 0, documents: 0, units: 0 })

const bodyOf = async (request: IncomingMessage): Promise<Ask> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  try {
    const data: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    if (typeof data === 'object' && data !== null) return data as Ask
  } catch {}
  throw new ComprehendError('SerializationException', 'The body is not a JSON object')
}

const refuseOnPurpose = (state: State): void => {
  const { faults } = state
  state.owed += faults.throttleShare
  if (state.owed >= 1) {
    state.owed -= 1
    throw new ComprehendError('ThrottlingException', 'Rate exceeded')
  }
  if (faults.throttle > 0) {
    faults.throttle -= 1
    throw new ComprehendError('ThrottlingException', 'Rate exceeded')
  }
  if (faults.fail > 0) {
    faults.fail -= 1
    throw new ComprehendError('InternalServerException', 'An internal server error occurred. Retry your request.', 500)
  }
}

/** A call that is never answered, or whose line breaks: whoever asked has to notice by itself. */
class OutageError extends Error {
  override name = 'OutageError'
}

const judgeOnPurpose =
  ({ faults, judge }: State): Judge =>
  (text, language) => {
    const label = Object.entries(faults.says ?? {}).find(([word]) => text.includes(word))?.[1]
    return label === undefined ? judge(text, language) : certain(label)
  }

const documentFault =
  ({ faults }: State): DocumentFault =>
  (text) =>
    faults.documentContaining && text.includes(faults.documentContaining)
      ? { code: 'INTERNAL_SERVER_ERROR', message: 'The document could not be processed.' }
      : undefined

const perform = async (state: State, request: IncomingMessage): Promise<unknown> => {
  const target = String(request.headers['x-amz-target'] ?? '')
  const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : ''
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
  if (!operation) {
    throw new ComprehendError(
      'UnknownOperationException',
      `The stand-in for Comprehend does not know '${target.slice(0, 80)}'.`,
    )
  }
  const ask = await bodyOf(request)
  state.stats.calls[name] = (state.stats.calls[name] ?? 0) + 1
  if (state.faults.outage) {
    state.stats.refused += 1
    throw new OutageError(state.faults.outage)
  }
  if (state.faults.delay > 0) await new Promise((wake) => setTimeout(wake, state.faults.delay))
  try {
    refuseOnPurpose(state)
    const { answer, texts } = operation(ask, { faultOf: documentFault(state), judge: judgeOnPurpose(state) })
    state.stats.documents += texts.length
    state.stats.units += texts.reduce((sum, text) => sum + unitsOf(text), 0)
    return answer
  } catch (error) {
    state.stats.refused += 1
    throw error
  }
}

/** `POST /_control` takes any of the faults, and `reset` to begin counting again. */
const control = async (state: State, request: IncomingMessage): Promise<unknown> => {
  const { reset, ...faults } = await bodyOf(request)
  if (reset) {
    Object.assign(state.stats, fresh())
    Object.assign(state.faults, calm(), { documentContaining: '' })
  }
  Object.assign(state.faults, faults)
  return state.faults
}

const route = (state: State, request: IncomingMessage): Promise<unknown> => {
  const path = request.url?.split('?')[0]
  if (path === '/_stats') return Promise.resolve(state.stats)
  return path === '/_control' ? control(state, request) : perform(state, request)
}

const send = (response: ServerResponse, status: number, body: unknown, type?: string): void => {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...(type ? { 'x-amzn-errortype': type } : {}),
  })
  response.end(text)
}

const fail = (response: ServerResponse, error: unknown): void => {
  const known =
    error instanceof ComprehendError
      ? error
      : new ComprehendError('InternalServerException', 'A fault of the stand-in', 500)
  if (known !== error) process.stderr.write(`comprehend: ${error instanceof Error ? error.stack : error}\n`)
  send(response, known.status, { __type: known.type, Message: known.message }, known.type)
}

/**
 * Starts the stand-in on a port of 127.0.0.1 (any free one by default). It checks no signatures.
 * @param options.judge who judges texts; the embedded engine when left out
 */
export const startComprehend = async (
  options: { port?: number; host?: string; judge?: Judge } = {},
): Promise<Comprehend> => {
  const state: State = { faults: calm(), stats: fresh(), judge: options.judge ?? judgeText, owed: 0 }
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    route(state, request).then(
      (body) => send(response, 200, body),
      (error: unknown) => {
        if (!(error instanceof OutageError)) fail(response, error)
        else if (error.message === 'down') response.destroy()
      },
    )
  }
  const host = options.host ?? '127.0.0.1'
  const server = createServer(handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    handle,
    faults: state.faults,
    stats: () => structuredClone(state.stats),
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
