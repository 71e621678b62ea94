import { alertGoneSchema, alertSchema, alertsSchema, askedSchema, deliverySchema } from './alert-answers.ts'
import { pageOf } from './answers.ts'
import type { Description } from './descriptions.ts'

const notFound = { 404: 'There is no such alert.' }

/** What the API answers when it is asked about alerts, by operation id. */
export const alertDescriptions = {
  listAlerts: { summary: 'All alerts, in the order of their ids.', answer: alertsSchema },
  getAlert: { summary: 'One alert.', answer: alertSchema, also: notFound },
  putAlert: {
    summary:
      'Puts an alert: what it is on, what it is narrowed down to, and how it is told. It counts within a minute. Addresses of chats and webhooks are secrets, which `npm run alerts` keeps; an alert names them. The same again changes nothing.',
    answer: alertSchema,
    also: { 409: 'There are as many alerts as a stage may have.' },
  },
  deleteAlert: { summary: 'Takes an alert away.', answer: alertGoneSchema, also: notFound },
  testAlert: {
    summary:
      'Sends a sample, marked as a test, the way the alert goes: through the same queue, function, secret and channel.',
    answer: askedSchema,
    also: { ...notFound, 429: 'Ten tests an hour are enough.' },
  },
  listAlertDeliveries: {
    summary: 'What an alert told in the last 30 days, newest first, and what became of each try.',
    answer: pageOf(deliverySchema),
  },
  redeliverAlert: {
    summary:
      'Delivers something again that failed, that may not have arrived, or that was delivered before. A webhook gets it with the same `webhook-id`.',
    answer: deliverySchema,
    also: { 404: 'There is no such delivery.', 409: 'The delivery is on its way, or part of a summary.' },
  },
} as const satisfies Record<string, Description>
