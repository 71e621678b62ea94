import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AwsV4Signer } from 'aws4fetch'
import { build } from 'esbuild'
import { ROOT } from '../../infra/build.ts'
import { plugins } from '../../infra/build-plugins.ts'

/** The clients of AWS as the bundles have them, with parts left out, against the packages as they are published. */

const run = promisify(execFile)
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG' }
type Answer = { status: number; headers: Record<string, string>; body: object }
type Request = { method: string; path: string; headers: Record<string, string>; body: string }
const state = { folder: '', bundles: 0, asked: [] as Answer[], requests: [] as Request[] }

const server = createServer(async (message, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]))
  const { method = '', url: path = '' } = message
  state.requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
  const answer = state.asked.shift() ?? { status: 500, headers: {}, body: {} }
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0', ...answer.headers })
  response.end(JSON.stringify(answer.body))
})
const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'earshot-sdk-'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(state.folder, { recursive: true, force: true })
})

const runNode = async (args: string[], answers: readonly Answer[], env: NodeJS.ProcessEnv): Promise<unknown> => {
  state.asked = [...answers]
  state.requests = []
  const { stdout } = await run(process.execPath, args, {
    cwd: ROOT,
    env: { AWS_REGION: 'eu-central-1', ...KEYS, AWS_ENDPOINT_URL: origin(), ...env },
  })
  return JSON.parse(stdout)
}

/** Runs a few lines as a function of ours would run, bundled, against a service that gives the answers one by one. */
const runBundled = async (lines: string, answers: readonly Answer[], env: NodeJS.ProcessEnv = {}): Promise<unknown> => {
  const outfile = join(state.folder, `lines-${state.bundles++}.mjs`)
  await build({
    stdin: { contents: lines, resolveDir: ROOT },
    absWorkingDir: ROOT,
    ...{ bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node24', outfile, plugins },
    ...{ mainFields: ['module', 'main'], conditions: ['module'] },
  })
  return runNode([outfile], answers, env)
}

/** The same with the packages as they are. */
const runWhole = (lines: string, answers: readonly Answer[]): Promise<unknown> =>
  runNode(['--input-type=module', '-e', lines], answers, {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  })

const judge = (attempts: number) => `
  import { BatchDetectSentimentCommand, ComprehendClient } from '@aws-sdk/client-comprehend'
  const client = new ComprehendClient({ maxAttempts: ${attempts} })
  const answer = await client.send(new BatchDetectSentimentCommand({ LanguageCode: 'en', TextList: ['good'] }))
    .catch(({ name, message, $metadata, $fault }) => ({ name, message, attempts: $metadata?.attempts, $fault }))
  console.log(JSON.stringify(answer))`
const refusal = (__type: string) => ({ status: 400, headers: {}, body: { __type, Message: 'no' } })
const good = { status: 200, headers: {}, body: { ResultList: [{ Index: 0, Sentiment: 'POSITIVE' }], ErrorList: [] } }
const throttled = refusal('TooManyRequestsException')

/** Every call of ours, each once: the document client's, SES's, SQS's and Comprehend's. */
const CALLS = `
  import { BatchDetectSentimentCommand, ComprehendClient } from '@aws-sdk/client-comprehend'
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
  import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2'
  import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
  import * as lib from '@aws-sdk/lib-dynamodb'
  const table = lib.DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } })
  const [ses, sqs, comprehend] = [new SESv2Client({ maxAttempts: 1 }), new SQSClient({}), new ComprehendClient({ maxAttempts: 3 })]
  const TableName = 't', Key = { pk: 'é 😀 \\u0007', sk: -1.5e-7 }
  const Item = { ...Key, list: [1, 'b', null, { c: true, gone: undefined }], set: new Set(['x']), bytes: Uint8Array.of(0, 255) }
  const values = { ExpressionAttributeNames: { '#a': 'a' }, ExpressionAttributeValues: { ':a': { deep: [0] } } }
  const given = { TableName, Key, UpdateExpression: 'SET #a = :a', ...values }
  const email = { FromEmailAddress: 'A <a@example.com>', Destination: { ToAddresses: ['b@example.com'] }, ConfigurationSetName: 'c',
    Content: { Simple: { Subject: { Data: 'ä 😀', Charset: 'UTF-8' }, Body: { Text: { Data: 'x' }, Html: { Data: '<p>' } }, Headers: [{ Name: 'List-Id', Value: 'l' }] } },
    EmailTags: [{ Name: 'iid', Value: '1' }], ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED' } } }
  const calls = [
    () => table.send(new lib.GetCommand({ TableName, Key, ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' })),
    () => table.send(new lib.PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
    () => table.send(new lib.UpdateCommand({ ...given, ReturnValues: 'ALL_NEW' })),
    () => table.send(new lib.DeleteCommand({ TableName, Key })),
    () => table.send(new lib.QueryCommand({ TableName, KeyConditionExpression: '#a = :a', Limit: 3, ScanIndexForward: false, ...values })),
    () => table.send(new lib.ScanCommand({ TableName, Segment: 0, TotalSegments: 4, ExclusiveStartKey: Key })),
    () => table.send(new lib.BatchGetCommand({ RequestItems: { t: { Keys: [Key], ConsistentRead: true } } })),
    () => table.send(new lib.BatchWriteCommand({ RequestItems: { t: [{ PutRequest: { Item } }, { DeleteRequest: { Key } }] } })),
    () => table.send(new lib.TransactWriteCommand({ ClientRequestToken: 'k', TransactItems: [{ Put: { TableName, Item } }, { Update: given }] })),
    () => ses.send(new SendEmailCommand(email)),
    () => sqs.send(new SendMessageCommand({ QueueUrl: process.env.AWS_ENDPOINT_URL + '/1/q', MessageBody: '{"v":1}', DelaySeconds: 9 })),
    () => comprehend.send(new BatchDetectSentimentCommand({ LanguageCode: 'de', TextList: ['gut', 'ü'] })),
  ]
  const said = []
  for (const call of calls) said.push(await call().catch(({ name, message }) => ({ name, message })))
  console.log(JSON.stringify(said, (_, value) => value instanceof Set || value instanceof Uint8Array ? [...value] : value))`

const ITEM = {
  pk: { S: 'é 😀' },
  n: { N: '-1.5e-7' },
  l: { L: [{ BOOL: true }, { NULL: true }] },
  s: { SS: ['x'] },
  b: { B: 'AP8=' },
}
const answers: readonly Answer[] = [
  { Item: ITEM, ConsumedCapacity: { TableName: 't', CapacityUnits: 0.5 } },
  { Attributes: ITEM },
  { Attributes: ITEM },
  {},
  { Items: [ITEM], Count: 1, ScannedCount: 1, LastEvaluatedKey: ITEM },
  { Items: [], Count: 0, ScannedCount: 3 },
  { Responses: { t: [ITEM] }, UnprocessedKeys: { t: { Keys: [ITEM] } } },
  { UnprocessedItems: { t: [{ PutRequest: { Item: ITEM } }] } },
  {},
  { MessageId: 'email' },
  { MessageId: 'message', MD5OfMessageBody: '4e3a6c0d9ed0e4ef3f2bd5d62a1d2f4f' },
  {
    ResultList: [{ Index: 0, Sentiment: 'POSITIVE', SentimentScore: { Positive: 0.9 } }],
    ErrorList: [{ Index: 1, ErrorCode: 'X' }],
  },
].map((body) => ({ status: 200, headers: { 'x-amzn-requestid': 'r' }, body }))

const MAY_DIFFER = [
  'user-agent',
  'x-amz-user-agent',
  'amz-sdk-invocation-id',
  'authorization',
  'x-amz-date',
  'host',
  'connection',
]

/** A request without what is another at each one; its signature is held to the published small signer's. */
const told = async ({ method, path, headers, body }: Request) => {
  const [, service = '', names = '', signature] =
    /\/(\w+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(headers.authorization ?? '') ?? []
  const signed = names
    .split(';')
    .filter((name) => name !== 'host')
    .map((name) => [name, headers[name] ?? ''] as const)
  const signer = new AwsV4Signer({
    ...{
      method,
      url: new URL(path, origin()).href,
      headers: Object.fromEntries(signed),
      body,
      allHeaders: true,
      service,
      region: 'eu-central-1',
    },
    ...{
      accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
      secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
      datetime: headers['x-amz-date'] ?? '',
    },
  })
  expect(await signer.signature()).toBe(signature)
  const same = Object.entries(headers).filter(([name]) => !MAY_DIFFER.includes(name))
  return { method, path, service, headers: Object.fromEntries(same), body: JSON.parse(body) }
}

describe('the clients of AWS in a bundle', () => {
  it('ask the same as the published ones, well signed, and understand the same', async () => {
    const understood = await runBundled(CALLS, answers)
    const asked = await Promise.all(state.requests.map(told))
    expect(understood).toEqual(await runWhole(CALLS, answers))
    expect(asked).toEqual(await Promise.all(state.requests.map(told)))
    expect(asked).toHaveLength(answers.length)
  })

  it('say which package and version they are', async () => {
    await runBundled(judge(1), [good])
    expect(state.requests[0]?.headers['user-agent']).toMatch(/^aws-sdk-js\/3\.\d+\.\d+$/)
  })

  it('take what is in the environment: an address for one service, how often to try', async () => {
    const elsewhere = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_COMPREHEND: origin(),
      AWS_MAX_ATTEMPTS: '2',
    }
    const lines = judge(1).replace('{ maxAttempts: 1 }', '{}')
    expect(await runBundled(lines, [throttled, throttled], elsewhere)).toMatchObject({ attempts: 2 })
    expect(state.requests).toHaveLength(2)
  })

  it('say what is missing', async () => {
    expect(await runBundled(judge(1), [], { AWS_REGION: undefined })).toMatchObject({ message: 'Region is missing' })
  })
})

describe('what the bundles leave out of the SDK', () => {
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
