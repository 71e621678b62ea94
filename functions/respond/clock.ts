import type { EventBridgeEvent } from 'aws-lambda'
import { sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { SECOND } from '../../shared/domain/time.ts'
import { sendMessages } from '../../shared/platform/aws.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count } from '../../shared/platform/logger.ts'
import { deliverMessage } from '../../shared/store/alert-deliveries.ts'
import { openTable } from '../../shared/store/table.ts'
import { lookAtDue } from './clocking.ts'
import { digestOf } from './digesting.ts'

const env = readEnv({ TABLE_NAME: text, SOURCES: json(sourcesSchema), ALERTS_QUEUE_URL: text })
const table = openTable(env.TABLE_NAME)

/** Left of the function's time when it begins nothing new. */
const RESERVE = 20 * SECOND

/** Every five minutes: questions whose time is over, deliveries to try again, summaries, weekly digests. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  const looked = await lookAtDue({
    table,
    send: (all) => sendMessages(env.ALERTS_QUEUE_URL, all.map(deliverMessage)),
    digest: (span) => digestOf(table, env.SOURCES, span),
    now: () => Date.now(),
    hasTime: () => context.getRemainingTimeInMillis() > RESERVE,
  })
  if (looked > 0) count({ AlertsLookedAt: looked })
})
