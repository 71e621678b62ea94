import type { EventType } from '../../shared/domain/events.ts'
import type { ContentSource } from '../../shared/domain/nudge/content-rules.ts'
import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { topicsSettingsSchema } from '../../shared/domain/score/topics/settings.ts'
import { sendMessages } from '../../shared/platform/aws.ts'
import { checkedJson, json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { putEvents } from '../../shared/platform/put-events.ts'
import { alertsReader } from '../../shared/store/alerts.ts'
import { campaignReader } from '../../shared/store/campaigns.ts'
import { openTable } from '../../shared/store/table.ts'
import { campaigning } from './campaigning.ts'
import { happenings } from './happenings.ts'
import { hinting } from './hinting.ts'
import { type Reactions, react, type StreamBatch } from './reacting.ts'
import { rescoring } from './rescoring.ts'
import { rescoringWith } from './rescoring-deps.ts'
import { shelving } from './shelving.ts'
import { telling } from './telling.ts'
import { windows } from './windows.ts'

const env = readEnv({
  TABLE_NAME: text,
  SCORE: json(scoreSettingsSchema),
  TOPICS: json(topicsSettingsSchema),
  EVENT_BUS: text,
  PUBLISH: checkedJson<readonly EventType[]>(),
  ALERTS_QUEUE_URL: text,
  CONTENT: checkedJson<{ hosts: readonly string[]; sources: Record<string, ContentSource> }>(),
})
const table = openTable(env.TABLE_NAME)

const deps = rescoringWith(table, env.SCORE)
const { brand, staff, bot } = env.SCORE.accounts

/** Who reacts to what happens in the table, and who collects it over a minute. */
const reactions: Reactions = {
  reactions: {
    rescoring: rescoring(deps),
    hinting: hinting(table),
    happenings: happenings(
      telling({
        alerts: alertsReader(table, Date.now),
        send: (bodies) => sendMessages(env.ALERTS_QUEUE_URL, bodies),
        publish: env.PUBLISH,
        put: (events) => putEvents(env.EVENT_BUS, events),
      }),
    ),
    shelving: shelving({ table, ...env.CONTENT, outside: new Set([...brand, ...staff, ...bot]) }),
    campaigning: campaigning({ table, campaigns: campaignReader(table, Date.now) }),
  },
  collectors: { topics: windows({ table, settings: env.TOPICS }) },
}

/** The table's stream, read a second time: scores and all that follows from them. */
export const handler = eventHandler(async (batch: StreamBatch) => await react(reactions, batch))
