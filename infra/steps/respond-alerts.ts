import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { type EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge } from '../constructs/acknowledge.ts'
import { counted } from '../constructs/counted.ts'
import { consume, grantSecrets, grantSend, grantTable, grantTell } from '../constructs/grants.ts'
import type { HttpFront } from '../constructs/http-front.ts'
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'
import type { Sender } from '../constructs/sender.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What alerts need. */
export interface AlertsProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly front: HttpFront
  readonly table: Table
  readonly sender: Sender
  /** Where alerts tell programs. */
  readonly bus: EventBus
  /** Makes ids out of addresses: whoever wants no email gets none. */
  readonly pepper: Secret
  /** Where alerts go. */
  readonly destinations: Secret
}

/** Five deliveries at once, of ten seconds each, and some room. */
const TIMEOUT = Duration.seconds(60)

/** The alarms on what nobody was told, each with the result that it looks at. */
const NOT_DELIVERED = { NotDelivered: 'failed', DeliveryUnknown: 'unknown' }

/** Tells marketers what calls for a person. */
export class Alerts extends Construct {
  readonly queue: Queue
  private readonly props: AlertsProps

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id)
    this.props = props
    const { queue } = new QueueWithDeadLetters(this, 'Alerts', {
      alarms: props.context.alarms,
      holds: 'Events that alerts could not be told of',
      consumerTimeout: TIMEOUT,
    })
    this.queue = queue
    this.work()
    this.clock()
  }

  private work(): void {
    const { context, stage, front, table, sender, bus, pepper, destinations } = this.props
    const fn = new ServiceFunction(this, 'Alert', {
      context,
      functionId: 'respond-alert',
      description: 'Tells teams what calls for them, by email, in chats, to programs',
      timeout: TIMEOUT,
      environment: {
        TABLE_NAME: table.tableName,
        BRAND: stage.brand,
        PEPPER_SECRET_ID: pepper.secretArn,
        ALERTS_SECRET_ID: destinations.secretArn,
        CONFIGURATION_SET: sender.configurationSet.configurationSetName,
        EVENT_BUS: bus.eventBusName,
        APP_URL: front.url,
        // Only the stage that runs on this machine may write to this machine.
        LOOPBACK: context.stageName === 'local' ? 'yes' : 'no',
      },
    })
    consume(this.queue, fn, { batchSize: 5, maxConcurrency: 5 })
    grantTable(table, fn, { actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'] })
    grantSecrets(fn, [pepper.secretArn, destinations.secretArn])
    grantTell(bus, fn)
    sender.grantSend(fn)
    for (const [id, result] of Object.entries(NOT_DELIVERED))
      context.alarms.watch(this, id, {
        metric: counted({ stageName: context.stageName, name: 'AlertDeliveries', by: { result } }),
        description:
          'Earshot: what an alert told was refused, five tries were in vain, or nobody knows whether its email arrived: its team may not know of it. GET /api/alerts/{id}/deliveries says why (docs/alerts.md lists the codes); put it right, then redeliver it.',
      })
  }

  private clock(): void {
    const { context, stage, table } = this.props
    const fn = new ServiceFunction(this, 'Clock', {
      context,
      functionId: 'respond-clock',
      description: 'Looks at questions that wait, deliveries to try again, and weekly digests',
      onSchedule: Duration.minutes(5),
      timeout: Duration.minutes(4),
      environment: { TABLE_NAME: table.tableName, SOURCES: stage.sources, ALERTS_QUEUE_URL: this.queue.queueUrl },
    })
    grantTable(table, fn, {
      actions: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      indexes: ['queue', 'byThread'],
    })
    grantSend(this.queue, fn)
    const rule = new Rule(this, 'EveryFiveMinutes', {
      description: 'Earshot: what alerts have to look at',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new FunctionTarget(fn, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    })
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'A time that failed is made up for by the next one; an alarm rings.',
    })
  }
}
