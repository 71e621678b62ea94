import type { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { ALARM_PERIOD } from './alarms.ts'

/** A metric that functions count in their logs (`shared/platform/logger.ts`). */
export interface CountedProps {
  /** Whose functions: two stages in one account and Region are told apart by it. */
  readonly stageName: string
  readonly name: string
  /** What it is counted by besides the stage. @default nothing */
  readonly by?: Readonly<Record<string, string>>
  /** @default Sum */
  readonly statistic?: 'Sum' | 'Maximum' | 'Minimum'
  /** How often an alarm looks. @default ALARM_PERIOD */
  readonly period?: Duration
}

/** The metric as alarms look at it. */
export const counted = ({ stageName, name, by = {}, statistic = 'Sum', period = ALARM_PERIOD }: CountedProps): Metric =>
  new Metric({
    namespace: 'Earshot',
    metricName: name,
    dimensionsMap: { stage: stageName, ...by },
    statistic,
    period,
  })
