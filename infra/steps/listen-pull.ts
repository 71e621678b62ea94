import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { lookEvery, lookedAt } from '../../shared/domain/listen/pull-settings.ts'
import { acknowledge } from '../constructs/acknowledge.ts'
import { counted } from '../constructs/counted.ts'
import { grantObjects, grantSecrets, grantSend, grantTable } from '../constructs/grants.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What asking sources needs. */
export interface ListenPullProps {
  readonly context: ServiceContext
  readonly stage: Stage
  /** Cursors, and what is remembered of what was taken. */
  readonly table: Table
  /** Large bodies go here, */
  readonly archive: Bucket
  /** under this prefix. */
  readonly prefix: string
  readonly deliveries: Queue
  /** The secret of each source that has one, by the source's name. */
  readonly sourceSecrets: Readonly<Record<string, ISecret>>
  /** Where the doors are. */
  readonly appUrl: string
}

/** The longest that an alarm looks back, in minutes. */
const DAY = 1_440

/** Rings when most of the latest four looks at a source failed (of those that a day has). */
const watchFailing = (
  scope: Construct,
  { alarms, stageName }: ServiceContext,
  source: string,
  minutes: number,
): void => {
  const period = Math.min(DAY, Math.max(5, 4 * minutes))
  alarms.watch(scope, `Failing-${source}`, {
    metric: counted({ stageName, name: 'PullFailed', by: { source }, period: Duration.minutes(period) }),
    above: Math.max(0, Math.floor(period / minutes) - 2),
    description: `Earshot: the source ${source} cannot be asked. The log of listen-pull says why and what to do; nothing is lost while the platform still has it.`,
  })
}

/** Asks sources, each on a schedule of its own: those that send nothing of their own accord, and others for what they do not send. */
export class ListenPull extends Construct {
  constructor(scope: Construct, id: string, props: ListenPullProps) {
    super(scope, id)
    const { context, stage, table, archive, deliveries, prefix } = props
    const looked = lookedAt(stage.sources)
    const secrets = Object.entries(props.sourceSecrets).filter(([name]) => Object.hasOwn(looked, name))
    const pull = new ServiceFunction(this, 'Pull', {
      context,
      functionId: 'listen-pull',
      description: 'Asks sources that send nothing of their own accord, and goes on where it stopped',
      onSchedule: Duration.hours(1),
      timeout: Duration.minutes(5),
      environment: {
        SOURCES: looked,
        TABLE_NAME: table.tableName,
        DELIVERIES_QUEUE_URL: deliveries.queueUrl,
        ARCHIVE_BUCKET: archive.bucketName,
        RETENTION: stage.retention,
        CONTENT_HOSTS: stage.nudges.contentHosts,
        SOURCE_SECRETS: Object.fromEntries(secrets.map(([name, { secretName }]) => [name, secretName])),
        APP_URL: props.appUrl,
      },
    })
    grantTable(table, pull, {
      actions: ['GetItem', 'BatchGetItem', 'BatchWriteItem', 'UpdateItem'],
      // How far each source was asked, and pieces of content.
      changesOnly: ['PULL#*', 'C#*'],
    })
    grantSend(deliveries, pull)
    grantObjects(archive, pull, 's3:PutObject', prefix)
    if (secrets.length > 0)
      grantSecrets(
        pull,
        secrets.map(([, { secretArn }]) => `${secretArn}-??????`),
      )
    for (const [source, settings] of Object.entries(stage.sources)) {
      const minutes = lookEvery(settings)
      if (minutes === undefined) continue
      this.schedule(pull, source, minutes)
      watchFailing(this, context, source, minutes)
    }
  }

  private schedule(pull: ServiceFunction, source: string, minutes: number): void {
    const rule = new Rule(this, `Every-${source}`, {
      description: `Earshot: asks the source ${source}`,
      schedule: Schedule.rate(Duration.minutes(minutes)),
      targets: [
        new FunctionTarget(pull, {
          event: RuleTargetInput.fromObject({ source }),
          retryAttempts: 0,
          maxEventAge: Duration.minutes(Math.max(1, minutes)),
        }),
      ],
    })
    acknowledge(rule, {
      'Serverless-EventBusDLQ':
        'A look that failed is made up for by the next one, from the same cursor; a metric counts it.',
    })
  }
}
