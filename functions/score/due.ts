import type { EventBridgeEvent } from 'aws-lambda'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { SECOND } from '../../shared/domain/time.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { openTable } from '../../shared/store/table.ts'
import { rescoringWith } from './rescoring-deps.ts'
import { wake } from './waking.ts'

const env = readEnv({ TABLE_NAME: text, SCORE: json(scoreSettingsSchema) })
const table = openTable(env.TABLE_NAME)

const deps = rescoringWith(table, env.SCORE)

/** Left of the function's time when it stops taking new people. */
const RESERVE = 10 * SECOND

/** Every five minutes: people about whom something changes by itself. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  const woken = await wake(deps, () => context.getRemainingTimeInMillis() > RESERVE)
  if (woken.scored + woken.gone + woken.postponed === 0) return
  log.info('woken', woken)
  count({ PeopleWoken: woken.scored, PeoplePostponed: woken.postponed })
})
