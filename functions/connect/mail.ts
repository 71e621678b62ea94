import type { SQSEvent } from 'aws-lambda'
import { brandSchema } from '../../shared/domain/settings.ts'
import { eachRecord } from '../../shared/platform/batch.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { sesDelivery } from '../../shared/platform/ses.ts'
import { cachedTokenKeys } from '../../shared/platform/token-keys.ts'
import { openTable } from '../../shared/store/table.ts'
import { claimJob } from './mail-jobs.ts'
import type { ClaimMailing } from './mail-once.ts'

const env = readEnv({
  TABLE_NAME: text,
  BRAND: json(brandSchema),
  LANGUAGE: text,
  PEPPER_SECRET_ID: text,
  TOKENS_SECRET_ID: text,
  CONFIGURATION_SET: text,
  APP_URL: text,
})

const secrets = cachedSecrets()

const deps: ClaimMailing = {
  table: openTable(env.TABLE_NAME),
  brand: env.BRAND,
  language: env.LANGUAGE,
  appUrl: env.APP_URL,
  configurationSet: env.CONFIGURATION_SET,
  pepper: () => secrets(env.PEPPER_SECRET_ID),
  keys: cachedTokenKeys(secrets, env.TOKENS_SECRET_ID),
  deliver: sesDelivery(),
  now: () => Date.now(),
}

/** The queue of claims: links to mail, and agreements to carry out. */
export const handler = eventHandler((event: SQSEvent) =>
  eachRecord(
    event.Records,
    ({ messageId }) => messageId,
    ({ body }) => claimJob(deps, body),
  ),
)
