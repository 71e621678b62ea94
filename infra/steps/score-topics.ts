import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { type EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { publishedEvents } from '../../shared/domain/event-settings.ts'
import { acknowledge } from '../constructs/acknowledge.ts'
import { grantTable, grantTell, tellAlerts } from '../constructs/grants.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What looking for hot topics needs. */
export interface ScoreTopicsProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly table: Table
  /** Where other systems are told of topics. */
  readonly bus: EventBus
}

/** Finds out what is hot, hour by hour, and gathers the past of campaigns. */
export class ScoreTopics extends Construct {
  private readonly fn: ServiceFunction

  constructor(scope: Construct, id: string, { context, stage, table, bus }: ScoreTopicsProps) {
    super(scope, id)
    const fn = new ServiceFunction(this, 'Function', {
      context,
      functionId: 'score-topics',
      description: 'Finds out what is hot, and gathers the past of campaigns',
      onSchedule: Duration.minutes(5),
      timeout: Duration.minutes(4),
      environment: {
        TABLE_NAME: table.tableName,
        TOPICS: stage.topics,
        SCORE: stage.score,
        EVENT_BUS: bus.eventBusName,
        PUBLISH: publishedEvents(stage.events),
      },
    })
    grantTable(table, fn, {
      actions: ['BatchGetItem', 'BatchWriteItem', 'Query', 'PutItem', 'UpdateItem'],
      indexes: ['feed'],
    })
    grantTell(bus, fn)
    this.fn = fn
    const rule = new Rule(this, 'EveryFiveMinutes', {
      description: 'Earshot: hours that have ended, to be searched for hot topics',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new FunctionTarget(fn, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    })
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'Hours that were not looked at are made up for by the next time; an alarm rings.',
    })
  }

  /** Has alerts told of what they may be on. */
  tellAlerts(queue: Queue): void {
    tellAlerts(this.fn, queue)
  }
}
