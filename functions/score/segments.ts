import { setTimeout as sleep } from 'node:timers/promises'
import type { EventBridgeEvent } from 'aws-lambda'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { SECOND } from '../../shared/domain/time.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { openTable } from '../../shared/store/table.ts'
import { backfill } from './backfilling.ts'
import { rescoringWith } from './rescoring-deps.ts'

const env = readEnv({ TABLE_NAME: text, SCORE: json(scoreSettingsSchema) })
const table = openTable(env.TABLE_NAME)

/** Left of the function's time when it begins no other page. */
const RESERVE = 15 * SECOND

/** By the segments as they are now: a run remembers none of an earlier one. */
const rescoring = () => rescoringWith(table, env.SCORE)

/** Every minute: asks people about segments that were changed. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  const hasTime = () => context.getRemainingTimeInMillis() > RESERVE
  const ran = await backfill({ rescoring: rescoring(), hasTime, pause: (ms) => sleep(ms) })
  if (!ran) return
  log.info('segments back-filled', ran)
  count({ SegmentsAsked: ran.asked, SegmentsNotAsked: ran.failed })
})
