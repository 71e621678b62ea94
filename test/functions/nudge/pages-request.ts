import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { PageDeps } from '../../../functions/nudge/pages-answer.ts'
import { unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { EMAIL, type World } from './send-world.ts'

const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15'

/** What the pages work with in a world. */
export const pageDeps = (world: World, over: Partial<PageDeps> = {}): PageDeps => ({
  table: world.table,
  brand: world.deps.brand,
  settings: {
    topics: { answers: 'Answers to questions', advocates: 'Advocates <3' },
    contentHosts: ['community.example'],
    language: 'en',
    timeZone: 'Europe/London',
    quietHours: { start: '21:00', end: '08:00' },
  },
  enqueue: async () => {},
  keys: async () => world.tokenKeys,
  now: () => Date.parse(world.now()),
  ...over,
})

let requests = 0
/** A browser's request, as the front hands it on. */
export const request = (
  method: string,
  token: string,
  {
    body,
    type,
    agent = SAFARI,
    base64 = false,
  }: { body?: string; type?: string; agent?: string | undefined; base64?: boolean } = {},
): APIGatewayProxyEventV2 =>
  ({
    rawPath: `/x/${token}`,
    pathParameters: { token },
    headers: { ...(agent ? { 'user-agent': agent } : {}), ...(type ? { 'content-type': type } : {}) },
    body: base64 ? Buffer.from(body ?? '').toString('base64') : body,
    isBase64Encoded: base64,
    requestContext: { http: { method }, requestId: `request-${++requests}` },
  }) as unknown as APIGatewayProxyEventV2

/** What a link to stop emails ends with. */
export const unsubTokenIn = (world: World, topic: string) =>
  unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic })
