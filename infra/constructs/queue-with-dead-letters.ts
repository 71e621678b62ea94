import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import { ALARM_PERIOD, type Alarms } from './alarms.ts'

/** A queue of messages that nobody could digest. */
export interface DeadLettersProps {
  readonly alarms: Alarms
  /** What ends up here, in a few words for the alarm's text. */
  readonly holds: string
}

/** Keeps messages for 14 days and rings when there is one. */
export class DeadLetters extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, props: DeadLettersProps) {
    super(scope, id)
    this.queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
    })
    acknowledge(this.queue, {
      'AwsSolutions-SQS3': 'This is a dead-letter queue; an alarm rings on its first message.',
      'Serverless-SQSRedrivePolicy': 'This is a dead-letter queue; an alarm rings on its first message.',
    })
    props.alarms.watch(this, 'Alarm', {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD, statistic: 'max' }),
      description: `${props.holds} could not be processed and wait in the dead-letter queue. docs/operations.md says how to look and redrive.`,
    })
  }
}

/** A work queue. */
export interface QueueWithDeadLettersProps extends DeadLettersProps {
  /** The time-out of the function that works through it; a message stays hidden six times as long, as Lambda asks. */
  readonly consumerTimeout: Duration
}

/** A queue whose messages move to a dead-letter queue after five tries, with an alarm on that. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue
  readonly deadLetters: DeadLetters

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id)
    this.deadLetters = new DeadLetters(this, 'Dead', props)
    this.queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: 5 },
    })
  }
}
