import { ComprehendClient } from '@aws-sdk/client-comprehend'
import type { EventBridgeEvent } from 'aws-lambda'
import { understandingSettingsSchema } from '../../shared/domain/settings.ts'
import { isoOf, SECOND } from '../../shared/domain/time.ts'
import { NO_SENTIMENT } from '../../shared/domain/understand/understanding.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { openTable } from '../../shared/store/table.ts'
import { createBreaker } from './breaker.ts'
import type { Asking } from './judging.ts'
import { refineAll } from './refining.ts'
import { judgeTexts } from './sentiment.ts'

const env = readEnv({ TABLE_NAME: text, UNDERSTANDING: json(understandingSettingsSchema) })

/** Milliseconds that Comprehend may take for a page of mentions. */
const PATIENCE = 10_000
/** Left of the function's time for the page under way when it stops taking new ones. */
const RESERVE = 20 * SECOND

const { mode, region, cacheDays } = env.UNDERSTANDING
const client = new ComprehendClient({ maxAttempts: 2, ...(region === undefined ? {} : { region }) })
const breaker = createBreaker(Date.now)

const asking: Asking = {
  table: openTable(env.TABLE_NAME),
  cacheDays,
  now: Date.now,
  // Where Comprehend is no longer asked, what the embedded engine said is the last word.
  comprehend: async (asks) =>
    mode === 'embedded'
      ? new Map(asks.map(({ hash }) => [hash, { sentiment: NO_SENTIMENT }]))
      : await judgeTexts(asks, { client, breaker, patience: PATIENCE }),
}

/** Every minute: mentions that were judged by the embedded engine because Comprehend was away. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  const { minutes, ...swept } = await refineAll(asking, {
    now: isoOf(Date.now()),
    hasTime: () => context.getRemainingTimeInMillis() > RESERVE,
  })
  if (swept.refined + swept.left === 0) return
  log.info('refined', { ...swept, minutes })
  count({ Refined: swept.refined, RefineFailed: swept.failed, ProvisionalMinutes: minutes })
})
