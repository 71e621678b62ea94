import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { FunctionDefinition, Outcome } from '../../local/lambda/definition.ts'
import { createFunctions, type Functions } from '../../local/lambda/functions.ts'
import { scratch, writeAssembly } from './fixture/assembly.ts'

const { dir, remove } = scratch()
const open: Functions[] = []
let offset = 0

afterAll(async () => {
  await Promise.all(open.map((one) => one.close()))
  remove()
})

let count = 0
const lines: string[] = []
const deploy = (code: string, more: Partial<FunctionDefinition> = {}, concurrency = 2) => {
  const name = `fn${count++}`
  writeAssembly(join(dir, name), { s: { Resources: {} } }, { [name]: code })
  const definition: FunctionDefinition = {
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    label: name,
    codeDir: join(dir, name, `asset.${name}`),
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    memoryMb: 128,
    timeoutMs: 5_000,
    environment: { GREETING: 'hello' },
    roleArn: 'arn:role',
    reservedConcurrency: undefined,
    ...more,
  }
  const functions = createFunctions({
    definitions: [definition],
    endpoint: 'http://127.0.0.1:9',
    region: 'us-east-1',
    clockOffsetMs: () => offset,
    onLine: (_, stream, line) => lines.push(`${stream} ${line}`),
    onFailure: () => {},
    maxConcurrency: concurrency,
  })
  open.push(functions)
  return {
    functions,
    invoke: (event: unknown = {}) => functions.invoke(definition.arn, event),
    killOne: () => process.kill(functions.environments()[0]?.pid ?? 0, 'SIGKILL'),
  }
}
const payload = (outcome: Outcome): unknown => (outcome.ok ? JSON.parse(outcome.payload) : outcome)

describe('a function in its own process', () => {
  it('answers with what its handler returns, and null for nothing', async () => {
    const { invoke } = deploy('export const handler = async (event) => event.nothing ? undefined : { got: event }')
    expect(payload(await invoke({ a: 1 }))).toEqual({ got: { a: 1 } })
    expect(await invoke({ nothing: true })).toEqual({ ok: true, payload: 'null' })
  })

  it('sees the environment of Lambda and of the template, and nothing of this shell', async () => {
    process.env.EARSHOT_TEST_LEAK = 'secret'
    const { invoke } = deploy(
      'export const handler = async (e, c) => ({ env: process.env, left: c.getRemainingTimeInMillis(), id: c.awsRequestId })',
    )
    const { env, left, id } = payload(await invoke()) as { env: Record<string, string>; left: number; id: string }
    expect(env).toMatchObject({
      GREETING: 'hello',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    })
    expect(env.AWS_ACCESS_KEY_ID).toMatch(/^ASIA[0-9A-F]{16}$/)
    expect(env).not.toHaveProperty('EARSHOT_TEST_LEAK')
    expect(env).not.toHaveProperty('HOME')
    expect(left).toBeGreaterThan(4_000)
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('reports a throw by name and message, and goes on with the same process', async () => {
    const { invoke } = deploy(
      'let calls = 0\nexport const handler = async (e) => { calls++; if (e.bad) throw new RangeError("too far"); return calls }',
    )
    const outcome = await invoke({ bad: true })
    expect(outcome).toMatchObject({
      ok: false,
      kind: 'error',
      error: { errorType: 'RangeError', errorMessage: 'too far' },
    })
    expect(payload(await invoke())).toBe(2)
  })

  it('reports an exit, and starts a new process for the next event', async () => {
    const { invoke } = deploy(
      'let calls = 0\nexport const handler = async (e) => { calls++; if (e.bad) process.exit(3); return calls }',
    )
    expect(await invoke({ bad: true })).toMatchObject({
      kind: 'crashed',
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') },
    })
    expect(payload(await invoke())).toBe(1)
  })

  it('kills a function that takes too long, even one that never gives way', async () => {
    const { invoke } = deploy('export const handler = async (e) => { if (e.spin) for (;;); return "ok" }', {
      timeoutMs: 400,
    })
    expect(await invoke({ spin: true })).toMatchObject({
      kind: 'timeout',
      error: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('timed out after 0.40 seconds') },
    })
    expect(payload(await invoke())).toBe('ok')
  })

  it.each([
    ['a start that throws', 'throw new TypeError("no settings")', {}, 'TypeError'],
    ['a handler that is not there', 'export const other = 1', {}, 'Runtime.HandlerNotFound'],
    ['a file that is not there', 'export const handler = 1', { handler: 'nope.handler' }, 'Runtime.ImportModuleError'],
  ])('reports %s', async (_, code, more, errorType) => {
    const { invoke } = deploy(code, more)
    expect(await invoke()).toMatchObject({ ok: false, kind: 'init', error: { errorType } })
  })

  it('reports a promise that nobody caught', async () => {
    const { invoke } = deploy(
      'export const handler = async () => { Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 500)) }',
    )
    expect(await invoke()).toMatchObject({
      ok: false,
      error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'lost' },
    })
  })

  it('refuses an answer over 6 MB', async () => {
    const { invoke } = deploy('export const handler = async () => "x".repeat(6 * 1024 * 1024)')
    expect(await invoke()).toMatchObject({ ok: false, error: { errorType: 'Function.ResponseSizeTooLarge' } })
  })

  it('runs side by side up to its limit and makes the rest wait', async () => {
    const code =
      'export const handler = async () => { await new Promise((r) => setTimeout(r, 150)); return process.pid }'
    const wide = deploy(code)
    const pids = await Promise.all([1, 2, 3, 4].map(() => wide.invoke()))
    expect(new Set(pids.map(payload)).size).toBe(2)
    const narrow = deploy(code, { reservedConcurrency: 1 })
    expect(new Set((await Promise.all([1, 2, 3].map(() => narrow.invoke()))).map(payload)).size).toBe(1)
  })

  it('lives in moved time, and still knows given dates', async () => {
    offset = 86_400_000 * 365
    const { invoke } = deploy(
      'export const handler = async () => ({ now: Date.now(), made: new Date().getTime(), given: new Date(0).toISOString(), is: new Date() instanceof Date, text: typeof Date(), same: new Date().constructor === Date })',
    )
    const { now, made, ...rest } = payload(await invoke()) as Record<string, number>
    expect(Math.abs((now ?? 0) - Date.now() - offset)).toBeLessThan(5_000)
    expect(Math.abs((made ?? 0) - (now ?? 0))).toBeLessThan(50)
    expect(rest).toEqual({ given: '1970-01-01T00:00:00.000Z', is: true, text: 'string', same: true })
    offset = 0
    expect(Math.abs(((payload(await invoke()) as { now: number }).now ?? 0) - Date.now())).toBeLessThan(5_000)
  })

  it('hands on what it prints', async () => {
    const { invoke } = deploy('export const handler = async () => { console.log("to out"); console.error("to err") }')
    await invoke()
    await new Promise((wake) => setTimeout(wake, 50))
    expect(lines).toEqual(expect.arrayContaining(['stdout to out', 'stderr to err']))
  })

  it('fails the event of a process that is killed from outside', async () => {
    const { invoke, killOne } = deploy(
      'export const handler = async () => new Promise(() => { setInterval(() => {}, 1000) })',
    )
    const pending = invoke()
    await new Promise((wake) => setTimeout(wake, 600))
    killOne()
    expect(await pending).toMatchObject({ ok: false, kind: 'crashed' })
  })
})
