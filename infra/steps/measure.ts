import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { counted } from '../constructs/counted.ts'
import { consume, grantTable } from '../constructs/grants.ts'
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'
import type { Sender } from '../constructs/sender.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'

/** What measuring needs. */
export interface MeasureProps {
  readonly context: ServiceContext
  readonly table: Table
  readonly sender: Sender
}

const TIMEOUT = Duration.seconds(30)

/** Learns from SES what became of each email. */
export class Measure extends Construct {
  constructor(scope: Construct, id: string, props: MeasureProps) {
    super(scope, id)
    const { context, table, sender } = props
    const events = new Topic(this, 'Events', { enforceSSL: true })
    sender.configurationSet.addEventDestination('Events', {
      destination: EventDestination.snsTopic(events),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    })
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Feedback', {
      alarms: context.alarms,
      holds: 'News of sent emails',
      consumerTimeout: TIMEOUT,
    })
    events.addSubscription(new SqsSubscription(queue, { deadLetterQueue: deadLetters.queue }))
    const feedback = new ServiceFunction(this, 'FeedbackWorker', {
      context,
      functionId: 'measure-feedback',
      description: 'Records what became of each email',
      timeout: TIMEOUT,
      environment: { TABLE_NAME: table.tableName },
    })
    consume(queue, feedback, { batchSize: 10 })
    grantTable(table, feedback, { actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'] })
    context.alarms.watch(this, 'RecipePaused', {
      metric: counted({ stageName: context.stageName, name: 'RecipesPaused' }),
      description:
        'Earshot: too many complained of or unsubscribed from a recipe’s emails, so it has paused itself. GET /api/needs-a-look says which and why; it starts again only when somebody starts it.',
    })
  }
}
