import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  HttpApi,
  type HttpMethod,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IUserPool } from 'aws-cdk-lib/aws-cognito'
import { UserPoolClient } from 'aws-cdk-lib/aws-cognito'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import { ALARM_PERIOD, type Alarms } from './alarms.ts'

/** Where HTTP comes in. */
export interface HttpFrontProps {
  readonly alarms: Alarms
  /** The accounts whose tokens the API takes. */
  readonly users: IUserPool
  /** Days that access logs are kept. */
  readonly logDays: number
  /** All routes together. */
  readonly requestsPerSecond: number
  readonly burst: number
  /** The public address when it is not the API's own. @default the API's own */
  readonly appUrl?: string
}

/** One route, or several that differ in the method only. */
export interface RouteProps {
  readonly methods: readonly HttpMethod[]
  readonly path: string
  readonly handler: IFunction
  /** Why callers need no token from the user pool. @default they need one */
  readonly open?: string
}

/**
 * What the access log says of a request. Not the path: it holds the door's token, and tokens of people's links.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.error.responseType',
  integration: '$context.integration.status',
}

/** The HTTP API with its authorizer, throttling and access log. */
export class HttpFront extends Construct {
  readonly api: HttpApi
  /** What links in emails start with. */
  readonly url: string
  /** The client that people's tokens are made out to. */
  readonly clientId: string
  private readonly authorizer: IHttpRouteAuthorizer

  constructor(scope: Construct, id: string, props: HttpFrontProps) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false, description: 'Earshot' })
    this.url = props.appUrl ?? this.api.apiEndpoint
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: props.requestsPerSecond, burstLimit: props.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    })
    const client = new UserPoolClient(this, 'Client', {
      userPool: props.users,
      // The second one is for administrators with AWS credentials: a token for the command line.
      authFlows: { userSrp: true, adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    })
    this.clientId = client.userPoolClientId
    this.authorizer = new HttpUserPoolAuthorizer('Users', props.users, { userPoolClients: [client] })
    props.alarms.watch(this, 'ServerErrors', {
      metric: this.api.metricServerError({ period: ALARM_PERIOD, statistic: 'sum' }),
      description:
        'The HTTP API answers with 5xx. Some platforms send again, GitHub does not: docs/operations.md says where to look.',
    })
  }

  /** Sends a route to a function. */
  route(id: string, { path, ...props }: RouteProps): void {
    this.routes(id, { ...props, paths: [path] })
  }

  /** Sends several paths to a function. */
  routes(id: string, { paths, methods, handler, open }: Omit<RouteProps, 'path'> & { paths: readonly string[] }): void {
    const integration = new HttpLambdaIntegration(id, handler)
    for (const path of paths) {
      const routes = this.api.addRoutes({
        path,
        methods: [...methods],
        integration,
        ...(open ? {} : { authorizer: this.authorizer }),
      })
      if (open) for (const route of routes) acknowledge(route, { 'AwsSolutions-APIG4': open })
    }
  }
}
