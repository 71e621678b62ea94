import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { previewRoutes } from '../../shared/domain/respond/preview-routes.ts'
import { brandSchema, nudgeSettingsSchema } from '../../shared/domain/settings.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { HttpError, httpHandler } from '../../shared/platform/handler.ts'
import { count } from '../../shared/platform/logger.ts'
import { sendError, sesDelivery } from '../../shared/platform/ses.ts'
import { sesRequest } from '../../shared/platform/ses-request.ts'
import { openTable } from '../../shared/store/table.ts'
import { TESTS_PER_HOUR, takeTestTurn } from '../../shared/store/test-sends.ts'
import { answerWith } from './answer.ts'
import { type PreviewDeps, preview, previewAnswer } from './previewing.ts'
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

  testRecipe: async ({ params: { id = '' }, body, address, now }, { table, configurationSet, deliver, ...rest }) => {
    if (!address)
      throw new HttpError(409, 'Your token has no confirmed address; expected an id token of an account with one.')
    const { email, missing } = await preview(
      { table, configurationSet, deliver, ...rest },
      { id, body, now, test: true },
    )
    if (!email) throw new HttpError(409, `The email cannot be made: ${missing.join(', ')} is missing or wrong.`)
    if (!(await takeTestTurn(table, { user: address, now })))
      throw new HttpError(429, `${TESTS_PER_HOUR} tests an hour are enough. Try again in the next hour.`)
    try {
      await deliver(sesRequest(email, { address, tags: [{ Name: 'kind', Value: 'test' }], configurationSet }))
    } catch (error) {
      count({ Tests: 1 }, { result: 'failed' })
      throw new HttpError(502, `The email service did not take it: ${sendError(error).name}.`, { cause: error })
    }
    count({ Tests: 1 }, { result: 'sent' })
    return { to: maskAddress(address), subject: email.subject, language: email.language, missing }
  },
}

/** Requests to look at an email as somebody would get it, and to send it to oneself. */
export const handler = httpHandler(answerWith(previewRoutes, resources, deps))
