import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AwsV4Signer } from 'aws4fetch'
import { build } from 'esbuild'
import { plugins } from '../../infra/build-plugins.ts'
import type * as aws from '../../shared/platform/aws.ts'

/** The small signer as the bundles have it, with Node's modules looked up late, against a published one. */

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG' }
const received: { message: IncomingMessage; body: Buffer }[] = []
const server = createServer(async (message, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  received.push({ message, body: Buffer.concat(chunks) })
  response.end('{"MessageId":"m"}')
})
const state = { folder: '', bundle: undefined as typeof aws | undefined, origin: '' }

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'earshot-signer-'))
  const outfile = join(state.folder, 'aws.mjs')
  const entryPoints = [join(import.meta.dirname, '../../shared/platform/aws.ts')]
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', target: 'node24', plugins })
  state.bundle = await import(outfile)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  state.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(state.folder, { recursive: true, force: true })
})

/** What the published package would have put into the header. */
const expected = async (service: string, token?: string): Promise<string | null> => {
  const one = received.at(-1)
  if (!one) throw new Error('Nothing came in.')
  const { method = '', url = '', headers } = one.message
  const names = ['content-type', 'x-amz-target', 'x-amz-content-sha256'].filter((name) => headers[name] !== undefined)
  const signer = new AwsV4Signer({
    method,
    url: new URL(url, state.origin).href,
    headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
    body: method === 'GET' ? null : one.body,
    accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
    secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
    ...(token ? { sessionToken: token } : {}),
    region: 'eu-central-1',
    service,
    allHeaders: true,
    datetime: String(headers['x-amz-date']),
  })
  return (await signer.sign()).headers.get('authorization')
}

const env = (token?: string): Record<string, string> => ({
  ...KEYS,
  AWS_REGION: 'eu-central-1',
  AWS_ENDPOINT_URL: state.origin,
  ...(token ? { AWS_SESSION_TOKEN: token } : {}),
})
const sent = () => received.at(-1)?.message.headers.authorization

describe('the small signer in a bundle', () => {
  it('signs messages as the published one does, also when it remembers the day’s key', async () => {
    for (const body of ['one', 'two', 'ä 😀', 'x'.repeat(100_000)]) {
      await state.bundle?.sendMessage(`${state.origin}/1/queue`, body, env())
      expect(sent()).toBe(await expected('sqs'))
    }
  })

  it('signs with the credentials that it is given, whatever it was given before', async () => {
    await state.bundle?.sendMessage(`${state.origin}/1/queue`, 'one', env('token'))
    expect(sent()).toBe(await expected('sqs', 'token'))
    await state.bundle?.sendMessage(`${state.origin}/1/queue`, 'one', env())
    expect(sent()).toBe(await expected('sqs'))
  })

  it('signs bytes that are no text', async () => {
    await state.bundle?.putObject('archive', 'deliveries/a', Uint8Array.of(0, 255, 128, 10), env())
    expect(sent()).toBe(await expected('s3'))
  })
})
