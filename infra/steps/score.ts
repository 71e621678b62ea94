import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { Grant } from 'aws-cdk-lib/aws-iam'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { publishedEvents } from '../../shared/domain/event-settings.ts'
import { contentSourcesOf } from '../../shared/domain/nudge/content-rules.ts'
import { acknowledge } from '../constructs/acknowledge.ts'
import { grantSend, grantTable, grantTell, tellAlerts } from '../constructs/grants.ts'
import { DeadLetters } from '../constructs/queue-with-dead-letters.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What scoring needs. */
export interface ScoreProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly table: Table
}

/** The types of items whose changes say something about people; what is derived from them is not among them. */
const HEARD = ['activity', 'rollup', 'identity', 'person', 'place']
/** What the catalogue of content follows from, besides. */
const SHELVED = ['content', 'featured']
/** Those that other systems are told of, besides. */
const TOLD = ['log', 'suggestion', 'scores', 'recipe']

/** Works out who matters, from what changes in the table. */
export class Score extends Construct {
  /** Where other systems are told what happens. */
  readonly bus: EventBus
  private readonly scorer: ServiceFunction
  private readonly props: ScoreProps

  constructor(scope: Construct, id: string, props: ScoreProps) {
    super(scope, id)
    this.props = props
    this.bus = new EventBus(this, 'Events', {
      eventBusName: `earshot-${props.context.stageName}-events`,
      description: 'Earshot: what happens, for other systems. docs/events.md',
    })
    this.scorer = this.stream()
    this.due()
    this.nightly()
    this.segments()
  }

  /** The second, and last, reader that a stream can have: everything that follows from changes hangs on it. */
  private stream(): ServiceFunction {
    const { context, stage, table } = this.props
    const undigested = new DeadLetters(this, 'Dead', { alarms: context.alarms, holds: 'Changes to be scored' }).queue
    const fn = new ServiceFunction(this, 'Stream', {
      context,
      functionId: 'score-stream',
      description: 'Keeps scores and all that follows from them in step with what people do',
      timeout: Duration.seconds(60),
      environment: {
        TABLE_NAME: table.tableName,
        SCORE: stage.score,
        TOPICS: stage.topics,
        EVENT_BUS: this.bus.eventBusName,
        PUBLISH: publishedEvents(stage.events),
        CONTENT: { hosts: stage.nudges.contentHosts, sources: contentSourcesOf(stage.sources) },
      },
    })
    grantTell(this.bus, fn)
    const stream = table.tableStreamArn ?? ''
    fn.addEventSourceMapping('Changes', {
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      tumblingWindow: Duration.seconds(60),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      onFailure: { bind: () => ({ destination: undigested.queueArn }) },
      filters: [
        FilterCriteria.filter({
          dynamodb: { NewImage: { type: { S: FilterRule.or(...HEARD, ...SHELVED, ...TOLD) } } },
        }),
      ],
    })
    Grant.addToPrincipal({
      grantee: fn,
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      resourceArns: [stream],
    })
    grantSend(undigested, fn)
    grantTable(table, fn, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      indexes: ['byThread', 'feed'],
    })
    return fn
  }

  /** Has alerts told of what they may be on. */
  tellAlerts(queue: Queue): void {
    tellAlerts(this.scorer, queue)
  }

  /** What changes although nothing happens: levels that are lost, people whom the night has news of. */
  private due(): void {
    const { context, stage, table } = this.props
    const fn = new ServiceFunction(this, 'Due', {
      context,
      functionId: 'score-due',
      description: 'Scores people about whom something changes by itself',
      onSchedule: Duration.minutes(5),
      timeout: Duration.minutes(4),
      environment: { TABLE_NAME: table.tableName, SCORE: stage.score },
    })
    grantTable(table, fn, {
      actions: ['BatchGetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      indexes: ['queue'],
    })
    const rule = new Rule(this, 'EveryFiveMinutes', {
      description: 'Earshot: people about whom something changes by itself',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new FunctionTarget(fn, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    })
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'A time that failed is made up for by the next one; an alarm rings.',
    })
  }

  /** Asks people about segments that were changed. */
  private segments(): void {
    const { context, stage, table } = this.props
    const fn = new ServiceFunction(this, 'Segments', {
      context,
      functionId: 'score-segments',
      description: 'Asks people about segments that were changed',
      onSchedule: Duration.minutes(1),
      timeout: Duration.seconds(55),
      environment: { TABLE_NAME: table.tableName, SCORE: stage.score },
    })
    grantTable(table, fn, {
      actions: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      indexes: ['queue'],
    })
    const rule = new Rule(this, 'EveryMinute', {
      description: 'Earshot: people who have to be asked about changed segments',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new FunctionTarget(fn, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    })
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'A minute that failed is made up for by the next one; an alarm rings.',
    })
  }
  /** What only all people together can say: who matters to whom, what is usual, what a customer will be worth. */
  private nightly(): void {
    const { context, stage, table } = this.props
    const fn = new ServiceFunction(this, 'Nightly', {
      context,
      functionId: 'score-nightly',
      description: 'Goes through all people once a night, a few minutes at a time',
      onSchedule: Duration.minutes(5),
      timeout: Duration.seconds(280),
      // 200,000 people with a million edges between them.
      memorySize: 2_048,
      environment: { TABLE_NAME: table.tableName, SCORE: stage.score },
    })
    grantTable(table, fn, { actions: ['BatchGetItem', 'Query', 'Scan', 'PutItem'] })
    const rule = new Rule(this, 'UntilDone', {
      description: "Earshot: goes on with tonight's pass",
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new FunctionTarget(fn, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    })
    acknowledge(rule, { 'Serverless-EventBusDLQ': 'The next time goes on where this one ended; an alarm rings.' })
  }
}
