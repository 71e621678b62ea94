import { Duration } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Grant } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { insideOf } from '../../shared/domain/listen/event-settings.ts'
import { withDoors } from '../../shared/domain/listen/source-settings.ts'
import { grantObjects, grantSecrets, grantSend } from '../constructs/grants.ts'
import type { HttpFront } from '../constructs/http-front.ts'
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'
import { ListenInside } from './listen-inside.ts'
import { ListenPull } from './listen-pull.ts'
import { ListenWatch } from './listen-watch.ts'
import { UNDERSTAND_TIMEOUT } from './understand.ts'

/** What listening needs. */
export interface ListenProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly front: HttpFront
  /** How far sources that are asked have been read. */
  readonly table: Table
  /** Large bodies go here. */
  readonly archive: Bucket
  /** The secret of each source, by the source's name. */
  readonly sourceSecrets: Readonly<Record<string, ISecret>>
}

/** The prefix of the archive under which the door puts large bodies. */
export const DELIVERIES_PREFIX = 'deliveries/'

/** The door: verifies what platforms send and queues it. */
export class Listen extends Construct {
  /** Verified deliveries. */
  readonly deliveries: Queue

  constructor(scope: Construct, id: string, props: ListenProps) {
    super(scope, id)
    const { context, stage, archive, sourceSecrets } = props
    const { queue } = new QueueWithDeadLetters(this, 'Deliveries', {
      alarms: context.alarms,
      holds: 'Deliveries',
      consumerTimeout: UNDERSTAND_TIMEOUT,
    })
    this.deliveries = queue
    const { doorConcurrency } = stage.traffic
    const door = new ServiceFunction(this, 'Door', {
      context,
      functionId: 'listen-door',
      description: 'Verifies webhook deliveries and queues them',
      timeout: Duration.seconds(10),
      environment: {
        SOURCES: withDoors(stage.sources),
        SOURCE_SECRETS: Object.fromEntries(
          Object.entries(sourceSecrets).map(([name, { secretName }]) => [name, secretName]),
        ),
        DELIVERIES_QUEUE_URL: queue.queueUrl,
        ARCHIVE_BUCKET: archive.bucketName,
      },
      ...(doorConcurrency ? { reservedConcurrency: doorConcurrency } : {}),
    })
    grantSend(queue, door)
    grantObjects(archive, door, 's3:PutObject', DELIVERIES_PREFIX)
    grantSecrets(
      door,
      Object.values(sourceSecrets).map(({ secretArn }) => `${secretArn}-??????`),
    )
    const topics = Object.values(stage.sources).flatMap((settings) => (settings.type === 'sns' ? settings.topics : []))
    if (topics.length > 0)
      Grant.addToPrincipal({ grantee: door, actions: ['sns:ConfirmSubscription'], resourceArns: [...new Set(topics)] })
    const inside = insideOf(stage.sources)
    if (Object.keys(inside).length > 0)
      new ListenInside(this, 'Inside', {
        ...{ context, archive, sources: inside, deliveries: queue, prefix: DELIVERIES_PREFIX },
      })
    new ListenPull(this, 'Ask', {
      ...{ context, stage, table: props.table, archive, prefix: DELIVERIES_PREFIX, deliveries: queue },
      ...{ sourceSecrets, appUrl: props.front.url },
    })
    new ListenWatch(this, 'Health', { context, stage, table: props.table })
    props.front.route('Door', {
      methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.OPTIONS],
      path: '/hooks/{source}/{token}',
      handler: door,
      open: 'Platforms sign their deliveries instead; the door verifies the signature and the token in the path.',
    })
  }
}
