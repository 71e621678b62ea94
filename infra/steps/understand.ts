import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge } from '../constructs/acknowledge.ts'
import { counted } from '../constructs/counted.ts'
import { consume, grantObjects, grantSecrets, grantTable, grantWithoutResource } from '../constructs/grants.ts'
import type { RawArchive } from '../constructs/raw-archive.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What understanding needs. */
export interface UnderstandProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly table: Table
  /** Verified deliveries. */
  readonly deliveries: Queue
  /** Holds large bodies under `deliveriesPrefix`. */
  readonly archive: Bucket
  readonly deliveriesPrefix: string
  /** Takes the deliveries themselves. */
  readonly rawArchive: RawArchive
  readonly pepper: Secret
}

/** How long a batch of deliveries may take. */
export const UNDERSTAND_TIMEOUT = Duration.seconds(120)

/** Minutes that a judgement may be provisional before an alarm rings: one hour. */
const PROVISIONAL_TOO_LONG = 60

/** Turns deliveries into activities, finds out what they say and connects them to people. */
export class Understand extends Construct {
  private readonly props: UnderstandProps

  constructor(scope: Construct, id: string, props: UnderstandProps) {
    super(scope, id)
    this.props = props
    this.worker()
    this.refine()
  }

  /** Works through deliveries. */
  private worker(): void {
    const { context, stage, table, deliveries, archive, rawArchive, pepper, deliveriesPrefix } = this.props
    const worker = new ServiceFunction(this, 'Worker', {
      context,
      functionId: 'understand-worker',
      description: 'Understands deliveries and connects them to people',
      timeout: UNDERSTAND_TIMEOUT,
      memorySize: 1_024,
      environment: {
        SOURCES: stage.sources,
        TABLE_NAME: table.tableName,
        ARCHIVE_BUCKET: archive.bucketName,
        ARCHIVE_STREAM: rawArchive.streamName,
        PEPPER_SECRET_ID: pepper.secretArn,
        UNDERSTANDING: stage.understanding,
        RETENTION: stage.retention,
      },
    })
    consume(deliveries, worker, {
      batchSize: 25,
      maxBatchingWindow: Duration.seconds(1),
      maxConcurrency: stage.traffic.understandConcurrency,
    })
    grantTable(table, worker, {
      actions: ['GetItem', 'BatchGetItem', 'BatchWriteItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    })
    grantObjects(archive, worker, 's3:GetObject', deliveriesPrefix)
    rawArchive.grantPut(worker)
    rawArchive.watch(this, context.alarms)
    grantSecrets(worker, [pepper.secretArn])
    this.grantComprehend(worker)
  }

  /** Asks Comprehend later what it could not be asked at once. Runs in every mode, so that a change of it leaves nothing behind. */
  private refine(): void {
    const { context, stage, table } = this.props
    const refine = new ServiceFunction(this, 'Refine', {
      context,
      functionId: 'understand-refine',
      description: 'Judges anew what was judged while Comprehend was away',
      onSchedule: Duration.minutes(1),
      timeout: Duration.seconds(55),
      environment: { TABLE_NAME: table.tableName, UNDERSTANDING: stage.understanding },
    })
    grantTable(table, refine, { actions: ['BatchGetItem', 'BatchWriteItem', 'UpdateItem'], indexes: ['queue'] })
    this.grantComprehend(refine)
    const everyMinute = new Rule(this, 'EveryMinute', {
      description: 'Earshot: mentions that wait for a better judgement',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new FunctionTarget(refine, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    })
    acknowledge(everyMinute, {
      'Serverless-EventBusDLQ': 'A minute that failed is made up for by the next one; an alarm rings.',
    })
    context.alarms.watch(this, 'ProvisionalTooLong', {
      metric: counted({ stageName: context.stageName, name: 'ProvisionalMinutes', statistic: 'Maximum' }),
      above: PROVISIONAL_TOO_LONG,
      description:
        'Earshot: mentions have been waiting for Amazon Comprehend for over an hour. They are stored with the embedded judgement and nothing is lost; docs/operations.md says what to look at.',
    })
  }

  /** A stage that never asks Comprehend has no right to. */
  private grantComprehend(fn: ServiceFunction): void {
    if (this.props.stage.understanding.mode !== 'embedded') grantWithoutResource(fn, 'comprehend:BatchDetectSentiment')
  }
}
