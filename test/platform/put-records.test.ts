import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { putRecords } from '../../shared/platform/aws.ts'
import { AwsCallError } from '../../shared/platform/aws-call.ts'

type Seen = { headers: IncomingHttpHeaders; body: unknown }

let env: Record<string, string>
let seen: Seen[]
let answer: { status: number; body: unknown }

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    seen.push({ headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString()) })
    response.writeHead(answer.status).end(JSON.stringify(answer.body))
  })
})

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const AWS_ENDPOINT_URL_FIREHOSE = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  env = { AWS_ENDPOINT_URL_FIREHOSE, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 's' }
})
beforeEach(() => {
  seen = []
})
afterAll(() => {
  server.close()
})

describe('records for Firehose', () => {
  it('go in one signed call, as base64', async () => {
    answer = { status: 200, body: { FailedPutCount: 0, RequestResponses: [{ RecordId: '1' }, { RecordId: '2' }] } }
    expect(await putRecords('raw', ['a\n', 'ü\n'], env)).toEqual([undefined, undefined])
    expect(seen).toMatchObject([
      {
        headers: {
          'x-amz-target': 'Firehose_20150804.PutRecordBatch',
          authorization: expect.stringContaining('/eu-central-1/firehose/aws4_request'),
        },
        body: { DeliveryStreamName: 'raw', Records: [{ Data: 'YQo=' }, { Data: 'w7wK' }] },
      },
    ])
  })

  it('count as not taken where the answer says so, or says nothing', async () => {
    answer = { status: 200, body: { FailedPutCount: 1, RequestResponses: [{ ErrorCode: 'Slow' }, { RecordId: '2' }] } }
    expect(await putRecords('raw', ['a', 'b', 'c'], env)).toEqual(['Slow', undefined, 'Unanswered'])
  })

  it('are refused as a whole with AWS’s own error', async () => {
    answer = { status: 400, body: { __type: 'ResourceNotFoundException' } }
    const refused = putRecords('raw', ['a'], env)
    await expect(refused).rejects.toThrow(AwsCallError)
    await expect(refused).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })
})
