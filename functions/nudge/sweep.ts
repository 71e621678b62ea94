import type { EventBridgeEvent } from 'aws-lambda'
import { nudgeSettingsSchema, retentionSchema } from '../../shared/domain/settings.ts'
import { isoOf, SECOND } from '../../shared/domain/time.ts'
import { getSendingAccount } from '../../shared/platform/aws.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { retryOldConflicts } from '../../shared/store/conflicts.ts'
import { recipeReader } from '../../shared/store/recipes.ts'
import { openTable } from '../../shared/store/table.ts'
import { lookAtAccount } from './account-sweep.ts'
import type { Deciding } from './deciding.ts'
import { sweepGoals } from './goal-sweep.ts'
import { sendQueue } from './send-queue.ts'
import { sweep } from './sweeping.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: json(nudgeSettingsSchema),
  RETENTION: json(retentionSchema),
  SEND_QUEUE_URL: text,
})

const table = openTable(env.TABLE_NAME)
const deps: Deciding = {
  table,
  settings: env.NUDGES,
  recipes: recipeReader(table, Date.now),
  ...sendQueue(env.SEND_QUEUE_URL),
}

/** Left of the function's time for the decisions under way when it stops taking new ones. */
const RESERVE = 10 * SECOND

/** Links that something forbade, when it is their turn to be tried again. */
const tryConflicts = async (): Promise<void> => {
  const retried = await retryOldConflicts(deps.table, isoOf(Date.now()))
  if (retried.tried > 0) log.info('conflicts tried again', retried)
}

/** Goals whose time is over: what became of people, for the results of recipes. */
const lookForGoals = async (hasTime: () => boolean): Promise<void> => {
  const { settled, postponed } = await sweepGoals(deps.table, { now: isoOf(Date.now()), hasTime })
  if (settled + postponed === 0) return
  log.info('goals looked for', { settled, postponed })
  count({ Goals_settled: settled, Goals_postponed: postponed })
}

/** Every minute: decisions whose time has come, goals whose time is over, and forbidden links that may have become possible. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  await lookAtAccount({ table, ask: () => getSendingAccount(), now: Date.now }).catch((error: unknown) =>
    log.error('SES not asked what the account may send', error),
  )
  await tryConflicts().catch((error: unknown) => log.error('conflicts not tried again', error))
  const hasTime = () => context.getRemainingTimeInMillis() > RESERVE
  const swept = await sweep(deps, { now: isoOf(Date.now()), hasTime })
  await lookForGoals(hasTime).catch((error: unknown) => log.error('goals not looked for', error))
  if (Object.keys(swept).length === 0) return
  log.info('swept', swept)
  count(Object.fromEntries(Object.entries(swept).map(([state, number]) => [`Decisions_${state}`, number])))
})
