import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Context } from 'aws-lambda'
import { buildApp } from 'fauxqs'
import { standardEvent } from '../../../local/payloads/standard.ts'
import { type Delivery, deliverySchema } from '../../../shared/domain/listen/delivery.ts'
import { getObject } from '../../../shared/platform/aws.ts'
import { doorToken } from '../../../shared/sources/door.ts'
import { AT, order, review } from '../../sources/fixtures/shop.ts'
import { doorEvent, SECRETS, SOURCES, signed, withLog } from '../../support/door.ts'

/** The door as it is deployed, against a local SQS and S3 and a server that answers for Secrets Manager. */
const shop = SECRETS.shop ?? ''
const app = buildApp({ logger: false })
let secretReads = 0
const secretsManager = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  secretReads++
  const { SecretId } = JSON.parse(Buffer.concat(parts).toString())
  response.end(JSON.stringify({ SecretString: SECRETS[SecretId.replace('earshot/', '')] }))
})

let sqs: SQSClient
let queueUrl = ''
type Handler = (event: ReturnType<typeof doorEvent>, context: Context) => Promise<{ statusCode?: number }>
let handler: Handler

const send = async (request: { headers: Record<string, string>; body: string }): Promise<number | undefined> => {
  const event = doorEvent('shop', doorToken(shop), request)
  return (await withLog(() => handler(event, {} as Context))).value.statusCode
}
const received = async (): Promise<Delivery[]> => {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }))
  return Messages.map(({ Body = '' }) => deliverySchema.parse(JSON.parse(Body)))
}
const fresh = (payload: ReturnType<typeof standardEvent>) => signed('standard', shop, payload, Date.now())

beforeAll(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((ready) => secretsManager.listen(0, '127.0.0.1', ready))
  const { port } = app.server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  const config = { region: 'us-east-1', endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  sqs = new SQSClient(config)
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'deliveries' }))).QueueUrl ?? ''
  await new S3Client({ ...config, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'archive' }))
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(secretsManager.address() as AddressInfo).port}`,
    SOURCES: JSON.stringify(SOURCES),
    SOURCE_SECRETS: JSON.stringify(
      Object.fromEntries(Object.keys(SOURCES).map((source) => [source, `earshot/${source}`])),
    ),
    DELIVERIES_QUEUE_URL: queueUrl,
    ARCHIVE_BUCKET: 'archive',
  })
  const door = await import('../../../functions/listen/door.ts')
  handler = door.handler as unknown as Handler
})
afterAll(async () => {
  await app.close()
  secretsManager.close()
})

describe('the door’s function', () => {
  it('puts a delivery into the queue before it says so', async () => {
    const payload = standardEvent('order.placed', AT, order({ note: 'ü 😀 \u0000 \ufffe' }))
    expect(await send(fresh(payload))).toBe(202)
    const [delivery] = await received()
    expect(Buffer.from(delivery?.body ?? '', 'base64').toString()).toBe(payload.body)
    expect(delivery).toMatchObject({ v: 1, source: 'shop' })
  })

  it('reads a secret once for many deliveries', async () => {
    secretReads = 0
    for (let at = 0; at < 5; at++) expect(await send(fresh(standardEvent('order', AT, order({ id: at }))))).toBe(202)
    expect(secretReads).toBe(0)
    await sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl }))
  })

  it('queues the largest body that goes into a message, and archives a larger one', async () => {
    const { headers, body } = standardEvent('post', AT, review({ text: '' }))
    const ofSize = (bytes: number) => ({
      headers,
      body: body.replace('"text":""', `"text":"${'x'.repeat(bytes - body.length)}"`),
    })
    expect(await send(fresh(ofSize(200_000)))).toBe(202)
    expect((await received())[0]?.body?.length).toBeGreaterThan(266_000)
    const large = ofSize(4_000_000)
    expect(await send(fresh(large))).toBe(202)
    const [pointer] = await received()
    expect((await getObject('archive', pointer?.archiveKey ?? '')).toString()).toBe(large.body)
  })

  it('answers 503 when there is no queue, so that the sender tries again', async () => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }))
    expect(await send(fresh(standardEvent('order', AT, order())))).toBe(503)
  })
})
