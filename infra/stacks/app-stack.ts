import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { withDoors } from '../../shared/domain/listen/source-settings.ts'
import { Alarms } from '../constructs/alarms.ts'
import { HttpFront } from '../constructs/http-front.ts'
import { PeopleApi } from '../constructs/people-api.ts'
import { PreviewApi } from '../constructs/preview-api.ts'
import { Sender } from '../constructs/sender.ts'
import type { ServiceContext } from '../constructs/service-function.ts'
import { claimSecretName, sourceSecretName } from '../source-secret-name.ts'
import type { Stage } from '../stage.ts'
import { Claim } from '../steps/claim.ts'
import { DELIVERIES_PREFIX, Listen } from '../steps/listen.ts'
import { Measure } from '../steps/measure.ts'
import { Nudge } from '../steps/nudge.ts'
import { Alerts as AlertsStep } from '../steps/respond-alerts.ts'
import { RespondContent } from '../steps/respond-content.ts'
import { Score } from '../steps/score.ts'
import { ScoreTopics } from '../steps/score-topics.ts'
import { Understand } from '../steps/understand.ts'
import type { DataStack } from './data-stack.ts'

/** What the stateless stack is made from. */
export interface AppStackProps extends StackProps {
  /** `dev`, `prod`, ...: part of the source secrets' names. */
  readonly stageName: string
  readonly stage: Stage
  /** What must outlive this stack. */
  readonly data: DataStack
  /** The folder with one bundle per function. */
  readonly bundles: string
}

/** The steps, put together. Everything in here can be deleted and deployed again without losing a thing. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, props: AppStackProps) {
    super(scope, id, props)
    const { stage, stageName, data, bundles } = props
    const { table, archive, rawArchive, pepper, tokens, users } = data
    const { logDays } = stage.retention
    const alarms = new Alarms(this, 'Alarms', { email: stage.alarmEmail })
    const context: ServiceContext = { alarms, stageName, logDays, bundles }
    const { requestsPerSecond, burst } = stage.traffic
    const front = new HttpFront(this, 'Http', {
      ...{ alarms, users, logDays, requestsPerSecond, burst },
      ...(stage.appUrl ? { appUrl: stage.appUrl } : {}),
    })
    const sender = new Sender(this, 'Sender', { domain: stage.brand.senderDomain })
    const sourceSecrets = Object.fromEntries(
      Object.keys(withDoors(stage.sources)).map((source) => [
        source,
        Secret.fromSecretNameV2(this, `Source-${source}`, sourceSecretName(stageName, source)),
      ]),
    )

    const { deliveries } = new Listen(this, 'Listen', { context, stage, front, table, archive, sourceSecrets })
    const deliveriesPrefix = DELIVERIES_PREFIX
    new Understand(this, 'Understand', {
      ...{ context, stage, table, deliveries, archive, deliveriesPrefix, rawArchive, pepper },
    })
    const score = new Score(this, 'Score', { context, stage, table })
    const { bus } = score
    const topics = new ScoreTopics(this, 'Topics', { context, stage, table, bus })
    new RespondContent(this, 'Content', { context, stage, table })
    new Nudge(this, 'Nudge', { context, stage, front, table, sender, tokens })
    const settings = stage.claim
    if (settings) {
      const githubSecret = settings.github
        ? Secret.fromSecretNameV2(this, 'ClaimGithub', claimSecretName(stageName))
        : undefined
      new Claim(this, 'Claim', { context, stage, settings, front, table, sender, pepper, tokens, githubSecret })
    }
    new Measure(this, 'Measure', { context, table, sender })
    const alertsStep = new AlertsStep(this, 'Respond', {
      ...{ context, stage, front, table, sender, bus, pepper, destinations: data.alerts },
    })
    score.tellAlerts(alertsStep.queue)
    topics.tellAlerts(alertsStep.queue)
    new PeopleApi(this, 'PeopleApi', { context, stage, front, table, alertsQueue: alertsStep.queue })
    new PreviewApi(this, 'PreviewApi', { context, stage, front, table, sender })

    new CfnOutput(this, 'AppUrl', { value: front.url, description: 'Doors, links and the API' })
    new CfnOutput(this, 'UserPoolClientId', { value: front.clientId, description: 'For tokens of the API' })
    // For the commands that work on a deployment: npm run source, replay, import.
    new CfnOutput(this, 'DeliveriesQueueUrl', { value: deliveries.queueUrl })
    new CfnOutput(this, 'ArchiveBucketName', { value: archive.bucketName })
    new CfnOutput(this, 'TableName', { value: table.tableName })
    for (const [at, { name, value }] of sender.identity.dkimRecords.entries()) {
      new CfnOutput(this, `DkimRecord${at + 1}`, { value: `${name} CNAME ${value}`, description: 'Add it to your DNS' })
    }
  }
}
