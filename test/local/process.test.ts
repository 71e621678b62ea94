import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { scratch } from './fixture/assembly.ts'
import { writeSmallApp } from './fixture/small-app.ts'

const MAIN = join(import.meta.dirname, '../../local/main.ts')
const { dir, remove } = scratch()
const data = join(dir, 'data')
let assembly = ''
let port = 0
const children: ChildProcess[] = []

type LocalJson = { app: string; aws: string; inbox: string; token: string; sources: unknown[] }
type Run = { child: ChildProcess; out: () => string; ended: Promise<number | null> }

/** Two free ports in a row. */
const freePair = async (): Promise<number> => {
  const tries = Array.from({ length: 20 }, () => 20_000 + Math.floor(Math.random() * 20_000))
  const free = (wanted: number) =>
    new Promise<boolean>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen(wanted, '127.0.0.1', () => server.close(() => resolve(true)))
    })
  for (const wanted of tries) if ((await free(wanted)) && (await free(wanted + 1))) return wanted
  throw new Error('no free ports')
}

const start = (...args: string[]): Run => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  return { child, out: () => out, ended: new Promise((resolve) => child.once('close', resolve)) }
}

const ready = async (run: Run): Promise<LocalJson> => {
  for (let tries = 0; tries < 400 && !run.out().includes('ready'); tries++)
    await new Promise((wake) => setTimeout(wake, 50))
  expect(run.out()).toContain('ready')
  return JSON.parse(readFileSync(join(data, 'local.json'), 'utf8')) as LocalJson
}
const usual = (): string[] => ['--assembly', assembly, '--data', data, '--port', String(port)]
const post = (app: string, body: string) =>
  fetch(`${app}/jobs`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
const item = ({ app, token }: LocalJson, id: string) =>
  fetch(`${app}/items/${id}`, { headers: { authorization: `Bearer ${token}` } })
const idle = async (app: string): Promise<void> =>
  expect((await fetch(`${app}/_local/idle?timeoutMs=20000`)).status).toBe(200)
const secret = async ({ aws }: LocalJson): Promise<string> => {
  const response = await fetch(aws, {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=me/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    },
    body: '{"SecretId":"small/secret"}',
  })
  return ((await response.json()) as { SecretString: string }).SecretString
}
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const pids = async (app: string): Promise<number[]> => {
  const state = (await (await fetch(`${app}/_local/state`)).json()) as { environments: { pid: number }[] }
  return state.environments.map(({ pid }) => pid)
}

beforeAll(async () => {
  assembly = writeSmallApp(join(dir, 'assembly'))
  port = await freePair()
})
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  remove()
})

describe('the runner as a process', () => {
  it('keeps tables, queues, secrets and tokens through kill -9, and leaves no function behind', async () => {
    const first = start(...usual())
    const before = await ready(first)
    await post(before.app, 'kept')
    await post(before.app, 'poison')
    await idle(before.app)
    const functions = await pids(before.app)
    const generated = await secret(before)
    expect(JSON.parse(generated)).toEqual({ current: expect.stringMatching(/^[A-Za-z0-9]{32}$/) })
    first.child.kill('SIGKILL')
    await first.ended
    for (let tries = 0; tries < 100 && functions.some(alive); tries++) await new Promise((wake) => setTimeout(wake, 20))
    expect(functions.filter(alive)).toEqual([])

    const second = start(...usual())
    const after = await ready(second)
    expect((await item(before, 'kept')).status).toBe(200)
    expect(await secret(after)).toBe(generated)
    await idle(after.app)
    const { queues } = (await (await fetch(`${after.app}/_local/state`)).json()) as {
      queues: Record<string, { visible: number }>
    }
    expect(queues['jobs-dead']?.visible).toBe(1)
    expect((await item(after, 'copy-kept')).status).toBe(200)

    const busy = start(...usual())
    expect(await busy.ended).toBe(1)
    expect(busy.out()).toContain(`Port ${port} is in use`)
    const locked = start('--assembly', assembly, '--data', data, '--port', String(await freePair()))
    expect(await locked.ended).toBe(1)
    expect(locked.out()).toContain('Another runner is using')
    expect(existsSync(join(data, 'local.json'))).toBe(true)

    const running = await pids(after.app)
    const asked = performance.now()
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(performance.now() - asked).toBeLessThan(5_000)
    expect(running.filter(alive)).toEqual([])
    expect(existsSync(join(data, 'local.json'))).toBe(false)
  }, 60_000)

  it('starts empty with --fresh', async () => {
    const run = start(...usual(), '--fresh')
    const local = await ready(run)
    expect((await item(local, 'kept')).status).toBe(404)
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
  }, 60_000)

  it.each([
    ['an unknown option', ['--prot', '1'], "Unknown option '--prot'"],
    ['a port that is none', ['--port', 'x'], '--port expects a number from 1 to 65534, but got "x"'],
    [
      'a folder without an assembly',
      ['--assembly', '/nonexistent', '--data', join(dir, 'other')],
      'No cloud assembly in /nonexistent',
    ],
  ])('says what is wrong with %s', async (_, args, message) => {
    const run = start('--port', String(port), ...args)
    expect(await run.ended).toBe(1)
    expect(run.out()).toContain(message)
  })

  it('explains itself', async () => {
    const run = start('--help')
    expect(await run.ended).toBe(0)
    expect(run.out()).toContain('--fresh')
  })
})
