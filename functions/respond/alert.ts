import type { SQSEvent } from 'aws-lambda'
import * as z from 'zod/mini'
import type { DomainEvent } from '../../shared/domain/events.ts'
import { brandSchema } from '../../shared/domain/settings.ts'
import { eachRecord } from '../../shared/platform/batch.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { publicFetch } from '../../shared/platform/fetch.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { putEvents } from '../../shared/platform/put-events.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { sesDelivery } from '../../shared/platform/ses.ts'
import { alertsReader } from '../../shared/store/alerts.ts'
import { openTable } from '../../shared/store/table.ts'
import { hear } from './alerting.ts'
import { channelsOf } from './channels.ts'
import { deliverOne } from './delivering.ts'

const env = readEnv({
  TABLE_NAME: text,
  BRAND: json(brandSchema),
  PEPPER_SECRET_ID: text,
  ALERTS_SECRET_ID: text,
  CONFIGURATION_SET: text,
  EVENT_BUS: text,
  APP_URL: text,
  LOOPBACK: z.enum(['yes', 'no']),
})

const table = openTable(env.TABLE_NAME)
const secrets = cachedSecrets()
const now = (): number => Date.now()

const channels = channelsOf({
  ...{ table, secrets, now, brand: env.BRAND, configurationSet: env.CONFIGURATION_SET },
  ...{ mail: sesDelivery(), fetch: publicFetch, secretId: env.ALERTS_SECRET_ID, loopback: env.LOOPBACK === 'yes' },
  pepper: () => secrets(env.PEPPER_SECRET_ID),
  tell: (events) => putEvents(env.EVENT_BUS, events),
})

const deliver = (alert: string, delivery: string): Promise<void> =>
  deliverOne({ table, channels, now, appUrl: env.APP_URL.replace(/\/+$/, '') }, alert, delivery)
const alerting = { table, deliver, now, alerts: alertsReader(table, now) }

/** What EventBridge tells, of which the event is the `detail`; or that something is to be delivered. */
const messageSchema = z.union([
  z.object({ v: z.literal(1), do: z.literal('deliver'), alert: z.string(), delivery: z.string() }),
  z.object({
    source: z.literal('earshot'),
    detail: z.custom<DomainEvent>((value) => typeof value === 'object' && value !== null),
  }),
])

const work = async (body: string): Promise<void> => {
  const message = z.parse(messageSchema, JSON.parse(body))
  if ('do' in message) await deliver(message.alert, message.delivery)
  else await hear(alerting, message.detail)
}

/** The queue of alerts: events to hear of, and deliveries to try. */
export const handler = eventHandler((event: SQSEvent) =>
  eachRecord(
    event.Records,
    ({ messageId }) => messageId,
    ({ body }) => work(body),
  ),
)
