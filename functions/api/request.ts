import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda'
import * as z from 'zod/mini'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import type { Position } from '../../shared/domain/respond/cursor.ts'
import { readCursor, writeCursor } from '../../shared/domain/respond/cursor.ts'
import type { descriptions } from '../../shared/domain/respond/descriptions.ts'
import { groupsIn, PII_GROUP } from '../../shared/domain/respond/present.ts'
import { describe, problemsOf, sayProblem } from '../../shared/domain/respond/problems.ts'
import type { RouteSpec } from '../../shared/domain/respond/route-spec.ts'
import type { RouteId, routes } from '../../shared/domain/respond/routes.ts'
import type { ScoreSettings } from '../../shared/domain/score/settings.ts'
import type { TopicsSettings } from '../../shared/domain/score/topics/settings.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { isPlainAddress } from '../../shared/platform/ses-request.ts'
import { exactJson } from '../../shared/sources/json.ts'
import type { List } from '../../shared/store/lists.ts'
import type { Table } from '../../shared/store/table.ts'

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer

type Routes = typeof routes
type BodyOf<K extends RouteId> = Routes[K] extends { body: infer B extends z.ZodMiniType } ? z.infer<B> : undefined

/**
 * A request that passed its schemas. `user` is who asks, by the token; `address` the confirmed address that it names; `seesPii` whether they may see what identifies people in
 * texts; `now` is when.
 */
export type Request<K extends RouteId> = {
  params: Record<string, string>
  query: z.infer<Routes[K]['query']>
  body: BodyOf<K>
  user: string
  address?: string
  seesPii: boolean
  now: string
}

/** What resources about people work with. */
export type Deps = {
  table: Table
  nudges: NudgeSettings
  sources: Sources
  topics: TopicsSettings
  score: ScoreSettings
}

/** What resources about emails work with. */
export type NudgesDeps = Pick<Deps, 'table' | 'nudges' | 'score'> & {
  /** Has what alerts tell delivered. */
  askFor: (deliveries: readonly { alert: string; delivery: string }[]) => Promise<void>
}

/** The handlers of some routes: each takes a checked request and answers what its route's schema says. */
export type Resource<K extends RouteId, D = Deps> = {
  [Route in K]: (request: Request<Route>, deps: D) => Promise<z.infer<(typeof descriptions)[Route]['answer']>>
}

const check = (schema: z.ZodMiniType, input: unknown, known: readonly string[]): unknown => {
  const result = z.safeParse(schema, input)
  if (result.success) return result.data
  throw new HttpError(400, `${problemsOf(result.error.issues, input, known).map(sayProblem).join('; ')}.`)
}

const readBody = ({ body = '', isBase64Encoded }: ApiEvent): unknown => {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body
  if (text.trim() === '') return {}
  try {
    // Ids in a sample are told digit by digit, however long they are.
    return exactJson(text)
  } catch (cause) {
    throw new HttpError(400, `The body is not JSON: it starts with ${describe(text.slice(0, 20))}.`, { cause })
  }
}

const claimsOf = (event: ApiEvent): Record<string, unknown> => event.requestContext.authorizer?.jwt?.claims ?? {}

/** An id token's `email` that Cognito has confirmed: API Gateway hands booleans on as text. */
const addressOf = (event: ApiEvent): string | undefined => {
  const { email, email_verified: confirmed } = claimsOf(event)
  return typeof email === 'string' && String(confirmed) === 'true' && isPlainAddress(email) ? email : undefined
}

/** Who asks, as it is written down beside what they did: an address only when it is confirmed, as people may type any into their own account. */
const userOf = (event: ApiEvent): string => {
  const claims = claimsOf(event)
  return String(addressOf(event) ?? claims.username ?? claims.sub ?? 'unknown')
}

/**
 * Checks a request against its route's schemas.
 * @throws HttpError 400 that names each wrong parameter, what came and what was expected
 */
export const readRequest = (
  route: RouteSpec,
  params: Record<string, string>,
  event: ApiEvent,
  now: string,
): Request<RouteId> => {
  const known = Object.keys(route.query._zod.def.shape)
  const address = addressOf(event)
  return {
    params,
    query: check(route.query, event.queryStringParameters ?? {}, known) as Request<RouteId>['query'],
    body: (route.body ? check(route.body, readBody(event), []) : undefined) as Request<RouteId>['body'],
    user: userOf(event),
    ...(address === undefined ? {} : { address }),
    seesPii: groupsIn(claimsOf(event)['cognito:groups']).includes(PII_GROUP),
    now,
  }
}

/** Where a list goes on, by the `next` of a request. */
export const positionIn = (list: string, next: string | undefined): Position | undefined => {
  if (next === undefined) return undefined
  const position = readCursor(list, next)
  if (position) return position
  throw new HttpError(400, `next: came ${describe(next)}, expected the \`next\` that this list answered before.`)
}

/** A page as the API answers it. */
export const pageAnswer = <T>(list: string, { items, next }: List<T>): { items: T[]; next: string | null } => ({
  items,
  next: next ? writeCursor(list, next) : null,
})
