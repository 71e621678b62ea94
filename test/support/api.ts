import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { findRoute } from '../../shared/domain/respond/route-spec.ts'
import { ROUTES_BY_FUNCTION } from '../../shared/domain/respond/routes.ts'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { topicsSettingsSchema } from '../../shared/domain/score/topics/settings.ts'

/** A request as the front hands it on. */
type Asked = { rawPath: string; requestContext: { http: { method: string } } }
export type ApiHandler = (event: Asked, context: Context) => Promise<APIGatewayProxyStructuredResultV2>

/** Settings that a stage leaves out, as synthesis writes them into the environment. */
export const LEFT_OUT = {
  TOPICS: JSON.stringify(topicsSettingsSchema.parse({})),
  SCORE: JSON.stringify(scoreSettingsSchema.parse({})),
}

const isAt = (routes: (typeof ROUTES_BY_FUNCTION)['api-nudges'], path: string): boolean => {
  const found = findRoute(routes, 'GET', path)
  return 'route' in found || found.allow.length > 0
}

/** The API's functions behind one handler, as the front puts them: by the path alone. The environment has to be there. */
export const loadApi = async (): Promise<ApiHandler> => {
  // Nobody answers there: tests of what is asked of that queue have one.
  process.env.ALERTS_QUEUE_URL ??= 'http://127.0.0.1:1/000000000000/alerts'
  const [people, nudges] = await Promise.all([
    import('../../functions/api/api.ts'),
    import('../../functions/api/nudges.ts'),
  ])
  return async (event, context) => {
    const { handler } = isAt(ROUTES_BY_FUNCTION['api-nudges'], event.rawPath) ? nudges : people
    return (await handler(event as never, context)) as APIGatewayProxyStructuredResultV2
  }
}
