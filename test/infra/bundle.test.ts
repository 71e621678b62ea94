import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { HttpRequest } from '@smithy/core/protocols'
import { buildFunctions, ROOT } from '../../infra/build.ts'
import { EDITS } from '../../infra/bundle/edits.ts'
import { defaultProvider } from '../../infra/bundle/environment-credentials.ts'
import { NodeHttpHandler } from '../../infra/bundle/lazy-http-handler.ts'
import { UNREACHED } from '../../infra/bundle/unreached.ts'
import { FUNCTION_IDS } from '../../infra/functions.ts'

const run = promisify(execFile)
let folder: string
let read: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-bundle-'))
  read = Object.keys((await buildFunctions(join(folder, 'one'))).inputs)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the bundles', () => {
  it('are the same bytes for the same source, wherever they are built', async () => {
    await buildFunctions(join(folder, 'two', 'deeper'))

    for (const id of FUNCTION_IDS) {
      const [one, two] = await Promise.all([
        readFile(join(folder, 'one', id, 'index.mjs')),
        readFile(join(folder, 'two', 'deeper', id, 'index.mjs')),
      ])
      expect(one.equals(two)).toBe(true)
    }
  })

  it('have beside them, byte for byte, the weights and tables that they read', async () => {
    const worker = (file: string) => readFile(join(folder, 'one', 'understand-worker', file))
    const weights = await readFile(join(ROOT, 'shared/domain/understand/embedded/sentiment.bin'))
    expect((await worker('sentiment.bin')).equals(weights)).toBe(true)
    const table = (await worker('language-table.txt')).toString()
    expect(await readFile(join(ROOT, 'shared/domain/understand/language-table.ts'), 'utf8')).toContain(`'${table}'`)
    expect((await worker('index.mjs')).toString()).not.toContain(table)
  })

  it.each([...UNREACHED, ...EDITS].map(({ path }) => path))('still have what is left out or edited: %s', (path) => {
    expect(read.filter((file) => path.test(`/${file}`))).not.toEqual([])
  })

  it('start without loading TLS, a second HTTP client or Intl’s data', async () => {
    const bundle = join(folder, 'one', 'measure-feedback', 'index.mjs')
    const script = `await import(${JSON.stringify(bundle)}); console.log(process.moduleLoadList.join('\\n'))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      env: { TABLE_NAME: 'table', AWS_REGION: 'us-east-1' },
    })
    const loaded = stdout.split('\n')

    expect(loaded).not.toContain('NativeModule https')
    expect(loaded).not.toContain('NativeModule tls')
    expect(loaded).not.toContain('NativeModule crypto')
    expect(loaded).not.toContain('NativeModule internal/deps/undici/undici')
  })
})

describe('credentials', () => {
  const before = { ...process.env }
  afterAll(() => {
    process.env = before
  })

  it('come from the environment, each time anew', async () => {
    process.env = { ...before, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' }

    expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' })
  })

  it('say which variable is missing', async () => {
    process.env = { ...before, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: '' }

    await expect(defaultProvider()()).rejects.toThrow('AWS_SECRET_ACCESS_KEY is not set')
  })
})

describe('the lazy HTTP handler', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/hang') return
      response.end(`${request.method} ${request.url}`)
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const request = (path: string) =>
    new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port, method: 'GET', path, headers: {} })

  it('carries requests as the real one does', async () => {
    const handler = NodeHttpHandler.create({})

    const { response } = await handler.handle(request('/hello'))
    const body: Buffer[] = await response.body.toArray()

    expect(response.statusCode).toBe(200)
    expect(Buffer.concat(body).toString()).toBe('GET /hello')
    handler.destroy()
  })

  it('hands the options on, given before or after it was made', async () => {
    const handler = NodeHttpHandler.create({ throwOnRequestTimeout: true })
    handler.updateHttpClientConfig('requestTimeout', 50)

    await expect(handler.handle(request('/hang'))).rejects.toMatchObject({ name: 'TimeoutError' })
    handler.destroy()
  })

  it('leaves a handler that it is given as it is', () => {
    const own = NodeHttpHandler.create({})

    expect(NodeHttpHandler.create(own as never)).toBe(own)
  })
})
