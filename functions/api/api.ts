import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { peopleRoutes } from '../../shared/domain/respond/people-routes.ts'
import type { ScoreSettings } from '../../shared/domain/score/settings.ts'
import type { TopicsSettings } from '../../shared/domain/score/topics/settings.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { readBeside } from '../../shared/platform/beside.ts'
import { checkedJson, readEnv, text } from '../../shared/platform/env.ts'
import { httpHandler } from '../../shared/platform/handler.ts'
import { openTable } from '../../shared/store/table.ts'
import { answerWith } from './answer.ts'
import { campaigns } from './campaigns.ts'
import { links } from './links.ts'
import { mappings } from './mappings.ts'
import { mentions } from './mentions.ts'
import { people } from './people.ts'
import type { ApiEvent, Deps, Resource } from './request.ts'
import { scores } from './scores.ts'
import { segments } from './segments.ts'
import { sources } from './sources.ts'
import { suggestions } from './suggestions.ts'
import { topics } from './topics.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: checkedJson<NudgeSettings>(),
  SOURCES: checkedJson<Sources>(),
  TOPICS: checkedJson<TopicsSettings>(),
  SCORE: checkedJson<ScoreSettings>(),
})
const deps: Deps = {
  table: openTable(env.TABLE_NAME),
  nudges: env.NUDGES,
  sources: env.SOURCES,
  topics: env.TOPICS,
  score: env.SCORE,
}

const resources: Resource<keyof typeof peopleRoutes> = {
  ...mentions,
  ...people,
  ...mappings,
  ...sources,
  ...links,
  ...suggestions,
  ...topics,
  ...campaigns,
  ...segments,
  ...scores,
}

/** The OpenAPI document, as the build has written it. */
const description = () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: Buffer.from(readBeside('openapi.json')).toString('utf8'),
})

const answer = answerWith(peopleRoutes, resources, deps)

/** Every `/api/*` request that no other function takes: what is said, and by whom. */
export const handler = httpHandler(async (event: ApiEvent) => {
  const isDescription = event.requestContext.http.method === 'GET' && event.rawPath === '/api/openapi.json'
  return isDescription ? description() : await answer(event)
})
