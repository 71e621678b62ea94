import { setTimeout as pause } from 'node:timers/promises'
import type { EventBridgeEvent } from 'aws-lambda'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { log } from '../../shared/platform/logger.ts'
import { settingsVersion } from '../../shared/store/nightly.ts'
import { openTable } from '../../shared/store/table.ts'
import { nightPass } from './night-pass.ts'

const env = readEnv({ TABLE_NAME: text, SCORE: json(scoreSettingsSchema) })
const table = openTable(env.TABLE_NAME)

/** Left of the function's time when it takes no next step: a step may be the reckoning of all people. */
const RESERVE = 1.5 * MINUTE

/** Every five minutes: goes on with tonight's pass until it is done. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  const passed = await nightPass({
    ...{ table, settings: env.SCORE, version: settingsVersion(env.SCORE), now: Date.now },
    hasTime: () => context.getRemainingTimeInMillis() > RESERVE,
    pause: async (ms) => void (await pause(ms)),
    pace: { read: 500, write: 20 },
    segments: 8,
    chunkBytes: 1_500_000,
  })
  if (passed) log.info('nightly pass', passed)
})
