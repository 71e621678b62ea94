import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'

/** The one place that alarms go to. */
export interface AlarmsProps {
  /** Who hears of them. AWS asks the address once to confirm. */
  readonly email: string
}

/** What is watched. */
export interface AlarmRule {
  /** Any metric; its period is how often the alarm looks. */
  readonly metric: IMetric
  /** What to do when it rings, in a sentence: it is the text of the email. */
  readonly description: string
  /** Rings when the metric is above this. @default 0 */
  readonly above?: number
}

/** A topic with an email subscription, and the alarms that publish to it. */
export class Alarms extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id)
    this.topic = new Topic(this, 'Topic', { enforceSSL: true })
    this.topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'))
    const subscription = this.topic.addSubscription(new EmailSubscription(props.email))
    acknowledge(subscription, {
      'Serverless-SNSRedrivePolicy': 'SNS repeats emails by itself; the alarm stays red in CloudWatch.',
    })
  }

  /** Adds an alarm under `scope`, beside what it watches. */
  watch(scope: Construct, id: string, rule: AlarmRule): Alarm {
    const alarm = new Alarm(scope, id, {
      metric: rule.metric,
      alarmDescription: rule.description,
      threshold: rule.above ?? 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
    return alarm
  }
}

/** How often alarms look. */
export const ALARM_PERIOD = Duration.minutes(5)
