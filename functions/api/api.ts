import { sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { findRoute, type RouteId, type RouteSpec, routes } from '../../shared/domain/respond/routes.ts'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { topicsSettingsSchema } from '../../shared/domain/score/topics/settings.ts'
import { nudgeSettingsSchema } from '../../shared/domain/settings.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { readBeside } from '../../shared/platform/beside.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { HttpError, httpHandler, jsonAnswer } from '../../shared/platform/handler.ts'
import { openTable } from '../../shared/store/table.ts'
import { campaigns } from './campaigns.ts'
import { content } from './content.ts'
import { decisions } from './decisions.ts'
import { links } from './links.ts'
import { mappings } from './mappings.ts'
import { mentions } from './mentions.ts'
import { pause } from './pause.ts'
import { people } from './people.ts'
import { type ApiEvent, type Deps, type Request, type Resource, readRequest } from './request.ts'
import { results } from './results.ts'
import { scores } from './scores.ts'
import { segments } from './segments.ts'
import { sources } from './sources.ts'
import { suggestions } from './suggestions.ts'
import { topics } from './topics.ts'
import { why } from './why.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: json(nudgeSettingsSchema),
  SOURCES: json(sourcesSchema),
  TOPICS: json(topicsSettingsSchema),
  SCORE: json(scoreSettingsSchema),
})
const deps: Deps = {
  table: openTable(env.TABLE_NAME),
  nudges: env.NUDGES,
  sources: env.SOURCES,
  topics: env.TOPICS,
  score: env.SCORE,
}

const resources: Resource<RouteId> = {
  ...mentions,
  ...people,
  ...decisions,
  ...pause,
  ...content,
  ...mappings,
  ...sources,
  ...links,
  ...suggestions,
  ...topics,
  ...campaigns,
  ...segments,
  ...scores,
  ...why,
  ...results,
}

/** The OpenAPI document, as the build has written it. */
const description = () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: Buffer.from(readBeside('openapi.json')).toString('utf8'),
})

const plainPath = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Every `/api/*` request: finds the route, checks the request against its schemas, and answers what the resource says. */
export const handler = httpHandler(async (event: ApiEvent) => {
  const { method } = event.requestContext.http
  const path = plainPath(event.rawPath)
  if (method === 'GET' && path === '/api/openapi.json') return description()
  const found = findRoute(method, path)
  if ('allow' in found) {
    if (found.allow.length === 0)
      throw new HttpError(404, 'There is nothing at this address; /api/openapi.json lists what there is.')
    const allow = found.allow.join(', ')
    throw new HttpError(405, `The method ${method} does not work here, expected ${allow}.`, { headers: { allow } })
  }
  const spec: RouteSpec = routes[found.route]
  const request = readRequest(spec, found.params, event, isoOf(Date.now()))
  const answer = resources[found.route] as (request: Request<RouteId>, deps: Deps) => Promise<unknown>
  return jsonAnswer(200, await answer(request, deps))
})
