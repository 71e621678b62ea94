import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  exited,
  type FunctionDefinition,
  type FunctionFailure,
  failed,
  type Invocation,
  type Outcome,
  RESPONSE_LIMIT,
  timedOut,
} from './definition.ts'
import { type AwsAccess, spawnFunction } from './process.ts'

/** How long a start may take, in milliseconds, before it counts as failed. */
const INIT_LIMIT = 30_000

/** `finishing`: it has answered and is about to ask for the next event. */
export type EnvironmentState = 'starting' | 'idle' | 'busy' | 'finishing' | 'dead'

export type EnvironmentOptions = {
  definition: FunctionDefinition
  aws: AwsAccess
  clockOffsetMs: () => number
  onLine: (stream: 'stdout' | 'stderr', line: string) => void
  /** The environment became idle or died. */
  onChange: () => void
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const asFailure = (body: string): FunctionFailure => {
  const { errorType, errorMessage, trace } = JSON.parse(body) as Partial<FunctionFailure>
  return { errorType: errorType ?? 'Error', errorMessage: errorMessage ?? '', ...(trace ? { trace } : {}) }
}

const outcomeOf = (payload: string): Outcome => {
  const size = Buffer.byteLength(payload)
  if (size <= RESPONSE_LIMIT) return { ok: true, payload }
  const limit = `maximum allowed payload size (${RESPONSE_LIMIT} bytes)`
  return failed('error', 'Function.ResponseSizeTooLarge', `Response payload size (${size} bytes) exceeded ${limit}.`)
}

/**
 * One process of a function behind a Runtime API of its own. It takes one invocation at a time; failures of every kind
 * arrive at the invocation it has, never as exceptions.
 */
export class Environment {
  /** The session token of the process: whose call a request to AWS is. */
  readonly token = randomUUID()
  readonly #options: EnvironmentOptions
  readonly #api = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy())
  })
  #state: EnvironmentState = 'starting'
  #child: ChildProcess | undefined
  /** The long poll for the next event, while there is none. */
  #poll: ServerResponse | undefined
  #current: Invocation | undefined
  #timer: NodeJS.Timeout | undefined
  #initFailure: FunctionFailure | undefined

  constructor(options: EnvironmentOptions) {
    this.#options = options
    this.#api.listen(0, '127.0.0.1', () => this.#launch())
  }

  get state(): EnvironmentState {
    return this.#state
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Hands over an invocation, at once or when the process has started. */
  assign(invocation: Invocation): void {
    this.#current = invocation
    if (this.#state === 'idle') this.#state = 'busy'
    this.#deliver()
  }

  /** Kills the process. @returns when it is gone */
  async kill(): Promise<void> {
    const child = this.#child
    const gone = child && child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
    this.#die(exited(this.#current?.id ?? '', null, 'killed'))
    await gone?.catch(() => {})
  }

  #launch(): void {
    if (this.#state === 'dead') return
    const { definition, aws, clockOffsetMs, onLine } = this.#options
    const { port } = this.#api.address() as AddressInfo
    this.#child = spawnFunction({ definition, aws, token: this.token, port, clockOffsetMs: clockOffsetMs(), onLine })
    this.#timer = setTimeout(() => {
      this.#die(failed('init', 'Sandbox.Timedout', `The start took longer than ${INIT_LIMIT / 1_000} seconds`))
    }, INIT_LIMIT)
    this.#child.on('error', ({ message }) => this.#die(failed('init', 'Runtime.StartError', message)))
    this.#child.on('exit', (code, signal) => {
      const init = this.#initFailure
      this.#die(init ? { ok: false, kind: 'init', error: init } : exited(this.#current?.id ?? '', code, signal))
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = request.url?.replace('/2018-06-01/runtime/', '') ?? ''
    if (route === 'invocation/next') return this.#next(response)
    const body = await bodyOf(request)
    response.writeHead(202).end()
    if (route === 'init/error') this.#initFailure = asFailure(body)
    else if (route.endsWith('/response')) this.#settle(outcomeOf(body))
    else this.#settle({ ok: false, kind: 'error', error: asFailure(body) })
  }

  #next(response: ServerResponse): void {
    this.#poll = response
    clearTimeout(this.#timer)
    if (this.#state !== 'dead') this.#state = this.#current ? 'busy' : 'idle'
    if (this.#current) this.#deliver()
    else this.#options.onChange()
  }

  #deliver(): void {
    const { definition, clockOffsetMs } = this.#options
    if (!this.#poll || !this.#current) return
    const { id, payload } = this.#current
    this.#poll.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + clockOffsetMs() + definition.timeoutMs),
      'lambda-runtime-invoked-function-arn': definition.arn,
      'earshot-clock-offset-ms': String(clockOffsetMs()),
      'earshot-remaining-ms': String(definition.timeoutMs),
    })
    this.#poll.end(payload)
    this.#poll = undefined
    this.#timer = setTimeout(() => this.#die(timedOut(id, definition.timeoutMs)), definition.timeoutMs)
  }

  #settle(outcome: Outcome): void {
    clearTimeout(this.#timer)
    const invocation = this.#current
    this.#current = undefined
    if (this.#state === 'busy') this.#state = 'finishing'
    invocation?.settle(outcome)
  }

  #die(outcome: Outcome): void {
    if (this.#state === 'dead') return
    this.#state = 'dead'
    this.#child?.kill('SIGKILL')
    this.#api.close()
    this.#api.closeAllConnections()
    this.#settle(outcome)
    this.#options.onChange()
  }
}
