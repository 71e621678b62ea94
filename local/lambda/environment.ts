import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A function as the template declares it, with every value resolved. */
export type FunctionDefinition = {
  name: string
  arn: string
  /** A short name for people, such as `listen-door`. */
  label: string
  /** The folder with the bundle. */
  codeDir: string
  handler: string
  runtime: string
  memoryMb: number
  timeoutMs: number
  environment: Record<string, string>
  roleArn: string
  reservedConcurrency: number | undefined
}

export type FunctionFailure = { errorType: string; errorMessage: string; trace?: string[] }
/** What became of an invocation. `crashed` covers exits, time-outs and kills: the process is gone. */
export type Outcome =
  | { ok: true; payload: string }
  | { ok: false; kind: 'error' | 'init' | 'timeout' | 'crashed'; error: FunctionFailure }

export type Invocation = { id: string; payload: string; settle: (outcome: Outcome) => void }

/** Lambda's limit for a synchronous answer, in bytes. */
export const RESPONSE_LIMIT = 6 * 1024 * 1024

type State = 'starting' | 'idle' | 'busy' | 'finishing' | 'dead'

/** One process of a function. It takes one invocation at a time. */
export type Environment = {
  readonly token: string
  readonly pid: number | undefined
  /** `finishing`: it has answered and is about to ask for the next event. */
  readonly state: () => State
  assign(invocation: Invocation): void
  kill(): void
}

export type EnvironmentOptions = {
  definition: FunctionDefinition
  /** What every function gets: endpoint, credentials. */
  aws: { endpoint: string; region: string; accessKeyId: string }
  clockOffsetMs: () => number
  onLine: (stream: 'stdout' | 'stderr', line: string) => void
  /** The environment became idle or died. */
  onChange: () => void
}

/** How long a start may take, in milliseconds, before it counts as failed. */
const INIT_LIMIT = 30_000

const BOOTSTRAP = join(import.meta.dirname, 'bootstrap.mjs')

const environmentOf = ({ definition: it, aws, clockOffsetMs }: EnvironmentOptions, token: string, port: number) => ({
  PATH: process.env.PATH ?? '',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  ...it.environment,
  AWS_REGION: aws.region,
  AWS_DEFAULT_REGION: aws.region,
  AWS_ACCESS_KEY_ID: aws.accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: token,
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_EXECUTION_ENV: `AWS_Lambda_${it.runtime}`,
  AWS_LAMBDA_FUNCTION_NAME: it.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(it.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${it.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: token,
  AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
  LAMBDA_TASK_ROOT: it.codeDir,
  EARSHOT_CLOCK_OFFSET_MS: String(clockOffsetMs()),
  _HANDLER: it.handler,
})

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const asFailure = (body: string): FunctionFailure => {
  const { errorType, errorMessage, trace } = JSON.parse(body) as Partial<FunctionFailure>
  return { errorType: errorType ?? 'Error', errorMessage: errorMessage ?? '', ...(trace ? { trace } : {}) }
}

const exitFailure = (id: string, code: number | null, signal: string | null): FunctionFailure => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${id} Error: Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`,
})

/** Starts a process for a function. Failures of every kind arrive at the invocation it has, never as exceptions here. */
export const startEnvironment = (options: EnvironmentOptions): Environment => {
  const { definition } = options
  const token = randomUUID()
  let state: State = 'starting'
  let child: ChildProcess | undefined
  let poll: ServerResponse | undefined
  let current: Invocation | undefined
  let timer: NodeJS.Timeout | undefined
  let initFailure: FunctionFailure | undefined

  const settle = (outcome: Outcome): void => {
    clearTimeout(timer)
    const invocation = current
    current = undefined
    if (state === 'busy') state = 'finishing'
    invocation?.settle(outcome)
  }

  const die = (outcome: Outcome): void => {
    if (state === 'dead') return
    state = 'dead'
    child?.kill('SIGKILL')
    server.close()
    server.closeAllConnections()
    settle(outcome)
    options.onChange()
  }

  const deliver = (): void => {
    if (!poll || !current) return
    const { id, payload } = current
    poll.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + options.clockOffsetMs() + definition.timeoutMs),
      'lambda-runtime-invoked-function-arn': definition.arn,
      'earshot-clock-offset-ms': String(options.clockOffsetMs()),
      'earshot-remaining-ms': String(definition.timeoutMs),
    })
    poll.end(payload)
    poll = undefined
    timer = setTimeout(() => {
      const seconds = (definition.timeoutMs / 1_000).toFixed(2)
      const errorMessage = `RequestId: ${id} Error: Task timed out after ${seconds} seconds`
      die({ ok: false, kind: 'timeout', error: { errorType: 'Sandbox.Timedout', errorMessage } })
    }, definition.timeoutMs)
  }

  const answer = (response: ServerResponse): void => void response.writeHead(202).end()

  const onNext = (response: ServerResponse): void => {
    poll = response
    clearTimeout(timer)
    if (state !== 'dead') state = current ? 'busy' : 'idle'
    if (current) deliver()
    else options.onChange()
  }

  const onResponse = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const payload = await bodyOf(request)
    answer(response)
    const size = Buffer.byteLength(payload)
    if (size <= RESPONSE_LIMIT) return settle({ ok: true, payload })
    const errorMessage = `Response payload size (${size} bytes) exceeded maximum allowed payload size (${RESPONSE_LIMIT} bytes).`
    settle({ ok: false, kind: 'error', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } })
  }

  const server = createServer((request, response) => {
    const route = request.url?.replace('/2018-06-01/runtime/', '') ?? ''
    const handle = async (): Promise<void> => {
      if (route === 'invocation/next') onNext(response)
      else if (route.endsWith('/response')) await onResponse(request, response)
      else {
        const failure = asFailure(await bodyOf(request))
        answer(response)
        if (route === 'init/error') initFailure = failure
        else settle({ ok: false, kind: 'error', error: failure })
      }
    }
    handle().catch(() => response.destroy())
  })

  const launch = (): void => {
    if (state === 'dead') return
    const { port } = server.address() as AddressInfo
    const memory = Math.max(64, Math.floor(definition.memoryMb * 0.9))
    child = spawn(process.execPath, [`--max-old-space-size=${memory}`, BOOTSTRAP], {
      cwd: definition.codeDir,
      env: environmentOf(options, token, port),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    for (const stream of ['stdout', 'stderr'] as const) {
      const source = child[stream]
      if (source) createInterface({ input: source }).on('line', (line) => options.onLine(stream, line))
    }
    child.stdin?.on('error', () => {})
    timer = setTimeout(() => {
      const errorMessage = `The function did not finish its start within ${INIT_LIMIT / 1_000} seconds`
      die({ ok: false, kind: 'init', error: { errorType: 'Sandbox.Timedout', errorMessage } })
    }, INIT_LIMIT)
    child.on('error', (error) => {
      die({ ok: false, kind: 'init', error: { errorType: 'Runtime.StartError', errorMessage: error.message } })
    })
    child.on('exit', (code, signal) => {
      if (initFailure) die({ ok: false, kind: 'init', error: initFailure })
      else die({ ok: false, kind: 'crashed', error: exitFailure(current?.id ?? '', code, signal) })
    })
  }
  server.listen(0, '127.0.0.1', launch)

  return {
    token,
    get pid() {
      return child?.pid
    },
    state: () => state,
    assign: (invocation) => {
      current = invocation
      if (state === 'idle') state = 'busy'
      deliver()
    },
    kill: () => die({ ok: false, kind: 'crashed', error: exitFailure(current?.id ?? '', null, 'killed') }),
  }
}
