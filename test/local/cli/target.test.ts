import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { outputsIn } from '../../../local/cli/stack-outputs.ts'
import { TargetError, targetOf } from '../../../local/cli/target.ts'

const OUTPUTS = {
  AppUrl: 'https://abc.example.com/',
  DeliveriesQueueUrl: 'https://sqs.us-east-1.amazonaws.com/1/q?a=1&b=2',
  ArchiveBucketName: 'archive',
  TableName: 'table',
}
const escaped = (text: string): string => text.replaceAll('&', '&amp;')
const stack = (
  outputs: Record<string, string>,
): string => `<DescribeStacksResponse><DescribeStacksResult><Stacks><member>
  <Tags><member><Key>stage</Key><Value>dev</Value></member></Tags><Outputs>
  ${Object.entries(outputs)
    .map(
      ([key, value]) =>
        `<member><OutputKey>${key}</OutputKey><Description>x</Description><OutputValue>${escaped(value)}</OutputValue></member>`,
    )
    .join('\n')}
  </Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`

let answer: { status: number; body: string }
const seen: { body: string; auth: string; token: string | undefined }[] = []
const server = createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += String(part)
  const token = request.headers['x-amz-security-token']
  seen.push({ body, auth: String(request.headers.authorization), token: token === undefined ? token : String(token) })
  response.writeHead(answer.status).end(answer.body)
})

const kept = { ...process.env }
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  answer = { status: 200, body: stack(OUTPUTS) }
  seen.length = 0
  for (const name of Object.keys(process.env).filter((one) => /^(AWS_|EARSHOT_)/.test(one))) delete process.env[name]
  process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE'
  process.env.AWS_SECRET_ACCESS_KEY = 'secret'
})
afterEach(() => {
  process.env = { ...kept }
})

const refusal = (code: string): void => {
  answer = {
    status: 400,
    body: `<ErrorResponse><Error><Code>${code}</Code><Message>m</Message></Error></ErrorResponse>`,
  }
}

describe('a stage in AWS', () => {
  it('is found by its stack’s outputs, with the credentials of the environment', async () => {
    process.env.AWS_SESSION_TOKEN = 'session'
    const target = await targetOf({ stage: 'dev', data: 'nowhere' })
    expect(target).toMatchObject({
      place: 'aws',
      stageName: 'dev',
      appUrl: 'https://abc.example.com',
      queueUrl: OUTPUTS.DeliveriesQueueUrl,
      archiveBucket: 'archive',
      tableName: 'table',
      env: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SESSION_TOKEN: 'session' },
    })
    expect(seen).toEqual([
      {
        body: 'Action=DescribeStacks&Version=2010-05-15&StackName=earshot-dev-app',
        auth: expect.stringContaining('/us-east-1/cloudformation/aws4_request'),
        token: 'session',
      },
    ])
    expect(await target.sdk.credentials()).toMatchObject({ accessKeyId: 'AKIAEXAMPLE', sessionToken: 'session' })
  })

  it('is named by EARSHOT_STAGE, unless the command says another', async () => {
    process.env.EARSHOT_STAGE = 'prod'
    expect((await targetOf({ data: 'nowhere' })).stageName).toBe('prod')
    expect((await targetOf({ stage: 'dev', data: 'nowhere' })).stageName).toBe('dev')
  })

  it.each([
    ['ValidationError', /no stack earshot-dev-app in us-east-1.*npm run deploy/],
    ['ExpiredToken', /ExpiredToken.*Sign in again/],
    ['InvalidClientTokenId', /Sign in again/],
    ['SignatureDoesNotMatch', /Sign in again/],
    ['AccessDenied', /cloudformation:DescribeStacks/],
  ])('that AWS refuses with %s is explained', async (code, words) => {
    refusal(code)
    const refused = targetOf({ stage: 'dev', data: 'nowhere' })
    await expect(refused).rejects.toThrow(TargetError)
    await expect(refused).rejects.toThrow(words)
  })

  it('that was deployed by an older Earshot has to be deployed again', async () => {
    answer.body = stack({ AppUrl: OUTPUTS.AppUrl })
    await expect(targetOf({ stage: 'dev', data: 'nowhere' })).rejects.toThrow(/DeliveriesQueueUrl.*deploy/)
  })

  it('needs a token for its API, which is no argument', async () => {
    const target = await targetOf({ stage: 'dev', data: 'nowhere' })
    expect(() => target.api()).toThrow('EARSHOT_TOKEN')
    process.env.EARSHOT_TOKEN = 'token'
    expect(target.api()).toHaveProperty('get')
  })

  it('that infra/config.ts does not have is none', async () => {
    await expect(targetOf({ stage: 'staging', data: 'nowhere' })).rejects.toThrow('expected one of local, dev, prod')
  })
})

describe('without a stage', () => {
  it('the runner is meant, and where none runs the message says how to start it', async () => {
    await expect(targetOf({ data: '/nowhere' })).rejects.toThrow(/npm start.*--stage NAME/)
    process.env.EARSHOT_STAGE = 'local'
    await expect(targetOf({ data: '/nowhere' })).rejects.toThrow('npm start')
    expect(seen).toEqual([])
  })
})

describe('outputs', () => {
  it('are read with what XML stands for, and from nowhere but outputs', () => {
    expect(outputsIn(stack({ ...OUTPUTS, Odd: 'a < b' }).replace('a < b', 'a &lt; b'))).toEqual({
      ...OUTPUTS,
      Odd: 'a < b',
    })
    expect(outputsIn('')).toEqual({})
  })
})
