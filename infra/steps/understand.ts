import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
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

/** Turns deliveries into activities, finds out what they say and connects them to people. */
export class Understand extends Construct {
  constructor(scope: Construct, id: string, props: UnderstandProps) {
    super(scope, id)
    const { context, stage, table, deliveries, archive, rawArchive, pepper } = props
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
    grantObjects(archive, worker, 's3:GetObject', props.deliveriesPrefix)
    rawArchive.grantPut(worker)
    rawArchive.watch(this, context.alarms)
    grantSecrets(worker, [pepper.secretArn])
    grantWithoutResource(worker, 'comprehend:BatchDetectSentiment')
  }
}
