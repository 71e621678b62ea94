import { Duration } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { nudgesRoutes } from '../../shared/domain/respond/nudges-routes.ts'
import type { RouteSpec } from '../../shared/domain/respond/route-spec.ts'
import type { Stage } from '../stage.ts'
import { grantSend, grantTable } from './grants.ts'
import type { HttpFront } from './http-front.ts'
import { type ServiceContext, ServiceFunction } from './service-function.ts'

/** What the API needs. */
export interface PeopleApiProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly front: HttpFront
  readonly table: Table
  /** What alerts tell is asked for here. */
  readonly alertsQueue: Queue
}

/** Answers marketers' questions about all steps. It belongs to none of them. */
export class PeopleApi extends Construct {
  constructor(scope: Construct, id: string, props: PeopleApiProps) {
    super(scope, id)
    this.people(props)
    this.nudges(props)
  }

  /** Who said what, and who they are; and whatever else begins with `/api/`. */
  private people({ context, stage, front, table }: PeopleApiProps): void {
    const api = new ServiceFunction(this, 'Function', {
      context,
      functionId: 'api',
      description: 'Answers questions about mentions and people',
      timeout: Duration.seconds(15),
      environment: {
        TABLE_NAME: table.tableName,
        NUDGES: stage.nudges,
        SOURCES: stage.sources,
        TOPICS: stage.topics,
        SCORE: stage.score,
      },
    })
    grantTable(table, api, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      indexes: ['byAuthor', 'byThread', 'feed', 'queue', 'rank'],
    })
    front.route('Api', { methods: [HttpMethod.ANY], path: '/api/{proxy+}', handler: api })
    front.route('OpenApi', {
      methods: [HttpMethod.GET],
      path: '/api/openapi.json',
      handler: api,
      open: 'The description of the API is public, as is the source it is generated from.',
    })
  }

  /** What people are sent, why, and what became of it. */
  private nudges({ context, stage, front, table, alertsQueue }: PeopleApiProps): void {
    const nudges = new ServiceFunction(this, 'Nudges', {
      context,
      functionId: 'api-nudges',
      description: 'Answers questions about emails: recipes, decisions, content',
      timeout: Duration.seconds(15),
      environment: {
        TABLE_NAME: table.tableName,
        NUDGES: stage.nudges,
        SCORE: stage.score,
        ALERTS_QUEUE_URL: alertsQueue.queueUrl,
      },
    })
    grantTable(table, nudges, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      indexes: ['byThread', 'feed', 'queue'],
    })
    grantSend(alertsQueue, nudges)
    const specs: readonly RouteSpec[] = Object.values(nudgesRoutes)
    const paths = new Set(specs.map(({ path }) => path))
    front.routes('Nudges', { methods: [HttpMethod.ANY], paths: [...paths], handler: nudges })
  }
}
