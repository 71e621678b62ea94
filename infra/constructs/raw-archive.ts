import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { Effect, Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose'
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { RAW_BUFFER, RAW_PREFIX } from '../../shared/domain/listen/raw-records.ts'
import { acknowledge } from './acknowledge.ts'
import { ALARM_PERIOD, type Alarms } from './alarms.ts'

/** Where raw deliveries are kept. */
export interface RawArchiveProps {
  /** The bucket; how long objects stay is its own affair. */
  readonly bucket: Bucket
  /** Days that Firehose's own log of errors is kept. One of the numbers that CloudWatch has. */
  readonly logDays: number
}

/** Where Firehose puts what it could not write as it should. */
const ERRORS_PREFIX = 'raw-errors/'
/** Seconds that a delivery may be on its way: three times the buffer. Firehose tries for 24 hours, then it gives up. */
const TOO_OLD = 3 * RAW_BUFFER.seconds

/**
 * Takes raw deliveries and writes them to the bucket as compressed JSON lines. It holds them for minutes, so it belongs
 * with what must outlive a deployment. The library's own construct would let its role delete and read the whole bucket.
 */
export class RawArchive extends Construct {
  readonly streamName: string
  readonly streamArn: string

  constructor(scope: Construct, id: string, props: RawArchiveProps) {
    super(scope, id)
    const { bucket } = props
    const logGroup = new LogGroup(this, 'Logs', { retention: props.logDays, removalPolicy: RemovalPolicy.DESTROY })
    const logStream = new LogStream(this, 'Errors', { logGroup, removalPolicy: RemovalPolicy.DESTROY })
    const role = this.createRole(bucket, logGroup)
    const stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${RAW_PREFIX}!{timestamp:yyyy/MM/dd/HH}/`,
        errorOutputPrefix: `${ERRORS_PREFIX}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
        compressionFormat: 'GZIP',
        bufferingHints: { intervalInSeconds: RAW_BUFFER.seconds, sizeInMBs: RAW_BUFFER.megabytes },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.logGroupName,
          logStreamName: logStream.logStreamName,
        },
      },
    })
    // Without its rights the stream could not be made; the role alone is there before they are.
    stream.node.addDependency(role)
    this.streamName = stream.ref
    this.streamArn = stream.attrArn
  }

  /** What Firehose's guide lists for an S3 destination, on the two prefixes only. */
  private createRole(bucket: Bucket, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Earshot: writes raw deliveries to the archive',
    })
    const allow = (actions: string[], resources: string[]): void => {
      role.addToPrincipalPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }))
    }
    allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [bucket.bucketArn])
    const prefixes = [RAW_PREFIX, ERRORS_PREFIX]
    allow(
      ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'],
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    )
    allow(['logs:PutLogEvents'], [logGroup.logGroupArn])
    const arn = `Resource::<${Stack.of(this).getLogicalId(bucket.node.defaultChild as never)}.Arn>`
    acknowledge(
      role,
      Object.fromEntries(
        prefixes.map((prefix) => [
          `AwsSolutions-IAM5[${arn}/${prefix}*]`,
          'Objects are named by the time at which they are written; their prefix is all that is known before.',
        ]),
      ),
    )
    return role
  }

  /** Allows handing records over. */
  grantPut(grantee: Parameters<typeof Grant.addToPrincipal>[0]['grantee']): void {
    Grant.addToPrincipal({ grantee, actions: ['firehose:PutRecordBatch'], resourceArns: [this.streamArn] })
  }

  /** Rings when deliveries do not get from the stream into the bucket. */
  watch(scope: Construct, alarms: Alarms): void {
    alarms.watch(scope, 'ArchiveLate', {
      metric: new Metric({
        namespace: 'AWS/Firehose',
        metricName: 'DeliveryToS3.DataFreshness',
        dimensionsMap: { DeliveryStreamName: this.streamName },
        statistic: 'Maximum',
        period: ALARM_PERIOD,
      }),
      above: TOO_OLD,
      description: `Earshot: raw deliveries have waited more than ${Duration.seconds(TOO_OLD).toMinutes()} minutes to be archived. Firehose tries for 24 hours; its log group in the data stack says what is wrong, docs/operations.md what to do.`,
    })
  }
}
