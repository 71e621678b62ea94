import { ComprehendClient } from '@aws-sdk/client-comprehend'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from '@jest/globals'
import { endpointsOf } from '../../infra/bundle/endpoints.ts'

const REGIONS =
  'us-east-1 us-east-2 us-west-1 us-west-2 eu-central-1 eu-central-2 eu-north-1 eu-south-2 eu-west-3 ap-east-1 ap-northeast-3 ap-southeast-7 sa-east-1 ca-west-1 me-central-1 af-south-1 il-central-1 mx-central-1 us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1 eusc-de-east-1'.split(
    ' ',
  )
const CLIENTS = [
  ['comprehend', ComprehendClient],
  ['dynamodb', DynamoDBClient],
  ['email', SESv2Client],
  ['sqs', SQSClient],
] as const

describe.each(CLIENTS)('the address of %s in a bundle', (host, Client) => {
  const rules = new Client({ region: 'us-east-1' }).config.endpointProvider
  const ours = endpointsOf(host)

  it.each(REGIONS)("is the one that the SDK's own rules give in %s", (Region) => {
    const params = { Region, UseFIPS: false, UseDualStack: false }
    expect(ours(params).url.href).toBe(rules(params).url.href)
  })

  it('is the configured one where there is one', () => {
    const params = { Region: 'us-east-1', Endpoint: 'http://127.0.0.1:4567' }
    expect(ours(params).url.href).toBe(rules(params).url.href)
  })

  it.each([
    ['FIPS', { Region: 'us-east-1', UseFIPS: true }],
    ['dual stack', { Region: 'us-east-1', UseDualStack: true }],
    ['isolated regions', { Region: 'us-iso-east-1' }],
    ['no region', {}],
    ['a region that is a host name', { Region: 'us-east-1.example.com/' }],
  ])('is refused where it is not known: %s', (_, params) => {
    expect(() => ours(params)).toThrow(`No address for ${host}`)
  })
})
