import { CfnOutput, Duration } from 'aws-cdk-lib'
import { EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { ArnPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { SourceSettings, Sources } from '../../shared/domain/listen/source-settings.ts'
import { consume, grantObjects, grantSend } from '../constructs/grants.ts'
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'

/** What listening within the account needs. */
export interface ListenInsideProps {
  readonly context: ServiceContext
  /** The in-account sources, by name. */
  readonly sources: Sources
  /** Where everything that comes in goes. */
  readonly deliveries: Queue
  /** Large bodies go here, under `prefix`. */
  readonly archive: Bucket
  readonly prefix: string
}

type SettingsOf<T extends SourceSettings['type']> = Extract<SourceSettings, { type: T }>

const TIMEOUT = Duration.seconds(30)

/**
 * Doors without HTTP: a queue for each source, and one function that puts what comes into the deliveries queue. Which
 * source a message is of follows from its queue, and the queue's policy says who may send there.
 */
export class ListenInside extends Construct {
  constructor(scope: Construct, id: string, props: ListenInsideProps) {
    super(scope, id)
    const { context, sources, deliveries, archive, prefix } = props
    const inboxes = Object.keys(sources).map((source) => ({
      source,
      inbox: new QueueWithDeadLetters(this, `Inbox-${source}`, {
        alarms: context.alarms,
        holds: `Messages for the source ${source}`,
        consumerTimeout: TIMEOUT,
      }),
    }))
    const inside = new ServiceFunction(this, 'Inside', {
      context,
      functionId: 'listen-inside',
      description: 'Queues what comes from within the account',
      timeout: TIMEOUT,
      environment: {
        SOURCES: sources,
        INBOXES: Object.fromEntries(inboxes.map(({ source, inbox }) => [source, inbox.queue.queueArn])),
        DELIVERIES_QUEUE_URL: deliveries.queueUrl,
        ARCHIVE_BUCKET: archive.bucketName,
      },
    })
    grantSend(deliveries, inside)
    grantObjects(archive, inside, 's3:PutObject', prefix)
    for (const { source, inbox } of inboxes) {
      consume(inbox.queue, inside, { id: `Queue-${source}`, batchSize: 10 })
      const settings = sources[source]
      if (settings?.type === 'queue') this.letIn(source, inbox.queue, settings)
      if (settings?.type === 'eventbridge') this.route(source, inbox, settings)
    }
  }

  /** Lets the named roles, users and topics send, and nobody else whom no policy of their own lets. */
  private letIn(source: string, queue: Queue, { senders = [], topics = [] }: SettingsOf<'queue'>): void {
    const statement = { actions: ['sqs:SendMessage'], resources: [queue.queueArn] }
    if (senders.length > 0) {
      const principals = senders.map((arn) => new ArnPrincipal(arn))
      queue.addToResourcePolicy(new PolicyStatement({ ...statement, principals }))
    }
    if (topics.length > 0) {
      const principals = [new ServicePrincipal('sns.amazonaws.com')]
      const conditions = { ArnEquals: { 'aws:SourceArn': topics } }
      queue.addToResourcePolicy(new PolicyStatement({ ...statement, principals, conditions }))
    }
    new CfnOutput(this, `Url-${source}`, { value: queue.queueUrl, description: `The queue of the source ${source}` })
  }

  /** Sends the events that the settings name from their bus into the source's queue. */
  private route(
    source: string,
    { queue, deadLetters }: QueueWithDeadLetters,
    settings: SettingsOf<'eventbridge'>,
  ): void {
    const { bus, sources, detailTypes } = settings
    new Rule(this, `Rule-${source}`, {
      description: `Earshot: events for the source ${source}`,
      eventBus: EventBus.fromEventBusName(this, `Bus-${source}`, bus),
      eventPattern: { source: [...sources], ...(detailTypes ? { detailType: [...detailTypes] } : {}) },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters.queue })],
    })
  }
}
