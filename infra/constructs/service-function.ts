import { join } from 'node:path'
import { type Duration, RemovalPolicy, Tags } from 'aws-cdk-lib'
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { FunctionId } from '../functions.ts'
import { acknowledge } from './acknowledge.ts'
import { ALARM_PERIOD, type Alarms } from './alarms.ts'
import { environmentOf } from './environment.ts'

/** What every function of a deployment has in common. */
export interface ServiceContext {
  readonly alarms: Alarms
  /** The stage's name, a dimension of all metrics. */
  readonly stageName: string
  /** Days that logs are kept. One of the numbers that CloudWatch has. */
  readonly logDays: number
  /** The folder with one bundle per function. */
  readonly bundles: string
}

/** One function of Earshot. */
export interface ServiceFunctionProps {
  readonly context: ServiceContext
  /** Which bundle it runs. */
  readonly functionId: FunctionId
  /** What it does, in a sentence for whoever looks at it in the console. */
  readonly description: string
  /** Names are the contract with the handler: docs/architecture.md. Objects become JSON. */
  readonly environment: Readonly<Record<string, string | object>>
  readonly timeout: Duration
  /** MB; the share of a processor grows with it. @default 512 */
  readonly memorySize?: number
  /** Concurrency set aside for it, which is also its limit. @default none: the account's pool */
  readonly reservedConcurrency?: number
  /**
   * Given where a schedule wakes it: how long a call may wait for capacity, 1 minute to 6 hours. Lambda then tries a call
   * once, as the next one makes up for it. @default Lambda's own: three times, within six hours
   */
  readonly onSchedule?: Duration
}

/**
 * A function on the current Node runtime, arm64, with a role of its own that may write to its own log group and nothing
 * else until somebody grants it more, and alarms on its errors and throttles.
 */
export class ServiceFunction extends LambdaFunction {
  /** The function's own role. */
  readonly serviceRole: Role

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { context, functionId } = props
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: context.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Earshot ${functionId}`,
    })
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(context.bundles, functionId)),
      description: props.description,
      environment: environmentOf(functionId, { ...props.environment, STAGE: context.stageName }),
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout,
      role,
      logGroup,
      ...(props.reservedConcurrency ? { reservedConcurrentExecutions: props.reservedConcurrency } : {}),
      ...(props.onSchedule ? { retryAttempts: 0, maxEventAge: props.onSchedule } : {}),
    })
    this.serviceRole = role
    Tags.of(this).add('function', functionId)
    Grant.addToPrincipal({
      grantee: role,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resourceArns: [logGroup.logGroupArn],
    })
    acknowledge(this, {
      'Serverless-LambdaTracing':
        'No tracing: its grant is a wildcard and the SDK patches would double the bundle. Log lines carry ids.',
      'Serverless-LambdaDLQ':
        'Queues and streams in front of functions have dead-letter queues; the schedule comes again in a minute.',
      'Serverless-LambdaAsyncFailureDestination':
        'Only schedules call without waiting for the answer; the next call makes up for one that failed, and an alarm rings.',
    })
    context.alarms.watch(this, 'Errors', {
      metric: this.metricErrors({ period: ALARM_PERIOD }),
      description: `${functionId} fails. Its log group has the error; docs/operations.md says what to look at first.`,
    })
    context.alarms.watch(this, 'Throttles', {
      metric: this.metricThrottles({ period: ALARM_PERIOD }),
      description: `${functionId} is throttled: the account's Lambda concurrency is used up. docs/operations.md has more.`,
    })
  }
}
