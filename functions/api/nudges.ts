import { nudgesRoutes } from '../../shared/domain/respond/nudges-routes.ts'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { nudgeSettingsSchema } from '../../shared/domain/settings.ts'
import { sendMessages } from '../../shared/platform/aws.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { httpHandler } from '../../shared/platform/handler.ts'
import { deliverMessage } from '../../shared/store/alert-deliveries.ts'
import { openTable } from '../../shared/store/table.ts'
import { alerts } from './alerts.ts'
import { answerWith } from './answer.ts'
import { consent } from './consent.ts'
import { content } from './content.ts'
import { decisions } from './decisions.ts'
import { featured } from './featured.ts'
import { journey } from './journey.ts'
import { look } from './look.ts'
import { pause } from './pause.ts'
import { recipes } from './recipes.ts'
import type { NudgesDeps, Resource } from './request.ts'
import { results } from './results.ts'
import { why } from './why.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: json(nudgeSettingsSchema),
  SCORE: json(scoreSettingsSchema),
  ALERTS_QUEUE_URL: text,
})
const deps: NudgesDeps = {
  table: openTable(env.TABLE_NAME),
  nudges: env.NUDGES,
  score: env.SCORE,
  askFor: (deliveries) => sendMessages(env.ALERTS_QUEUE_URL, deliveries.map(deliverMessage)),
}

const resources: Resource<keyof typeof nudgesRoutes, NudgesDeps> = {
  ...decisions,
  ...pause,
  ...content,
  ...recipes,
  ...consent,
  ...featured,
  ...why,
  ...alerts,
  ...journey,
  ...look,
  ...results,
}

/** Requests to the API about what people are sent, why, and what became of it. */
export const handler = httpHandler(answerWith(nudgesRoutes, resources, deps))
