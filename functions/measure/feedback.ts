import type { SQSEvent } from 'aws-lambda'
import { eachRecord } from '../../shared/platform/batch.ts'
import { readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { openTable } from '../../shared/store/table.ts'
import { takeIn } from './feedback-take-in.ts'

const env = readEnv({ TABLE_NAME: text })
const deps = { table: openTable(env.TABLE_NAME), now: () => Date.now() }

/** SES → SNS → the feedback queue → here. */
export const handler = eventHandler((event: SQSEvent) =>
  eachRecord(
    event.Records,
    ({ messageId }) => messageId,
    ({ body }) => takeIn(body, deps),
  ),
)
