import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { confirmSubscription, getObject, getSecretValue, putObject, sendMessages } from '../../shared/platform/aws.ts'
import { AwsCallError } from '../../shared/platform/aws-call.ts'

const seen: { method: string | undefined; url: string | undefined; auth: string | undefined; body: string }[] = []
const objects = new Map<string, Buffer>()
/** Messages that the queue leaves out of a batch, once. */
const refusals = new Set<string>()
/** Messages that the queue says nothing of, once. */
const unsaid = new Set<string>()

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

const server = createServer(async (request, response) => {
  const body = await read(request)
  seen.push({ method: request.method, url: request.url, auth: request.headers.authorization, body: body.toString() })
  if (request.method === 'POST') {
    if (body.toString().startsWith('Action=ConfirmSubscription'))
      return body.toString().includes('Token=gone')
        ? response.writeHead(400).end('<ErrorResponse><Error><Code>InvalidParameter</Code></Error></ErrorResponse>')
        : response.end('<ConfirmSubscriptionResponse/>')
    const { SecretId, Entries } = JSON.parse(body.toString())
    if (Entries) {
      const left = (Entries as { Id: string; MessageBody: string }[]).filter(
        (one) => refusals.delete(one.MessageBody) || one.MessageBody === 'never',
      )
      const unnamed = (Entries as { Id: string; MessageBody: string }[]).filter(({ MessageBody }) =>
        unsaid.delete(MessageBody),
      )
      const Successful = (Entries as { Id: string }[]).filter(
        (one) => ![...left, ...unnamed].some(({ Id }) => Id === one.Id),
      )
      return response.end(JSON.stringify({ Successful, Failed: left.map(({ Id }) => ({ Id, Code: 'InternalError' })) }))
    }
    if (SecretId === 'gone') return response.writeHead(400).end('{"__type":"ResourceNotFoundException"}')
    return response.end(JSON.stringify({ SecretString: `value of ${SecretId}` }))
  }
  if (request.method === 'PUT') {
    objects.set(request.url ?? '', body)
    return response.end()
  }
  const object = objects.get(request.url ?? '')
  return object ? response.end(object) : response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
})
let env: Record<string, string>

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  }
})
afterAll(() => {
  server.close()
})

describe('messages in batches', () => {
  const batches = () =>
    seen.splice(0).map(({ body }) => JSON.parse(body).Entries.map((one: { MessageBody: string }) => one.MessageBody))

  it('go ten a call, and never more than a call may hold', async () => {
    seen.length = 0
    const bodies = Array.from({ length: 23 }, (_, at) => `m${at}`)
    await sendMessages('https://sqs.example/1/queue', bodies, env)
    expect(batches()).toEqual([bodies.slice(0, 10), bodies.slice(10, 20), bodies.slice(20)])
    const large = Array.from({ length: 7 }, (_, at) => `${at}`.padEnd(300_000, 'x'))
    await sendMessages('https://sqs.example/1/queue', large, env)
    expect(batches().map((batch: string[]) => batch.length)).toEqual([3, 3, 1])
    await sendMessages('https://sqs.example/1/queue', [], env)
    expect(seen).toEqual([])
  })

  it('are sent again where the queue left them out, and only those', async () => {
    seen.length = 0
    refusals.add('b')
    await sendMessages('https://sqs.example/1/queue', ['a', 'b', 'c'], env)
    expect(batches()).toEqual([['a', 'b', 'c'], ['b']])
  })

  it('are sent again where the queue does not say that it has them', async () => {
    seen.length = 0
    unsaid.add('a').add('b')
    await sendMessages('https://sqs.example/1/queue', ['a', 'b', 'c'], env)
    expect(batches()).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
    ])
  })

  it('that the queue never takes are an error', async () => {
    await expect(sendMessages('https://sqs.example/1/queue', ['a', 'never'], env)).rejects.toThrow('InternalError')
  })
})

describe('the small signer', () => {
  it('reads a secret with a signature for its service and Region', async () => {
    expect(await getSecretValue('pepper', env)).toBe('value of pepper')
    expect(seen.at(-1)?.auth).toContain('/eu-central-1/secretsmanager/aws4_request')
  })

  it('confirms a subscription in the topic’s own Region, in words that nobody else may take back', async () => {
    const topic = 'arn:aws:sns:us-west-2:123456789012:news'
    await confirmSubscription(topic, 'token', env)
    expect(seen.at(-1)?.auth).toContain('/us-west-2/sns/aws4_request')
    expect(Object.fromEntries(new URLSearchParams(seen.at(-1)?.body))).toEqual({
      Action: 'ConfirmSubscription',
      Version: '2010-03-31',
      TopicArn: topic,
      Token: 'token',
      AuthenticateOnUnsubscribe: 'true',
    })
    await expect(confirmSubscription(topic, 'gone', env)).rejects.toMatchObject({ code: 'InvalidParameter' })
  })

  it('names AWS’s own error when a secret is refused', async () => {
    const refused = getSecretValue('gone', env)
    await expect(refused).rejects.toThrow(AwsCallError)
    await expect(refused).rejects.toMatchObject({ status: 400, code: 'ResourceNotFoundException' })
  })

  it('puts bytes and gets the same bytes back, whatever stands in the key', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128])
    await putObject('archive', 'deliveries/shop/a b+ü.json', bytes, env)
    expect(await getObject('archive', 'deliveries/shop/a b+ü.json', env)).toEqual(bytes)
  })

  it('says when there is no such object', async () => {
    await expect(getObject('archive', 'none', env)).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' })
  })
})
