import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES_BY_FUNCTION } from '../../shared/domain/respond/routes.ts'
import { INDEXES } from '../../shared/store/index-keys.ts'
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

const one = (type: string): Resource => {
  const [resource, ...more] = ofType(resources, type)
  if (!resource || more.length > 0)
    throw new Error(`Expected one AWS::${type}, found ${more.length + (resource ? 1 : 0)}.`)
  return resource
}

const refTo = (id: string) => ({ Ref: id })
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

describe('the table', () => {
  it('is kept, protected, recoverable, streamed, and forgets by itself', () => {
    const table = one('DynamoDB::Table')

    expect(table.DeletionPolicy).toBe('Retain')
    expect(table.UpdateReplacePolicy).toBe('Retain')
    expect(table.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    })
  })

  it('has the indexes that the store queries, by the same names and keys', () => {
    const { GlobalSecondaryIndexes, AttributeDefinitions } = one('DynamoDB::Table').Properties as {
      GlobalSecondaryIndexes: { IndexName: string; KeySchema: { AttributeName: string }[] }[]
      AttributeDefinitions: { AttributeName: string; AttributeType: string }[]
    }
    const declared = GlobalSecondaryIndexes.map(({ IndexName, KeySchema: [pk, sk] }) => [
      IndexName,
      { pk: pk?.AttributeName, sk: sk?.AttributeName },
    ])

    expect(Object.fromEntries(declared)).toEqual(INDEXES)
    expect(AttributeDefinitions).toContainEqual({ AttributeName: 'rs', AttributeType: 'N' })
    expect(AttributeDefinitions.filter(({ AttributeType }) => AttributeType === 'S')).toHaveLength(9)
  })

  it('projects at most the 100 attributes that DynamoDB allows over all indexes', () => {
    const { GlobalSecondaryIndexes } = one('DynamoDB::Table').Properties as {
      GlobalSecondaryIndexes: { Projection: { NonKeyAttributes: string[] } }[]
    }
    const counts = GlobalSecondaryIndexes.map(({ Projection }) => Projection.NonKeyAttributes.length)

    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(100)
  })
})

describe('what is stored', () => {
  it('lies in buckets that are private, encrypted, kept, and emptied when the retention ends', () => {
    const buckets = ofType(resources, 'S3::Bucket')

    expect(buckets).toHaveLength(2)
    for (const { Properties, DeletionPolicy } of buckets) {
      expect(DeletionPolicy).toBe('Retain')
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
      })
    }
  })

  it('includes a generated secret per source and one for alerts under fixed names, a pepper and a token key', () => {
    const secrets = ofType(resources, 'SecretsManager::Secret').map(({ Properties }) => Properties)

    expect(secrets.map(({ Name }) => Name ?? 'generated').sort()).toEqual([
      'earshot/dev/alerts',
      'earshot/dev/source/community',
      'earshot/dev/source/github',
      'earshot/dev/source/shop',
      'generated',
      'generated',
    ])
    for (const { GenerateSecretString } of secrets) {
      expect(GenerateSecretString).toEqual({
        SecretStringTemplate: '{}',
        GenerateStringKey: 'current',
        PasswordLength: 32,
        ExcludePunctuation: true,
      })
    }
  })

  it('has accounts with a group for those who may see what identifies people', () => {
    expect(ofType(resources, 'Cognito::UserPoolGroup').map(({ Properties }) => Properties.GroupName)).toEqual(['pii'])
  })

  it('has logs that end: every function writes to a log group with a retention', () => {
    const groups = ofType(resources, 'Logs::LogGroup')
    const used = ofType(resources, 'Lambda::Function').map(
      ({ Properties }) => (Properties.LoggingConfig as { LogGroup: { Ref: string } }).LogGroup.Ref,
    )

    expect(used.length).toBeGreaterThan(0)
    expect(new Set(used).size).toBe(used.length)
    expect(groups.every(({ Properties }) => Properties.RetentionInDays === 30)).toBe(true)
    expect(groups.map(({ id }) => id)).toEqual(expect.arrayContaining(used))
  })
})

describe('the readers of the stream', () => {
  const reader = (batchSize: number): Properties | undefined =>
    ofType(resources, 'Lambda::EventSourceMapping')
      .map(({ Properties }) => Properties)
      .find(({ StartingPosition, BatchSize }) => StartingPosition && BatchSize === batchSize)

  it('are two, which is as many as a shard may have', () => {
    const streams = ofType(resources, 'Lambda::EventSourceMapping').filter(
      ({ Properties }) => Properties.StartingPosition,
    )
    expect(streams).toHaveLength(2)
  })

  it('score what says something of people, by the minute, retry, bisect, report, and put aside', () => {
    const stream = reader(100)

    expect(stream).toMatchObject({
      TumblingWindowInSeconds: 60,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    })
    expect(JSON.stringify(stream?.FilterCriteria)).toContain('rollup')
    expect(JSON.stringify(stream?.DestinationConfig)).toMatch(/"OnFailure":\{"Destination":\{"Fn::GetAtt":\["ScoreDead/)
  })

  it('plan for what recipes begin with, links and splits only, retries, bisects, reports, and puts what it cannot digest aside', () => {
    const stream = reader(25)

    expect(stream).toMatchObject({
      BatchSize: 25,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: {
        Filters: [
          { Pattern: '{"dynamodb":{"NewImage":{"type":{"S":["activity","thread","preferences"]}}}}' },
          { Pattern: '{"dynamodb":{"NewImage":{"type":{"S":["scores"]},"moved":{"BOOL":[{"exists":true}]}}}}' },
          {
            Pattern:
              '{"dynamodb":{"NewImage":{"type":{"S":["identity"]},"joined":{"S":[{"exists":true}]}},"OldImage":{"joined":{"S":[{"exists":false}]}}}}',
          },
          {
            Pattern:
              '{"dynamodb":{"NewImage":{"type":{"S":["topic"]},"heat":{"M":{"since":{"N":[{"exists":true}]}}}},"OldImage":{"heat":{"M":{"since":{"N":[{"exists":false}]}}}}}}',
          },
          {
            Pattern:
              '{"eventName":["MODIFY"],"dynamodb":{"NewImage":{"type":{"S":["person"]},"status":{"S":["active"]}}}}',
          },
        ],
      },
    })
    expect(JSON.stringify(stream?.DestinationConfig)).toMatch(
      /"OnFailure":\{"Destination":\{"Fn::GetAtt":\["NudgePlanDead/,
    )
  })
})

describe('the HTTP API', () => {
  const routes = (): Map<unknown, Properties> =>
    new Map(ofType(resources, 'ApiGatewayV2::Route').map(({ Properties }) => [Properties.RouteKey, Properties]))

  it('has the routes of docs/architecture.md, of which only the API asks for a token', () => {
    const found = [...routes()].map(([key, { AuthorizationType }]) => `${key} ${AuthorizationType}`)

    const { api: _, ...others } = ROUTES_BY_FUNCTION
    const apart = new Set(Object.values(others).flatMap((specs) => Object.values(specs).map(({ path }) => path)))
    expect(found.sort()).toEqual(
      [
        ...[...apart].map((path) => `ANY ${path} JWT`),
        'ANY /api/{proxy+} JWT',
        'GET /api/openapi.json NONE',
        'GET /c/{token} NONE',
        'GET /hooks/{source}/{token} NONE',
        'GET /p/{token} NONE',
        'GET /r/{token} NONE',
        'GET /u/{token} NONE',
        'HEAD /r/{token} NONE',
        'OPTIONS /hooks/{source}/{token} NONE',
        'POST /c/{token} NONE',
        'POST /hooks/{source}/{token} NONE',
        'POST /p/{token} NONE',
        'POST /u/{token} NONE',
      ].sort(),
    )
  })

  it('writes an access log without the path, because paths hold tokens', () => {
    const { AccessLogSettings, DefaultRouteSettings } = one('ApiGatewayV2::Stage').Properties
    const { Format } = AccessLogSettings as { Format: string }

    expect(Format).toContain('$context.routeKey')
    expect(Format).not.toMatch(/path|requestOverride|sourceIp|userAgent|authorizer/i)
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 })
  })
})

describe('sending', () => {
  it('asks for TLS, heeds bounces and complaints, and tells what became of each email', () => {
    expect(one('SES::ConfigurationSet').Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      ReputationOptions: { ReputationMetricsEnabled: true },
    })
    const { EventDestination } = one('SES::ConfigurationSetEventDestination').Properties
    expect((EventDestination as { MatchingEventTypes: string[] }).MatchingEventTypes.sort()).toEqual([
      'bounce',
      'complaint',
      'delivery',
      'deliveryDelay',
      'reject',
      'send',
    ])
  })

  it('has one email subscription for alarms and one queue for news, with a dead-letter queue', () => {
    const subscriptions = ofType(resources, 'SNS::Subscription').map(({ Properties }) => Properties)
    const protocols = subscriptions.map(({ Protocol, Endpoint, RedrivePolicy }) => [
      Protocol,
      typeof Endpoint === 'string' ? Endpoint : 'a queue',
      RedrivePolicy !== undefined,
    ])

    expect(protocols).toEqual(
      expect.arrayContaining([
        ['email', 'ops@example.com', false],
        ['sqs', 'a queue', true],
      ]),
    )
  })
})

describe('every function', () => {
  it('runs on the current Node on arm64, with a time-out, and has alarms on errors and throttles', () => {
    const alarms = ofType(resources, 'CloudWatch::Alarm').map(({ Properties }) => Properties)

    for (const { id, Properties } of ofType(resources, 'Lambda::Function')) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' })
      expect(Properties.Timeout).toEqual(expect.any(Number))
      const dimension = { Name: 'FunctionName', Value: refTo(id) }
      const metrics = alarms
        .filter(({ Dimensions }) => JSON.stringify(Dimensions) === JSON.stringify([dimension]))
        .map(({ MetricName }) => MetricName)
      expect(metrics.sort()).toEqual(['Errors', 'Throttles'])
    }
  })

  it('that a schedule wakes is not tried again by Lambda: what failed is made up for by the next time', () => {
    const woken = ofType(resources, 'Events::Rule').flatMap(({ Properties }) =>
      (Properties.Targets as { Arn: { 'Fn::GetAtt': [string, string] } }[]).map(({ Arn }) => Arn['Fn::GetAtt'][0]),
    )
    const configs = new Map(
      ofType(resources, 'Lambda::EventInvokeConfig').map(({ Properties }) => [
        (Properties.FunctionName as { Ref: string }).Ref,
        Properties,
      ]),
    )

    expect(woken.length).toBeGreaterThan(5)
    for (const id of woken) {
      const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = configs.get(id) ?? {}
      expect({ id, MaximumRetryAttempts }).toEqual({ id, MaximumRetryAttempts: 0 })
      // Calls that waited for capacity would otherwise all come at once, up to six hours later.
      expect(MaximumEventAgeInSeconds).toBeLessThanOrEqual(3_600)
    }
  })

  it('has a role that nobody else uses', () => {
    const roles = ofType(resources, 'Lambda::Function').map(({ Properties }) => JSON.stringify(Properties.Role))

    expect(new Set(roles).size).toBe(roles.length)
    const [one] = ofType(resources, 'IAM::Role').filter(({ Properties }) =>
      JSON.stringify(Properties.AssumeRolePolicyDocument).includes('lambda.amazonaws.com'),
    )
    expect(roles).toContain(JSON.stringify(arnOf(one?.id ?? '')))
  })
})
