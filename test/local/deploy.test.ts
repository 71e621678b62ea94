import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { startLocal } from '../../local/run.ts'
import { functionWithRole, scratch, writeAssembly } from './fixture/assembly.ts'

const { dir, remove } = scratch()
afterAll(remove)
let count = 0

const refusal = async (Resources: Record<string, unknown>): Promise<string> => {
  const assemblyDir = writeAssembly(
    join(dir, String(count++)),
    { app: { Resources } },
    { fn: 'export const handler = 1' },
  )
  const started = startLocal({ assemblyDir, port: 0, quiet: true, write: () => {} })
  const local = await started.catch((error: Error) => error)
  if (local instanceof Error) return local.message
  await local.close()
  return 'it started'
}
const mapping = (properties: Record<string, unknown>) => ({
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  ...functionWithRole('Fn', []),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, ...properties },
  },
})

describe('what the runner refuses', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'an unknown type',
      { Cluster: { Type: 'AWS::ECS::Cluster' } },
      /app\/Cluster \(AWS::ECS::Cluster\): .*does not know.*AWS::SQS::Queue/,
    ],
    ['a custom resource', { X: { Type: 'Custom::Thing' } }, /Custom::Thing/],
    ['a type with the name of something every object has', { X: { Type: 'toString' } }, /toString/],
    [
      'an unknown intrinsic',
      { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Length': [] } } } },
      /app\/Q: the intrinsic Fn::Length/,
    ],
    [
      'another runtime',
      functionWithRole('Fn', [], { Runtime: 'python3.13', Code: { S3Key: 'fn.zip' } }),
      /python3\.13 is not supported/,
    ],
    [
      'a code asset that is not there',
      functionWithRole('Fn', [], { Code: { S3Key: 'gone.zip' } }),
      /gone\.zip is not in the cloud assembly/,
    ],
    [
      'a managed policy that it does not know',
      {
        R: {
          Type: 'AWS::IAM::Role',
          Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
        },
      },
      /AdministratorAccess/,
    ],
    [
      'a condition that it does not know',
      functionWithRole('Fn', [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { a: 'b' } } }]),
      /IpAddress/,
    ],
    [
      'an event source that it does not know',
      mapping({ EventSourceArn: 'arn:aws:kinesis:us-east-1:0:stream/x' }),
      /kinesis/,
    ],
    ['a queue of its own', mapping({ Queues: ['own'] }), /Queues/],
    [
      'a filter that it does not know',
      mapping({ FilterCriteria: { Filters: [{ Pattern: '{"a":[{"cidr":"x"}]}' }] } }),
      /cidr/,
    ],
    [
      'a rule with a pattern for anything but a queue',
      {
        ...functionWithRole('Fn', []),
        R: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: { source: ['shop'] },
            Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }],
          },
        },
      },
      /known: SQS queues/,
    ],
    [
      'a rule that makes another event of what fits',
      {
        R: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: { source: ['shop'] },
            Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:us-east-1:000000000000:q', InputPath: '$.detail' }],
          },
        },
      },
      /InputPath/,
    ],
    [
      'a schedule that is none',
      {
        ...functionWithRole('Fn', []),
        R: {
          Type: 'AWS::Events::Rule',
          Properties: { ScheduleExpression: 'often', Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }] },
        },
      },
      /often is not understood/,
    ],
    [
      'a WebSocket API',
      { A: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } } },
      /WEBSOCKET/,
    ],
  ])('%s', async (_, resources, message) => {
    expect(await refusal(resources)).toMatch(message)
  })

  it('an event source mapping that it knows is taken', async () => {
    expect(await refusal({ ...mapping({}), ...functionWithRole('Fn', [], { Code: { S3Key: 'fn.zip' } }) })).toBe(
      'it started',
    )
  })
})
