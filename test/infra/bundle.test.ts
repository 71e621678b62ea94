import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { HttpRequest } from '@smithy/core/protocols'
import { build } from 'esbuild'
import { buildFunctions, ROOT } from '../../infra/build.ts'
import { plugins } from '../../infra/build-plugins.ts'
import { defaultProvider } from '../../infra/bundle/environment-credentials.ts'
import { NodeHttpHandler } from '../../infra/bundle/lazy-http-handler.ts'
import { FUNCTION_IDS } from '../../infra/functions.ts'

const run = promisify(execFile)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-bundle-'))
  await buildFunctions(join(folder, 'one'))
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

describe('what the bundles leave out of the SDK', () => {
  let server: Server
  let asked: { status: number; headers: Record<string, string>; body: object }[]
  beforeAll(async () => {
    server = createServer((_, response) => {
      const { status, headers, body } = asked.shift() ?? { status: 500, headers: {}, body: {} }
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers }).end(JSON.stringify(body))
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  /** Runs a few lines as a function of ours would run, bundled, against a service that gives the answers one by one. */
  const runBundled = async (lines: string, answers: typeof asked): Promise<unknown> => {
    asked = [...answers]
    const bundle = join(folder, `lines-${answers.length}-${lines.length}.mjs`)
    await build({
      stdin: { contents: lines, resolveDir: ROOT },
      absWorkingDir: ROOT,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      conditions: ['module'],
      minify: true,
      plugins,
      outfile: bundle,
    })
    const { stdout } = await run(process.execPath, [bundle], {
      env: {
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'id',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      },
    })
    return JSON.parse(stdout)
  }

  const judge = (attempts: number) => `
    import { BatchDetectSentimentCommand, ComprehendClient } from '@aws-sdk/client-comprehend'
    const client = new ComprehendClient({ maxAttempts: ${attempts} })
    const answer = await client.send(new BatchDetectSentimentCommand({ LanguageCode: 'en', TextList: ['good'] }))
      .catch(({ name, message, $metadata, $fault }) => ({ name, message, attempts: $metadata.attempts, $fault }))
    console.log(JSON.stringify(answer))`
  const refusal = (__type: string) => ({ status: 400, headers: {}, body: { __type, Message: 'no' } })
  const good = { status: 200, headers: {}, body: { ResultList: [{ Index: 0, Sentiment: 'POSITIVE' }], ErrorList: [] } }

  it.each(['InvalidRequestException', 'com.amazonaws.comprehend#UnsupportedLanguageException'])(
    'keeps the name and the message of an error: %s',
    async (name) => {
      expect(await runBundled(judge(3), [refusal(name)])).toMatchObject({
        name: name.replace(/.*#/, ''),
        message: 'no',
        attempts: 1,
        $fault: 'client',
      })
    },
  )

  it('tries again what is throttled, a moment that the service names too', async () => {
    const throttled = refusal('TooManyRequestsException')
    const later = { ...throttled, headers: { 'retry-after': new Date(Date.now() + 1_000).toUTCString() } }
    expect(await runBundled(judge(3), [throttled, later, good])).toMatchObject({ ResultList: good.body.ResultList })
  })

  it('keeps the class and the fields of the errors that are read', async () => {
    const lines = `
      import { ConditionalCheckFailedException, DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
      import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
      const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 1 }))
      const TransactItems = [{ Put: { TableName: 't', Item: { pk: 'a' } } }]
      const cancelled = await client.send(new TransactWriteCommand({ TransactItems })).catch((error) => error)
      const failed = await client.send(new PutCommand({ TableName: 't', Item: { pk: 'a' } })).catch((error) => error)
      console.log(JSON.stringify([
        cancelled instanceof TransactionCanceledException, cancelled.CancellationReasons.map(({ Code }) => Code),
        failed instanceof ConditionalCheckFailedException,
      ]))`
    const namespace = 'com.amazonaws.dynamodb.v20120810'
    const answers = [
      {
        status: 400,
        headers: {},
        body: {
          __type: `${namespace}#TransactionCanceledException`,
          CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
        },
      },
      { status: 400, headers: {}, body: { __type: `${namespace}#ConditionalCheckFailedException`, message: 'no' } },
    ]
    expect(await runBundled(lines, answers)).toEqual([true, ['ConditionalCheckFailed', 'None'], true])
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
