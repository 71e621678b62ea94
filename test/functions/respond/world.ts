import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { type Alerting, hear } from '../../../functions/respond/alerting.ts'
import { channelsOf, type Reach } from '../../../functions/respond/channels.ts'
import { lookAtDue } from '../../../functions/respond/clocking.ts'
import { type Delivering, deliverOne } from '../../../functions/respond/delivering.ts'
import { digestOf } from '../../../functions/respond/digesting.ts'
import { startSes } from '../../../local/ses/server.ts'
import type { DomainEvent } from '../../../shared/domain/events.ts'
import { type Alert, alertBody } from '../../../shared/domain/respond/alerts/alert.ts'
import { type Destination, withDestinations } from '../../../shared/domain/respond/alerts/destinations.ts'
import { HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { publicFetch } from '../../../shared/platform/fetch.ts'
import { sesDelivery } from '../../../shared/platform/ses.ts'
import { listDeliveries } from '../../../shared/store/alert-deliveries.ts'
import type { AlertDeliveryItem } from '../../../shared/store/alert-items.ts'
import { putAlert, readAlerts } from '../../../shared/store/alerts.ts'
import { createTable, TEST_CREDENTIALS } from '../../support/table.ts'
import { startWeb } from '../../support/web.ts'

const NOON = Date.parse('2026-11-20T12:00:00.000Z')
export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`

type Received = { headers: Record<string, string>; body: string }

/** Alerts with a table, SES and a receiver on this machine, a queue that is worked through when asked, and a clock. */
export const openWorld = async () => {
  let now = NOON
  const { table, close } = await createTable(() => now)
  const ses = await startSes({
    now: () => now,
    publish: async () => {},
    configurationSets: () => ({ nudge: { topicArns: [], events: [] } }),
    identities: () => ['news.example.com'],
    inboxPath: '/inbox',
  })
  const received: Received[] = []
  /** What the receiver answers, in order; 200 when nothing is left. */
  const answers: { status: number; headers?: Record<string, string> }[] = []
  const web = await startWeb({
    '/hook': (request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += String(part)
      })
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, body })
        const { status, headers = {} } = answers.shift() ?? { status: 200 }
        response.writeHead(status, headers).end('a body that nobody reads')
      })
    },
  })
  const destinations: Record<string, Destination> = {
    programs: { kind: 'webhook', url: web.url('/hook'), secret: SECRET },
    team: { kind: 'slack', url: web.url('/hook') },
    office: { kind: 'teams', url: web.url('/hook') },
  }
  const told: DomainEvent[] = []
  const reach: Reach = {
    ...{ table, fetch: publicFetch, secretId: 'alerts', loopback: true, configurationSet: 'nudge', now: () => now },
    brand: {
      ...{ name: 'Cloud Nine', senderDomain: 'news.example.com', senderName: 'hello' },
      ...{ address: '9 Harbour Street, Bristol', community: 'https://community.example' },
    },
    pepper: async () => 'a pepper for tests',
    mail: sesDelivery({ endpoint: ses.url, region: 'us-east-1', credentials: TEST_CREDENTIALS, timeout: 300 }),
    secrets: async () => withDestinations('{}', destinations),
    tell: async (events) => void told.push(...events),
  }
  const delivering: Delivering = { table, channels: channelsOf(reach), appUrl: 'https://app.example', now: () => now }
  const alerting: Alerting = {
    ...{ table, now: () => now, alerts: () => readAlerts(table) },
    deliver: (alert, id) => deliverOne(delivering, alert, id),
  }
  const queue: { alert: string; delivery: string }[] = []
  const drain = async (): Promise<void> => {
    for (let one = queue.shift(); one; one = queue.shift()) await deliverOne(delivering, one.alert, one.delivery)
  }
  return {
    ...{ table, ses, received, answers, destinations, told, reach, delivering, alerting, queue, drain },
    now: () => isoOf(now),
    pass: (ms: number) => {
      now += ms
    },
    put: async (...items: object[]) => {
      for (const Item of items) await table.client.send(new PutCommand({ TableName: table.name, Item }))
    },
    alert: (on: object, to: object = { kind: 'bus' }, more: object = {}, id = 'team'): Promise<Alert> =>
      putAlert(table, id, alertBody.parse({ name: 'Team', on, to, ...more }), {
        ...{ by: 'ada', at: isoOf(now), allow: async () => {} },
      }),
    hear: (event: DomainEvent) => hear(alerting, event),
    /** What the clock does every five minutes, and what follows from it. */
    clock: async (): Promise<void> => {
      await lookAtDue({
        ...{ table, now: () => now, hasTime: () => true },
        send: async (all) => void queue.push(...all),
        digest: (span) => digestOf(table, { forum: { type: 'standard' } }, span),
      })
      await drain()
    },
    deliveries: async (id = 'team'): Promise<AlertDeliveryItem[]> =>
      (await listDeliveries(table, id, { limit: 100 })).items,
    close: async () => {
      await Promise.all([close(), ses.close(), web.close()])
    },
  }
}
export type World = Awaited<ReturnType<typeof openWorld>>

export const hot = (id = 'E1', at = isoOf(NOON)): DomainEvent => ({
  ...{ type: 'topic.hot', id, at },
  data: { topic: 'T', label: 'pump', language: 'en', count: 9, expected: 1, authors: 8 },
})

export const mention = (data: object = {}, id = 'E1'): DomainEvent => ({
  ...{ type: 'mention.created', id, at: isoOf(NOON) },
  data: { mention: 'forum:q1', source: 'forum', kind: 'post', identity: 'forum:7', intents: [], ...data },
})

export { HOUR, MINUTE }
