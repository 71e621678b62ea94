import { previewRoutes } from '../../shared/domain/respond/preview-routes.ts'
import { brandSchema, nudgeSettingsSchema } from '../../shared/domain/settings.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { httpHandler } from '../../shared/platform/handler.ts'
import { sesDelivery } from '../../shared/platform/ses.ts'
import { openTable } from '../../shared/store/table.ts'
import { answerWith } from './answer.ts'
import { type PreviewDeps, preview, previewAnswer, sendTest } from './previewing.ts'
import type { Resource } from './request.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: json(nudgeSettingsSchema),
  BRAND: json(brandSchema),
  CONFIGURATION_SET: text,
  APP_URL: text,
})
const deps: PreviewDeps = {
  table: openTable(env.TABLE_NAME),
  nudges: env.NUDGES,
  brand: env.BRAND,
  configurationSet: env.CONFIGURATION_SET,
  appUrl: env.APP_URL,
  deliver: sesDelivery(),
}

const resources: Resource<keyof typeof previewRoutes, PreviewDeps> = {
  previewRecipe: async ({ params: { id = '' }, body, seesPii, now }, { nudges, ...rest }) =>
    previewAnswer(await preview({ nudges, ...rest }, { id, body, now }), { timeZone: nudges.timeZone, now, seesPii }),

  testRecipe: ({ params: { id = '' }, body, address, now }, deps) => sendTest(deps, { id, body, now }, address),
}

/** Requests to look at an email as somebody would get it, and to send it to oneself. */
export const handler = httpHandler(answerWith(previewRoutes, resources, deps))
