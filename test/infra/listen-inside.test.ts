import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { appOf, ofType, type Properties, type Resource, resourcesOf } from './template.ts'

let resources: Resource[]
let remove: () => Promise<void>

beforeAll(async () => {
  const made = await appOf('local')
  remove = made.remove
  // Throws on any finding of cdk-nag's AwsSolutions and Serverless packs and of CloudFormation Validate.
  resources = resourcesOf(made.app)
}, 120_000)

afterAll(() => remove())

type Statement = {
  Effect: string
  Action: string | string[]
  Principal: Record<string, unknown>
  Condition?: Record<string, Record<string, unknown>>
}

const functionOf = (tag: string): Resource => {
  const found = ofType(resources, 'Lambda::Function').find(({ Properties }) =>
    (Properties.Tags as { Key: string; Value: string }[]).some(({ Key, Value }) => Key === 'function' && Value === tag),
  )
  if (!found) throw new Error(`The template has no function tagged ${tag}.`)
  return found
}
const variablesOf = (tag: string): Record<string, unknown> =>
  (functionOf(tag).Properties.Environment as { Variables: Record<string, unknown> }).Variables

const inboxOf = (source: string): Resource => {
  const found = ofType(resources, 'SQS::Queue').find(
    ({ id, Properties }) => new RegExp(`Inbox${source}Queue`).test(id) && Properties.RedrivePolicy,
  )
  if (!found) throw new Error(`The template has no inbox for ${source}.`)
  return found
}
const allowedTo = ({ id }: Resource): Statement[] =>
  ofType(resources, 'SQS::QueuePolicy')
    .filter(({ Properties }) => (Properties.Queues as Properties[]).some(({ Ref }) => Ref === id))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
    .filter(({ Effect }) => Effect === 'Allow')

describe('sources within the account', () => {
  it('have a queue each, and the function reads off the queue whose message it is', () => {
    const inboxes = JSON.stringify(variablesOf('listen-inside').INBOXES)
    for (const source of ['queue', 'bus']) expect(inboxes).toContain(inboxOf(source).id)
    expect(JSON.parse(String(variablesOf('listen-inside').SOURCES))).toEqual({
      queue: expect.objectContaining({ type: 'queue' }),
      bus: expect.objectContaining({ type: 'eventbridge' }),
    })
    const polled = ofType(resources, 'Lambda::EventSourceMapping').filter(
      ({ Properties }) => (Properties.FunctionName as { Ref?: string }).Ref === functionOf('listen-inside').id,
    )
    expect(polled.map(({ Properties }) => Properties.FunctionResponseTypes)).toEqual([
      ['ReportBatchItemFailures'],
      ['ReportBatchItemFailures'],
    ])
  })

  it('have no address and no secret', () => {
    expect(JSON.parse(String(variablesOf('listen-door').SOURCES))).not.toHaveProperty('queue')
    const names = ofType(resources, 'SecretsManager::Secret').map(({ Properties }) => Properties.Name)
    expect(names).toContain('earshot/local/source/sns')
    expect(names).not.toContain('earshot/local/source/queue')
    expect(names).not.toContain('earshot/local/source/bus')
  })

  it('let the senders of the settings send to their queue, and nobody else, over TLS only', () => {
    expect(allowedTo(inboxOf('queue'))).toEqual([
      expect.objectContaining({ Action: 'sqs:SendMessage', Principal: { AWS: 'arn:aws:iam::000000000000:role/shop' } }),
    ])
    const denials = ofType(resources, 'SQS::QueuePolicy').filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('"aws:SecureTransport":"false"'),
    )
    expect(denials).toHaveLength(ofType(resources, 'SQS::Queue').length)
  })

  it('let EventBridge send for their own rule only, which takes the sources of the settings', () => {
    const [rule] = ofType(resources, 'Events::Rule').filter(({ Properties }) => Properties.EventPattern)
    expect(rule?.Properties).toMatchObject({ EventBusName: 'default', EventPattern: { source: ['example.shop'] } })
    const [target] = (rule?.Properties.Targets ?? []) as Properties[]
    expect(target?.Arn).toEqual({ 'Fn::GetAtt': [inboxOf('bus').id, 'Arn'] })
    expect(JSON.stringify(target?.DeadLetterConfig)).toMatch(/Inboxbus.*Dead/)
    expect(allowedTo(inboxOf('bus'))).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule?.id, 'Arn'] } } },
      },
    ])
  })
})

describe('SNS over HTTPS', () => {
  it('may be answered by the door for the topics of the settings, and for no others', () => {
    const statements = ofType(resources, 'IAM::Policy').flatMap(
      ({ Properties }) =>
        (Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] }).Statement,
    )
    expect(statements.filter(({ Action }) => JSON.stringify(Action).includes('sns:'))).toEqual([
      {
        Action: 'sns:ConfirmSubscription',
        Effect: 'Allow',
        Resource: 'arn:aws:sns:us-east-1:000000000000:shop-news',
      },
    ])
  })
})
