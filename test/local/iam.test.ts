import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type AwsRequest, accessOf, type Names } from '../../local/iam/actions.ts'
import { matchesPattern } from '../../local/iam/conditions.ts'
import { createLedger } from '../../local/iam/ledger.ts'
import { evaluate, PolicyError, parsePolicy } from '../../local/iam/policy.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:jobs'
const statements = (...Statement: unknown[]) => parsePolicy('test', { Statement })
const allow = (Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
})
const deny = (Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Effect: 'Deny',
  Action,
  Resource,
  Condition,
})
const decide = (list: ReturnType<typeof statements>, action: string, resource: string, context = {}) =>
  evaluate(list, { action, resource, context }).decision

describe('the policy evaluator', () => {
  it.each<[string, unknown[], string, string, string]>([
    ['nothing is allowed by nothing', [], 'sqs:SendMessage', QUEUE, 'no-allow'],
    ['an exact allow', [allow('sqs:SendMessage', QUEUE)], 'sqs:SendMessage', QUEUE, 'allowed'],
    ['actions without regard to case', [allow('SQS:sendmessage', QUEUE)], 'sqs:SendMessage', QUEUE, 'allowed'],
    [
      'resources with regard to case',
      [allow('sqs:*', QUEUE.replace('jobs', 'Jobs'))],
      'sqs:SendMessage',
      QUEUE,
      'no-allow',
    ],
    ['wildcards', [allow('sqs:Send*', 'arn:aws:sqs:*:*:j?bs')], 'sqs:SendMessage', QUEUE, 'allowed'],
    ['a wildcard does not reach beyond its end', [allow('sqs:Send', '*')], 'sqs:SendMessage', QUEUE, 'no-allow'],
    ['a deny beats an allow', [allow('*', '*'), deny('sqs:*', QUEUE)], 'sqs:SendMessage', QUEUE, 'explicit-deny'],
    [
      'a deny of something else does not',
      [allow('*', '*'), deny('sqs:*', `${QUEUE}2`)],
      'sqs:SendMessage',
      QUEUE,
      'allowed',
    ],
    ['NotAction', [{ Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }], 'sqs:SendMessage', QUEUE, 'no-allow'],
    ['NotResource', [{ Effect: 'Allow', Action: '*', NotResource: `${QUEUE}2` }], 'sqs:SendMessage', QUEUE, 'allowed'],
  ])('%s', (_, list, action, resource, wanted) => {
    expect(decide(statements(...list), action, resource)).toBe(wanted)
  })

  it.each<[string, unknown, Record<string, string | string[]>, boolean]>([
    ['StringEquals holds', { StringEquals: { 'ses:FromAddress': ['a', 'b'] } }, { 'ses:fromaddress': 'b' }, true],
    ['StringEquals without the key', { StringEquals: { 'ses:FromAddress': 'a' } }, {}, false],
    ['StringNotEquals without the key', { StringNotEquals: { 'ses:FromAddress': 'a' } }, {}, true],
    ['StringEqualsIfExists without the key', { StringEqualsIfExists: { x: 'a' } }, {}, true],
    ['StringLike', { StringLike: { x: 'a*c' } }, { x: 'abc' }, true],
    ['ForAllValues with a stranger', { 'ForAllValues:StringEquals': { x: ['a'] } }, { x: ['a', 'z'] }, false],
    ['ForAnyValue with one that fits', { 'ForAnyValue:StringEquals': { x: ['a'] } }, { x: ['a', 'z'] }, true],
    ['Bool', { Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:securetransport': 'true' }, false],
    ['Null', { Null: { x: 'true' } }, {}, true],
    ['all operators must hold', { StringEquals: { x: 'a' }, Bool: { y: 'true' } }, { x: 'a', y: 'false' }, false],
  ])('condition: %s', (_, condition, context, wanted) => {
    expect(decide(statements(allow('*', '*', condition)), 'a:B', 'r', context) === 'allowed').toBe(wanted)
  })

  it('refuses operators that it does not know instead of guessing', () => {
    expect(() => statements(allow('*', '*', { DateLessThan: { x: 'y' } }))).toThrow(PolicyError)
    expect(() => statements({ Effect: 'Allow', Action: '*', Resource: '*', NotPrincipal: '*' })).toThrow(PolicyError)
  })

  it('never lets anything through that a matching deny covers, whatever else is allowed', () => {
    const word = fc.stringMatching(/^[a-zA-Z]{1,8}$/)
    fc.assert(
      fc.property(word, word, fc.array(fc.tuple(word, word)), (service, action, others) => {
        const name = `${service}:${action}`
        const allows = others.map(([a, b]) => allow(`${a}:${b}*`, '*'))
        const list = statements(...allows, allow('*', '*'), deny(`${service}:*`, '*'))
        return decide(list, name, 'r') === 'explicit-deny'
      }),
    )
  })

  it('matches patterns as their letters say, whatever characters they have', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 12 }),
        fc.string({ maxLength: 5 }),
        fc.string({ maxLength: 5 }),
        (middle, a, b) => {
          const plain = (text: string) => text.replace(/[*?]/g, '.')
          const [start, end] = [plain(a), plain(b)]
          return (
            matchesPattern(`${start}*${end}`, `${start}${middle}${end}`) && matchesPattern(plain(middle), plain(middle))
          )
        },
      ),
    )
  })
})

const names: Names = {
  region: 'us-east-1',
  account: '000000000000',
  secretArn: (id) => (id === 'small' ? 'arn:secret:small-Ab12Cd' : undefined),
  sesIdentity: (address) => address.split('@')[1] ?? address,
}
const ask = (service: string, more: Partial<AwsRequest> & { target?: string; json?: unknown }) =>
  accessOf(names, {
    service,
    method: more.method ?? 'POST',
    url: more.url ?? '/',
    headers: more.target ? { 'x-amz-target': `Api_1.${more.target}` } : {},
    body: more.body ?? Buffer.from(JSON.stringify(more.json ?? {})),
  })?.map(({ action, resource }) => `${action} ${resource}`)

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/t'

const keysOf = (target: string, json: unknown) =>
  accessOf(names, {
    ...{ service: 'dynamodb', method: 'POST', url: '/', headers: { 'x-amz-target': `Api_1.${target}` } },
    body: Buffer.from(JSON.stringify(json)),
  })?.map(({ context }) => context?.['dynamodb:leadingkeys'])

describe('the partition keys of a request', () => {
  const [a, b] = [
    { pk: { S: 'A#1' }, sk: { S: 'x' } },
    { pk: { S: 'B#1' }, sk: { S: 'x' } },
  ]
  it.each<[string, string, unknown, unknown]>([
    ['an item', 'UpdateItem', { TableName: 't', Key: a }, [['A#1']]],
    ['a new item', 'PutItem', { TableName: 't', Item: a }, [['A#1']]],
    ['items to read', 'BatchGetItem', { RequestItems: { t: { Keys: [a, b] } } }, [['A#1', 'B#1']]],
    [
      'items to write',
      'BatchWriteItem',
      { RequestItems: { t: [{ PutRequest: { Item: a } }, { DeleteRequest: { Key: b } }] } },
      [['A#1', 'B#1']],
    ],
    [
      'a transaction, each part its own',
      'TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 't', Item: a } }, { Delete: { TableName: 't', Key: b } }] },
      [['A#1'], ['B#1']],
    ],
    ['a scan, which has none', 'Scan', { TableName: 't' }, [undefined]],
  ])('%s', (_, target, json, wanted) => expect(keysOf(target, json)).toEqual(wanted))
})

describe('what a request needs', () => {
  it.each<[string, string[] | undefined, string[] | undefined]>([
    ['an item', ask('dynamodb', { target: 'GetItem', json: { TableName: 't' } }), [`dynamodb:GetItem ${TABLE}`]],
    [
      'an index',
      ask('dynamodb', { target: 'Query', json: { TableName: 't', IndexName: 'i' } }),
      [`dynamodb:Query ${TABLE}/index/i`],
    ],
    [
      'a transaction, by its parts',
      ask('dynamodb', {
        target: 'TransactWriteItems',
        json: { TransactItems: [{ Put: { TableName: 't' } }, { ConditionCheck: { TableName: 't' } }] },
      }),
      [`dynamodb:PutItem ${TABLE}`, `dynamodb:ConditionCheckItem ${TABLE}`],
    ],
    [
      'a batch',
      ask('dynamodb', { target: 'BatchGetItem', json: { RequestItems: { t: {} } } }),
      [`dynamodb:BatchGetItem ${TABLE}`],
    ],
    [
      'a batch of messages',
      ask('sqs', { target: 'SendMessageBatch', json: { QueueUrl: 'http://127.0.0.1:1/0/jobs' } }),
      [`sqs:SendMessage ${QUEUE}`],
    ],
    ['a topic', ask('sns', { body: Buffer.from('Action=Publish&TopicArn=arn:t') }), ['sns:Publish arn:t']],
    [
      'an object',
      ask('s3', { method: 'PUT', url: '/b/deliveries/a%20b?x-id=PutObject' }),
      ['s3:PutObject arn:aws:s3:::b/deliveries/a b'],
    ],
    ['a bucket', ask('s3', { method: 'GET', url: '/b?list-type=2' }), ['s3:ListBucket arn:aws:s3:::b']],
    [
      'a secret by name',
      ask('secretsmanager', { target: 'GetSecretValue', json: { SecretId: 'small' } }),
      ['secretsmanager:GetSecretValue arn:secret:small-Ab12Cd'],
    ],
    [
      'an email: its identity and its configuration set',
      ask('ses', {
        url: '/v2/email/outbound-emails',
        json: { FromEmailAddress: 'Us <hi@news.example>', ConfigurationSetName: 'c' },
      }),
      [
        'ses:SendEmail arn:aws:ses:us-east-1:000000000000:identity/news.example',
        'ses:SendEmail arn:aws:ses:us-east-1:000000000000:configuration-set/c',
      ],
    ],
    ['sentiment', ask('comprehend', { target: 'BatchDetectSentiment' }), ['comprehend:BatchDetectSentiment *']],
    ['a service that is not here', ask('kinesis', { target: 'PutRecord' }), undefined],
  ])('%s', (_, got, wanted) => {
    expect(got).toEqual(wanted)
  })
})

describe('the ledger', () => {
  it('tells used, denied and never used apart', () => {
    const ledger = createLedger()
    const role = {
      arn: 'arn:aws:iam::0:role/r',
      name: 'door',
      statements: statements(allow(['sqs:SendMessage', 'sqs:GetQueueUrl'], QUEUE)),
    }
    ledger.addRole(role)
    expect(ledger.check(role, { action: 'sqs:SendMessage', resource: QUEUE })).toBeUndefined()
    expect(ledger.check(role, { action: 'sqs:PurgeQueue', resource: QUEUE })).toContain(
      'is not authorized to perform: sqs:PurgeQueue',
    )
    const { used, denied, neverUsed } = ledger.report()
    expect(used).toEqual([{ function: 'door', action: 'sqs:SendMessage', resource: QUEUE, count: 1 }])
    expect(denied.map(({ action }) => action)).toEqual(['sqs:PurgeQueue'])
    expect(neverUsed).toEqual([{ function: 'door', action: 'sqs:GetQueueUrl', resource: QUEUE }])
  })

  it('heeds a deny in the policy of the resource', () => {
    const ledger = createLedger()
    const role = { arn: 'arn:aws:iam::0:role/r', name: 'door', statements: statements(allow('*', '*')) }
    ledger.addRole(role)
    ledger.addResourcePolicy(
      'arn:aws:s3:::b',
      statements({ ...deny('s3:PutObject', 'arn:aws:s3:::b/x*'), Principal: '*' }),
    )
    expect(ledger.check(role, { action: 's3:PutObject', resource: 'arn:aws:s3:::b/xy' })).toContain('explicit deny')
    expect(ledger.check(role, { action: 's3:PutObject', resource: 'arn:aws:s3:::b/y' })).toBeUndefined()
  })
})
