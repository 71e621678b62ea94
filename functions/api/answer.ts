import { findRoute, type RouteSpec } from '../../shared/domain/respond/route-spec.ts'
import type { RouteId } from '../../shared/domain/respond/routes.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { HttpError, jsonAnswer } from '../../shared/platform/handler.ts'
import { type ApiEvent, type Request, type Resource, readRequest } from './request.ts'

const plainPath = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Bytes of the longest id of anything: no longer one can be looked up, as DynamoDB takes no longer keys. */
const LONGEST_ID = 900
/** Their ids are made of two others, and read before anything is looked up. */
const OF_PAIRS: ReadonlySet<RouteId> = new Set(['deleteLink', 'liftApart', 'answerSuggestion'] as const)

const checkIds = (route: RouteId, params: Readonly<Record<string, string>>): void => {
  const long = Object.values(params).find((id) => Buffer.byteLength(id) > LONGEST_ID)
  if (long === undefined || OF_PAIRS.has(route)) return
  throw new HttpError(
    404,
    `There is nothing with an id of ${Buffer.byteLength(long)} bytes; the longest has ${LONGEST_ID}.`,
  )
}

/**
 * Answers requests to some of the API's routes: finds the route, checks the request against its schemas, and answers what the
 * resource says.
 * @throws HttpError 404 and 405 where there is nothing, 400 for a request that its schemas refuse, and what resources throw
 */
export const answerWith =
  <Id extends RouteId, D>(routes: Readonly<Record<Id, RouteSpec>>, resources: Resource<Id, D>, deps: D) =>
  async (event: ApiEvent) => {
    const { method } = event.requestContext.http
    const found = findRoute(routes, method, plainPath(event.rawPath))
    if ('allow' in found) {
      if (found.allow.length === 0)
        throw new HttpError(404, 'There is nothing at this address; /api/openapi.json lists what there is.')
      const allow = found.allow.join(', ')
      throw new HttpError(405, `The method ${method} does not work here, expected ${allow}.`, { headers: { allow } })
    }
    checkIds(found.route, found.params)
    const request = readRequest(routes[found.route], found.params, event, isoOf(Date.now()))
    const answer = resources[found.route] as (request: Request<RouteId>, deps: D) => Promise<unknown>
    return jsonAnswer(200, await answer(request, deps))
  }
