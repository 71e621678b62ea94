import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import { hasDoor, type SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import { acknowledge } from '../constructs/acknowledge.ts'
import { counted } from '../constructs/counted.ts'
import { grantTable, grantWithoutResource } from '../constructs/grants.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What watching sources needs. */
export interface ListenWatchProps {
  readonly context: ServiceContext
  readonly stage: Stage
  /** What is known of each source. */
  readonly table: Table
}

/** How often sources are looked at. */
const EVERY = Duration.minutes(5)
/** One look that is late or missing ends no alarm and starts none. */
const STEADY = Duration.minutes(15)
/** A subscription that was just asked for has so long to be confirmed. */
const LEASE_PATIENCE = Duration.hours(1)
/** Signatures that are wrong within {@link STEADY} before somebody has to look. */
const BAD_SIGNATURES = 5

/** One alarm of a source. */
type Watch = {
  id: string
  metric: string
  period: Duration
  /** `Minimum` of what is told as 0 or 1: all of a period has to be 1. */
  statistic: 'Sum' | 'Minimum'
  above?: number
  /** Which sources have it. */
  of: (settings: SourceSettings) => boolean
  what: (source: string) => string
}

const WATCHES: readonly Watch[] = [
  {
    ...{ id: 'Silent', metric: 'Silent', period: STEADY, statistic: 'Minimum' },
    of: ({ health }) => health?.silence !== false,
    what: (source) =>
      `nothing has come from the source ${source} for much longer than usual. See whether its webhook is still switched on in the platform, then whether the door works: npm run source -- test ${source}.`,
  },
  {
    ...{ id: 'BadSignatures', metric: 'BadSignatures', period: STEADY, statistic: 'Sum', above: BAD_SIGNATURES },
    of: (settings) => hasDoor(settings.type) && verificationOf(settings).scheme.kind !== 'token',
    what: (source) =>
      `many deliveries to the source ${source} are signed wrongly. Either its secret was changed on one side only (npm run source -- rotate ${source}), or somebody who knows the address forges; what is forged is not taken.`,
  },
  {
    ...{ id: 'LeaseExpiring', metric: 'LeaseExpiring', period: LEASE_PATIENCE, statistic: 'Minimum' },
    of: ({ type }) => type === 'youtube',
    what: (source) =>
      `a subscription of the source ${source} ends within 12 hours, or has ended, and is not renewed. The log of listen-pull says what the hub answers.`,
  },
  {
    ...{ id: 'PrivacyRequests', metric: 'PrivacyRequests', period: STEADY, statistic: 'Sum' },
    of: ({ type }) => type === 'shopify',
    what: (source) =>
      `the source ${source} asks in a customer’s name to be told what is stored, or that it be erased. GET /api/needs-a-look lists what is open. This rings once for a request.`,
  },
  {
    ...{ id: 'PullBehind', metric: 'PullBehind', period: STEADY, statistic: 'Minimum' },
    of: ({ type }) => type === 'bluesky',
    what: (source) =>
      `the source ${source} is read more than 24 hours behind, and its stream goes back 36. The log of listen-pull says why.`,
  },
]

/** Looks at how sources are doing, and rings when one is silent, forged, not renewed, or left behind. */
export class ListenWatch extends Construct {
  constructor(scope: Construct, id: string, props: ListenWatchProps) {
    super(scope, id)
    const { context, stage, table } = props
    const watch = new ServiceFunction(this, 'Watch', {
      context,
      functionId: 'listen-watch',
      description: 'Looks at how sources are doing',
      onSchedule: EVERY,
      timeout: Duration.seconds(60),
      environment: { SOURCES: stage.sources, TABLE_NAME: table.tableName },
    })
    grantTable(table, watch, { actions: ['BatchGetItem', 'PutItem'], changesOnly: ['S#*'] })
    grantWithoutResource(watch, 'cloudwatch:GetMetricData')
    const rule = new Rule(this, 'Every', {
      description: 'Earshot: how sources are doing',
      schedule: Schedule.rate(EVERY),
      targets: [new FunctionTarget(watch, { retryAttempts: 0, maxEventAge: EVERY })],
    })
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'A look that failed is made up for by the next one; an alarm rings.',
    })
    for (const [source, settings] of Object.entries(stage.sources))
      for (const watched of WATCHES) if (watched.of(settings)) this.ring(context, source, watched)
  }

  private ring({ alarms, stageName }: ServiceContext, source: string, watched: Watch): void {
    const { id, metric: name, period, statistic, above, what } = watched
    alarms.watch(this, `${id}-${source}`, {
      metric: counted({ stageName, name, by: { source }, statistic, period }),
      ...(above === undefined ? {} : { above }),
      description: `Earshot ${stageName}: ${what(source)} docs/operations.md, "Sources that are not well", has more.`,
    })
  }
}
