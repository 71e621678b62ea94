import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import { acknowledge } from '../constructs/acknowledge.ts'
import { grantTable } from '../constructs/grants.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What looking after the catalogue needs. */
export interface RespondContentProps {
  readonly context: ServiceContext
  readonly stage: Stage
  /** Where the catalogue is. */
  readonly table: Table
}

/** Looks after the catalogue of content: whether its links lead anywhere. */
export class RespondContent extends Construct {
  constructor(scope: Construct, id: string, props: RespondContentProps) {
    super(scope, id)
    const { context, stage, table } = props
    const { contentHosts, uncheckedHosts = [] } = stage.nudges
    const links = new ServiceFunction(this, 'Links', {
      context,
      functionId: 'respond-links',
      description: 'Looks once a day whether the links of the catalogue lead anywhere',
      onSchedule: Duration.hours(1),
      // One link of a host takes more than a second: this is some 450 of one host in an hour.
      timeout: Duration.minutes(14),
      environment: { TABLE_NAME: table.tableName, LINKS: { hosts: contentHosts, unchecked: uncheckedHosts } },
    })
    grantTable(table, links, {
      actions: ['BatchGetItem', 'UpdateItem'],
      indexes: ['feed'],
      // Pieces of content, and how far today's round is.
      changesOnly: ['C#*', 'SETTINGS'],
    })
    const rule = new Rule(this, 'EveryHour', {
      description: "Earshot: goes on with today's look at the catalogue's links",
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new FunctionTarget(links, { retryAttempts: 0, maxEventAge: Duration.hours(1) })],
    })
    acknowledge(rule, { 'Serverless-EventBusDLQ': 'The next hour goes on where this one ended; an alarm rings.' })
  }
}
