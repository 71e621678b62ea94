import { setTimeout as sleep } from 'node:timers/promises'
import type { SQSEvent } from 'aws-lambda'
import * as z from 'zod/mini'
import { brandSchema, nudgeSettingsSchema } from '../../shared/domain/settings.ts'
import { eachRecord } from '../../shared/platform/batch.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { sesDelivery } from '../../shared/platform/ses.ts'
import { cachedTokenKeys } from '../../shared/platform/token-keys.ts'
import { recipeReader } from '../../shared/store/recipes.ts'
import { readSendingAccount } from '../../shared/store/sending-account.ts'
import { openTable } from '../../shared/store/table.ts'
import { sendJob } from './send-jobs.ts'
import type { Sending } from './send-once.ts'
import { openPace } from './send-pace.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: json(nudgeSettingsSchema),
  BRAND: json(brandSchema),
  TOKENS_SECRET_ID: text,
  CONFIGURATION_SET: text,
  APP_URL: text,
  SEND_CONCURRENCY: json(z.int().check(z.positive())),
})

const table = openTable(env.TABLE_NAME)
const deps: Sending = {
  table,
  settings: env.NUDGES,
  brand: env.BRAND,
  recipes: recipeReader(table, Date.now),
  appUrl: env.APP_URL,
  configurationSet: env.CONFIGURATION_SET,
  keys: cachedTokenKeys(cachedSecrets(), env.TOKENS_SECRET_ID),
  deliver: sesDelivery(),
  turn: openPace({
    read: () => readSendingAccount(table),
    workers: env.SEND_CONCURRENCY,
    now: Date.now,
    sleep,
  }),
  now: () => Date.now(),
  random: Math.random,
}

/** The send queue: each message names a decision to send, or something to ask of an address. */
export const handler = eventHandler((event: SQSEvent) =>
  eachRecord(
    event.Records,
    ({ messageId }) => messageId,
    ({ body }) => sendJob(deps, body),
  ),
)
