import { Duration } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { grantTable } from './grants.ts'
import type { HttpFront } from './http-front.ts'
import { type ServiceContext, ServiceFunction } from './service-function.ts'

/** What the API needs. */
export interface PeopleApiProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly front: HttpFront
  readonly table: Table
}

/** Answers marketers' questions about all steps. It belongs to none of them. */
export class PeopleApi extends Construct {
  constructor(scope: Construct, id: string, props: PeopleApiProps) {
    super(scope, id)
    const { context, stage, front, table } = props
    const api = new ServiceFunction(this, 'Function', {
      context,
      functionId: 'api',
      description: 'Answers questions about mentions, people and decisions',
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
}
