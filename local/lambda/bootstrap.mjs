/**
 * Runs one function in its own process and speaks the Lambda Runtime API with the runner. Plain JavaScript because it is
 * started with the function's bundle as its working directory, whatever loader flags the function asks for.
 */
import { existsSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const api = process.env.AWS_LAMBDA_RUNTIME_API ?? ''
const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd()
const agent = new http.Agent({ keepAlive: true })

// The runner's death must not leave orphans: its end of this pipe closes with it.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0))
process.stdin.resume()
process.stdin.unref?.()
// Ctrl-C reaches the whole process group; the runner decides when functions end.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

const realNow = Date.now
let offset = Number(process.env.EARSHOT_CLOCK_OFFSET_MS) || 0
delete process.env.EARSHOT_CLOCK_OFFSET_MS
Date.now = () => realNow() + offset
const MovedDate = new Proxy(Date, {
  apply: (Real) => new Real(Date.now()).toString(),
  construct: (Real, given, target) => Reflect.construct(Real, given.length === 0 ? [Date.now()] : given, target),
})
Object.defineProperty(Date.prototype, 'constructor', { value: MovedDate, writable: true, configurable: true })
globalThis.Date = MovedDate

const call = (method, path, body, headers = {}) =>
  new Promise((resolve, reject) => {
    const request = http.request(
      `http://${api}/2018-06-01/runtime/${path}`,
      { method, agent, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }))
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(body)
  })

const describe = (error) => {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
}

const report = (path, shape) =>
  call('POST', path, JSON.stringify(shape), { 'lambda-runtime-function-error-type': shape.errorType })

/** What nobody caught ends the process, as in Lambda; the runner hears why first. */
let current = 'init'
const fatal = (errorType) => (error) => {
  const shape = { ...describe(error), errorType }
  const path = current === 'init' ? 'init/error' : `invocation/${current}/error`
  report(path, shape).finally(() => process.exit(128))
}
process.on('uncaughtException', fatal('Runtime.UncaughtException'))
process.on('unhandledRejection', fatal('Runtime.UnhandledPromiseRejection'))

const load = async () => {
  const [file = '', name = ''] = (process.env._HANDLER ?? '').split(/\.(?=[^.]+$)/)
  const path = ['.mjs', '.js', '.cjs'].map((end) => join(root, file + end)).find((one) => existsSync(one))
  if (!path)
    throw Object.assign(new Error(`Cannot find module '${file}' in ${root}`), { name: 'Runtime.ImportModuleError' })
  const module = await import(pathToFileURL(path).href)
  const handler = module[name] ?? module.default?.[name]
  if (typeof handler !== 'function')
    throw Object.assign(new Error(`${process.env._HANDLER} is undefined or not exported`), {
      name: 'Runtime.HandlerNotFound',
    })
  return handler
}

const contextOf = (id, headers) => {
  const ends = performance.now() + Number(headers['earshot-remaining-ms'])
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: id,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(ends - performance.now())),
  }
}

const run = async (handler, id, headers, body) => {
  try {
    const result = await handler(JSON.parse(body), contextOf(id, headers))
    const answer = JSON.stringify(result === undefined ? null : result)
    await call('POST', `invocation/${id}/response`, answer ?? 'null')
  } catch (error) {
    await report(`invocation/${id}/error`, describe(error))
  }
}

const serve = async (handler) => {
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next')
    offset = Number(headers['earshot-clock-offset-ms']) || 0
    current = String(headers['lambda-runtime-aws-request-id'])
    await run(handler, current, headers, body)
  }
}

try {
  const handler = await load()
  // The runner is gone when the API does not answer: nothing is left to do.
  await serve(handler).catch(() => process.exit(0))
} catch (error) {
  await report('init/error', describe(error)).catch(() => {})
  process.exit(1)
}
