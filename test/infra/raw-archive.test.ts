import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { stages } from '../../infra/config.ts'
import { appOf, ofType, type Resource, resourcesOf } from './template.ts'

type Statement = { Action: string | string[]; Resource: unknown }

let resources: Resource[]
/** Ids of what the stack declares that is kept. */
let lasting: string[]
let remove: () => Promise<void>

beforeAll(async () => {
  const made = await appOf('local')
  remove = made.remove
  resources = resourcesOf(made.app)
  const data = made.app.synth().stacks.find(({ stackName }) => stackName.endsWith('-data'))
  lasting = Object.keys((data?.template as { Resources: object } | undefined)?.Resources ?? {})
}, 60_000)
afterAll(() => remove())

const stream = (): Resource => {
  const [only, ...more] = ofType(resources, 'KinesisFirehose::DeliveryStream')
  if (!only || more.length > 0) throw new Error('Expected one delivery stream.')
  return only
}
const destination = () =>
  stream().Properties.ExtendedS3DestinationConfiguration as Record<string, unknown> & {
    RoleARN: { 'Fn::GetAtt': string[] }
    BucketARN: { 'Fn::GetAtt': string[] }
  }

describe('the archive of raw deliveries', () => {
  it('is written by the hour, compressed and encrypted, into the bucket that forgets', () => {
    expect(stream().Properties).toMatchObject({
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
    })
    expect(destination()).toMatchObject({
      Prefix: 'raw/!{timestamp:yyyy/MM/dd/HH}/',
      ErrorOutputPrefix: expect.stringMatching(/^raw-errors\//),
      CompressionFormat: 'GZIP',
      BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 64 },
      CloudWatchLoggingOptions: { Enabled: true },
    })
    const bucket = ofType(resources, 'S3::Bucket').find(({ id }) => id === destination().BucketARN['Fn::GetAtt'][0])
    expect(bucket?.Properties.LifecycleConfiguration).toMatchObject({
      Rules: [{ ExpirationInDays: stages.local?.retention.archiveDays }],
    })
  })

  it('is written by a role that may neither delete nor read what is not its own, and no other account’s stream may use', () => {
    const [id] = destination().RoleARN['Fn::GetAtt']
    const role = ofType(resources, 'IAM::Role').find((one) => one.id === id)
    expect(JSON.stringify(role?.Properties.AssumeRolePolicyDocument)).toContain('aws:SourceAccount')
    const statements = ofType(resources, 'IAM::Policy')
      .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(`"${id}"`))
      .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
    const actions = statements.flatMap(({ Action }) => Action)
    expect(actions.sort()).toEqual([
      ...['logs:PutLogEvents', 's3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:GetObject'],
      ...['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:PutObject'],
    ])
    const objects = statements.filter(({ Action }) => Action.includes('s3:PutObject'))
    expect(JSON.stringify(objects)).toMatch(/"\/raw-errors\/\*".*"\/raw\/\*"/)
  })

  it('rings when deliveries have been on their way for three times as long as they should', () => {
    const alarm = ofType(resources, 'CloudWatch::Alarm').find(
      ({ Properties }) => Properties.MetricName === 'DeliveryToS3.DataFreshness',
    )
    expect(alarm?.Properties).toMatchObject({ Namespace: 'AWS/Firehose', Statistic: 'Maximum', Threshold: 900 })
  })

  it('outlives the functions: a deployment of these takes nothing away that has not been written yet', () => {
    expect(lasting).toContain(stream().id)
  })
})
