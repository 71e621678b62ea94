import { Duration } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { Grant } from 'aws-cdk-lib/aws-iam'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge } from '../constructs/acknowledge.ts'
import { counted } from '../constructs/counted.ts'
import { consume, grantSecrets, grantSend, grantTable, grantWithoutResource } from '../constructs/grants.ts'
import type { HttpFront } from '../constructs/http-front.ts'
import { DeadLetters, QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'
import type { Sender } from '../constructs/sender.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What nudging needs. */
export interface NudgeProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly front: HttpFront
  readonly table: Table
  readonly sender: Sender
  /** Signs the links in emails. */
  readonly tokens: Secret
}

/** Five emails of at most eight seconds each, and some room. */
const SEND_TIMEOUT = Duration.seconds(60)

/** Decides, sends once, and answers the links in emails. */
export class Nudge extends Construct {
  private readonly props: NudgeProps

  constructor(scope: Construct, id: string, props: NudgeProps) {
    super(scope, id)
    this.props = props
    const { queue } = new QueueWithDeadLetters(this, 'Send', {
      alarms: props.context.alarms,
      holds: 'Emails to send',
      consumerTimeout: SEND_TIMEOUT,
    })
    this.plan(queue)
    this.sweep(queue)
    this.send(queue)
    this.pages(queue)
  }

  /** What both of those that decide read. */
  private decideEnvironment(sendQueue: Queue) {
    const { stage, table } = this.props
    return {
      TABLE_NAME: table.tableName,
      NUDGES: stage.nudges,
      RETENTION: stage.retention,
      SEND_QUEUE_URL: sendQueue.queueUrl,
    }
  }

  /** Looks at everything that recipes may begin with. DynamoDB's stream takes five filters at most. */
  private plan(sendQueue: Queue): void {
    const { context, table } = this.props
    const undigested = new DeadLetters(this, 'PlanDead', { alarms: context.alarms, holds: 'Changes of the table' })
      .queue
    const plan = new ServiceFunction(this, 'Plan', {
      context,
      functionId: 'nudge-plan',
      description: 'Decides, for every activity, whether somebody gets an email',
      timeout: Duration.seconds(60),
      environment: this.decideEnvironment(sendQueue),
    })
    const stream = table.tableStreamArn ?? ''
    plan.addEventSourceMapping('Activities', {
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      onFailure: { bind: () => ({ destination: undigested.queueArn }) },
      filters: [
        // What somebody has said of email calls off what is planned for them.
        FilterCriteria.filter({
          dynamodb: { NewImage: { type: { S: FilterRule.or('activity', 'thread', 'preferences') } } },
        }),
        // Segments that somebody enters or leaves, and stages of the journey: the nightly pass writes many scores without either.
        FilterCriteria.filter({
          dynamodb: { NewImage: { type: { S: FilterRule.isEqual('scores') }, moved: { BOOL: FilterRule.exists() } } },
        }),
        // Accounts of which it is news that they joined.
        FilterCriteria.filter({
          dynamodb: {
            NewImage: { type: { S: FilterRule.isEqual('identity') }, joined: { S: FilterRule.exists() } },
            OldImage: { joined: { S: FilterRule.notExists() } },
          },
        }),
        // Topics that have become hot.
        FilterCriteria.filter({
          dynamodb: {
            NewImage: { type: { S: FilterRule.isEqual('topic') }, heat: { M: { since: { N: FilterRule.exists() } } } },
            OldImage: { heat: { M: { since: { N: FilterRule.notExists() } } } },
          },
        }),
        // Links and splits: new persons have nothing planned for them yet.
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('MODIFY'),
          dynamodb: {
            NewImage: { type: { S: FilterRule.isEqual('person') }, status: { S: FilterRule.isEqual('active') } },
          },
        }),
      ],
    })
    Grant.addToPrincipal({
      grantee: plan,
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      resourceArns: [stream],
    })
    grantSend(undigested, plan)
    grantTable(table, plan, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
      indexes: ['byThread', 'byAuthor', 'queue'],
    })
    grantSend(sendQueue, plan)
  }

  /** Looks again at what waits. */
  private sweep(sendQueue: Queue): void {
    const { context, table } = this.props
    const sweep = new ServiceFunction(this, 'Sweep', {
      context,
      functionId: 'nudge-sweep',
      description: 'Looks again at decisions whose time has come, and at forbidden links',
      onSchedule: Duration.minutes(1),
      timeout: Duration.seconds(55),
      environment: this.decideEnvironment(sendQueue),
    })
    grantTable(table, sweep, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      indexes: ['byThread', 'byAuthor', 'queue'],
    })
    grantSend(sendQueue, sweep)
    grantWithoutResource(sweep, 'ses:GetAccount')
    const everyMinute = new Rule(this, 'EveryMinute', {
      description: 'Earshot: decisions whose time has come',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new FunctionTarget(sweep, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    })
    acknowledge(everyMinute, {
      'Serverless-EventBusDLQ': 'A minute that failed is made up for by the next one; an alarm rings.',
    })
  }

  /** Checks the gates again, reserves, and calls SES once. */
  private send(sendQueue: Queue): void {
    const { context, stage, table, sender, tokens, front } = this.props
    const { stageName } = context
    const send = new ServiceFunction(this, 'Sender', {
      context,
      functionId: 'nudge-send',
      description: 'Sends each email once',
      timeout: SEND_TIMEOUT,
      environment: {
        TABLE_NAME: table.tableName,
        NUDGES: stage.nudges,
        BRAND: stage.brand,
        TOKENS_SECRET_ID: tokens.secretArn,
        CONFIGURATION_SET: sender.configurationSet.configurationSetName,
        APP_URL: front.url,
        SEND_CONCURRENCY: String(stage.traffic.sendConcurrency),
      },
    })
    consume(sendQueue, send, { batchSize: 5, maxConcurrency: stage.traffic.sendConcurrency })
    grantTable(table, send, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      indexes: ['byThread', 'byAuthor'],
    })
    grantSecrets(send, [tokens.secretArn])
    sender.grantSend(send)
    context.alarms.watch(this, 'SendingStopped', {
      metric: counted({ stageName, name: 'SendingStopped' }),
      description:
        'Earshot: SES refuses all emails, so sending has been paused. GET /api/pause says what SES answered; put it right, then POST /api/resume.',
    })
    const unknown = {
      SendUnknown: counted({ stageName, name: 'Sends', by: { result: 'unknown' } }),
      SendFoundUnknown: counted({ stageName, name: 'Decisions_unknown' }),
    }
    for (const [id, metric] of Object.entries(unknown))
      context.alarms.watch(this, id, {
        metric,
        description:
          'Earshot: SES may or may not have an email. It is not sent again; GET /api/decisions?state=unknown lists those that need a look.',
      })
  }

  /** The pages behind the links in emails. */
  private pages(sendQueue: Queue): void {
    const { context, stage, table, tokens, front } = this.props
    const pages = new ServiceFunction(this, 'Pages', {
      context,
      functionId: 'nudge-pages',
      description: 'Answers the links in emails',
      timeout: Duration.seconds(10),
      environment: {
        TABLE_NAME: table.tableName,
        NUDGES: stage.nudges,
        BRAND: stage.brand,
        TOKENS_SECRET_ID: tokens.secretArn,
        SEND_QUEUE_URL: sendQueue.queueUrl,
      },
    })
    grantTable(table, pages, { actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'] })
    // What turns emails up has to be confirmed: the question is mailed by the sender.
    grantSend(sendQueue, pages)
    grantSecrets(pages, [tokens.secretArn])
    const open = 'People come here from an email without an account; the signed token in the path says who they are.'
    front.route('Preferences', { methods: [HttpMethod.GET, HttpMethod.POST], path: '/u/{token}', handler: pages, open })
    front.route('Choices', { methods: [HttpMethod.GET, HttpMethod.POST], path: '/p/{token}', handler: pages, open })
    front.route('Confirm', { methods: [HttpMethod.GET, HttpMethod.POST], path: '/c/{token}', handler: pages, open })
    front.route('Redirect', { methods: [HttpMethod.GET, HttpMethod.HEAD], path: '/r/{token}', handler: pages, open })
  }
}
