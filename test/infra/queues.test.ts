import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Stack } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { appOf, ofType, type Properties, type Resource, resourcesOf } from './template.ts'

let resources: Resource[]
let remove: () => Promise<void>

beforeAll(async () => {
  const made = await appOf('dev')
  remove = made.remove
  // Throws on any finding of cdk-nag's AwsSolutions and Serverless packs and of CloudFormation Validate.
  resources = resourcesOf(made.app)
}, 120_000)

afterAll(() => remove())

describe('every queue', () => {
  const target = (properties: Properties): string | undefined =>
    (properties.RedrivePolicy as { deadLetterTargetArn: { 'Fn::GetAtt': string[] } } | undefined)?.deadLetterTargetArn[
      'Fn::GetAtt'
    ][0]

  it('has a dead-letter queue behind it after five tries, and each of those an alarm on its first message', () => {
    const queues = ofType(resources, 'SQS::Queue')
    const working = queues.filter(({ Properties }) => target(Properties))
    const dead = queues.filter(({ Properties }) => !target(Properties))
    const watched = ofType(resources, 'CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ Properties }) => {
        expect(Properties).toMatchObject({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' })
        const [dimension] = Properties.Dimensions as { Value: { 'Fn::GetAtt': string[] } }[]
        return dimension?.Value['Fn::GetAtt'][0]
      })

    expect(working).toHaveLength(4)
    expect(working.map(({ Properties }) => (Properties.RedrivePolicy as Properties).maxReceiveCount)).toEqual([
      5, 5, 5, 5,
    ])
    expect(dead).toHaveLength(6)
    expect(dead.map(({ id }) => id)).toEqual(
      expect.arrayContaining(working.map(({ Properties }) => target(Properties))),
    )
    expect(watched.sort()).toEqual(dead.map(({ id }) => id).sort())
  })

  it('hides a message six times as long as its consumer may take', () => {
    const functions = new Map(ofType(resources, 'Lambda::Function').map(({ id, Properties }) => [id, Properties]))
    const queues = new Map(ofType(resources, 'SQS::Queue').map(({ id, Properties }) => [id, Properties]))
    const sources = ofType(resources, 'Lambda::EventSourceMapping').map(({ Properties }) => Properties)
    const polled = sources.filter(({ EventSourceArn }) => 'Fn::GetAtt' in (EventSourceArn as object))

    expect(polled).toHaveLength(4)
    for (const { EventSourceArn, FunctionName, FunctionResponseTypes } of polled) {
      const queue = queues.get((EventSourceArn as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0] ?? '')
      const fn = functions.get((FunctionName as { Ref: string }).Ref)
      expect(queue?.VisibilityTimeout).toBe(6 * Number(fn?.Timeout))
      expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
    }
  })
})

describe('the checks at synthesis', () => {
  it('stop a queue that nobody has secured', async () => {
    const { app, remove: clean } = await appOf('dev')
    try {
      new Queue(app.node.findChild('App') as Stack, 'Careless')

      expect(() => app.synth()).toThrow(/does not require requests to use SSL/)
    } finally {
      await clean()
    }
  }, 60_000)
})
