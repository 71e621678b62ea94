import { beforeAll, expect } from '@jest/globals'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { descriptions } from '../../../shared/domain/respond/descriptions.ts'
import { problemsOf } from '../../../shared/domain/respond/problems.ts'
import { type RouteId, routes } from '../../../shared/domain/respond/routes.ts'
import { LEFT_OUT, loadApi } from '../../support/api.ts'
import { TEST_CREDENTIALS, type TestTable } from '../../support/table.ts'

type Answer = { status: number; body: Record<string, unknown>; headers: Record<string, unknown> }

/** The API as a function of its own, on a test's table. Once per test file: it reads its environment when it is loaded. */
export const openApiOn = async (test: TestTable, { nudges, sources }: { nudges: object; sources: object }) => {
  Object.assign(process.env, {
    TABLE_NAME: test.table.name,
    NUDGES: JSON.stringify(nudges),
    SOURCES: JSON.stringify(sources),
    ...LEFT_OUT,
    ALERTS_QUEUE_URL: 'http://127.0.0.1:1/000000000000/alerts',
    AWS_ENDPOINT_URL_DYNAMODB: test.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
  })
  const handler = await loadApi()
  const ask = async (method: string, path: string, body?: unknown, over: object = {}): Promise<Answer> => {
    const url = new URL(path, 'https://x.example')
    const event = {
      rawPath: url.pathname,
      queryStringParameters: Object.fromEntries(url.searchParams),
      requestContext: {
        http: { method },
        authorizer: { jwt: { claims: { sub: 'u-1', email: 'ada@brand.example', email_verified: 'true' } } },
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      isBase64Encoded: false,
      ...over,
    }
    const answer = (await handler(event as never, {} as Context)) as APIGatewayProxyStructuredResultV2
    return {
      status: answer.statusCode ?? 0,
      body: JSON.parse(answer.body ?? '{}') as Record<string, unknown>,
      headers: answer.headers ?? {},
    }
  }
  /** Asks, and holds the answer to the schema that the OpenAPI document is made of. */
  const askAs = async (route: RouteId, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await ask(routes[route].method, path, body)
    expect(answer).toMatchObject({ status: 200 })
    const parsed = descriptions[route].answer.safeParse(answer.body)
    expect(parsed.success ? [] : problemsOf(parsed.error.issues, answer.body)).toEqual([])
    expect(parsed.data).toEqual(answer.body)
    return answer.body
  }
  return { ask, askAs }
}

type Api = Awaited<ReturnType<typeof openApiOn>>

/** The same for all tests of a file. A body that is text is sent as it is. */
export const apiForAll = (test: TestTable, stage: { nudges: object; sources: object }): Api => {
  let api: Api | undefined
  beforeAll(async () => {
    api = await openApiOn(test, stage)
  }, 60_000)
  const opened = (): Api => {
    if (api) return api
    throw new Error('There is no API outside of tests.')
  }
  return { ask: (...asked) => opened().ask(...asked), askAs: (...asked) => opened().askAs(...asked) }
}
