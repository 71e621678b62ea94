import type { DynamoDBStreamEvent } from 'aws-lambda'
import { nudgeSettingsSchema, retentionSchema } from '../../shared/domain/settings.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { eachRecord } from '../../shared/platform/batch.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { changeOf, sequenceOf } from '../../shared/store/changes.ts'
import { recipeReader } from '../../shared/store/recipes.ts'
import { openTable } from '../../shared/store/table.ts'
import { type Planning, plan } from './planning.ts'
import { replan } from './replanning.ts'
import { sendQueue } from './send-queue.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: json(nudgeSettingsSchema),
  RETENTION: json(retentionSchema),
  SEND_QUEUE_URL: text,
})

const table = openTable(env.TABLE_NAME)
const deps: Planning = {
  table,
  settings: env.NUDGES,
  recipes: recipeReader(table, Date.now),
  keepDays: env.RETENTION.decisionDays,
  ...sendQueue(env.SEND_QUEUE_URL),
}

/** The table's stream: activities become decisions, and links and splits have decisions looked at again. */
export const handler = eventHandler(async ({ Records }: DynamoDBStreamEvent) =>
  eachRecord(Records, sequenceOf, async (record) => {
    const change = changeOf(record)
    await plan(deps, change, isoOf(Date.now()))
    await replan(deps, change, isoOf(Date.now()))
  }),
)
