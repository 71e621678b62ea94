import { Duration } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import { previewRoutes } from '../../shared/domain/respond/preview-routes.ts'
import type { Stage } from '../stage.ts'
import { grantTable } from './grants.ts'
import type { HttpFront } from './http-front.ts'
import type { Sender } from './sender.ts'
import { type ServiceContext, ServiceFunction } from './service-function.ts'

/** What looking at emails needs. */
export interface PreviewApiProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly front: HttpFront
  readonly table: Table
  readonly sender: Sender
}

/** The part of the API that shows emails. Apart from the others, because it carries what makes emails. */
export class PreviewApi extends Construct {
  constructor(scope: Construct, id: string, { context, stage, front, table, sender }: PreviewApiProps) {
    super(scope, id)
    const preview = new ServiceFunction(this, 'Function', {
      context,
      functionId: 'api-preview',
      description: 'Shows emails as somebody would get them, and sends tests to whoever asks',
      timeout: Duration.seconds(20),
      environment: {
        TABLE_NAME: table.tableName,
        NUDGES: stage.nudges,
        BRAND: stage.brand,
        CONFIGURATION_SET: sender.configurationSet.configurationSetName,
        APP_URL: front.url,
      },
    })
    grantTable(table, preview, {
      actions: ['BatchGetItem', 'Query', 'UpdateItem'],
      // The tests that somebody has sent to themselves.
      changesOnly: ['TEST#*'],
      indexes: ['byThread', 'byAuthor', 'queue'],
    })
    sender.grantSend(preview)
    front.routes('Preview', {
      methods: [HttpMethod.ANY],
      paths: Object.values(previewRoutes).map(({ path }) => path),
      handler: preview,
    })
  }
}
