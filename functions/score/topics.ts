import type { EventBridgeEvent } from 'aws-lambda'
import type { EventType } from '../../shared/domain/events.ts'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { topicsSettingsSchema } from '../../shared/domain/score/topics/settings.ts'
import { SECOND } from '../../shared/domain/time.ts'
import { sendMessages } from '../../shared/platform/aws.ts'
import { checkedJson, json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { putEvents } from '../../shared/platform/put-events.ts'
import { alertsReader } from '../../shared/store/alerts.ts'
import { openTable } from '../../shared/store/table.ts'
import { gather } from './gathering.ts'
import { telling } from './telling.ts'
import { type Looking, lookAtHours } from './topic-hours.ts'

const env = readEnv({
  TABLE_NAME: text,
  TOPICS: json(topicsSettingsSchema),
  SCORE: json(scoreSettingsSchema),
  EVENT_BUS: text,
  PUBLISH: checkedJson<readonly EventType[]>(),
  ALERTS_QUEUE_URL: text,
})
const { brand, staff, bot } = env.SCORE.accounts
const outside = new Set([...brand, ...staff, ...bot])
const ROLES = new Set(['brand', 'staff', 'bot'])

const table = openTable(env.TABLE_NAME)
const looking: Looking = {
  table,
  settings: env.TOPICS,
  isOutside: (iid, identity) => outside.has(iid) || ROLES.has(identity?.profile.role?.v ?? ''),
  tell: telling({
    alerts: alertsReader(table, Date.now),
    send: (bodies) => sendMessages(env.ALERTS_QUEUE_URL, bodies),
    publish: env.PUBLISH,
    put: (events) => putEvents(env.EVENT_BUS, events),
  }),
}

/** Left of the function's time when it begins nothing new. */
const RESERVE = 30 * SECOND

/** Every five minutes: the hours that have ended, and the past of campaigns. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  const hasTime = (): boolean => context.getRemainingTimeInMillis() > RESERVE
  const hours = await lookAtHours(looking, { now: Date.now(), hasTime })
  const pages = await gather(looking.table, { hasTime, now: Date.now })
  if (hours + pages === 0) return
  log.info('looked', { hours, pages })
  count({ TopicHours: hours, CampaignPages: pages })
})
