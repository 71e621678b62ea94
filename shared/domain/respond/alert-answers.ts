import * as z from 'zod/mini'
import { alertBody } from './alerts/alert.ts'
import { noticeSchema } from './alerts/notice.ts'
import { named } from './answers.ts'

const iso = z.iso.datetime()

export const alertSchema = named(
  'Alert',
  'What a team is told of, and how (docs/alerts.md). `rev`: how often it was changed; `by` and `at` are of the latest change, `since` is when it was made.',
  z.extend(alertBody, {
    id: z.string(),
    rev: z.int(),
    by: z.string(),
    at: iso,
    since: iso,
  }),
)

export const alertsSchema = z.object({ items: z.array(alertSchema) })

export const alertGoneSchema = named(
  'AlertGone',
  'The alert was taken away. What it told stays in its log of deliveries for 30 days.',
  z.object({ id: z.string(), by: z.string(), at: iso }),
)

export const deliverySchema = named(
  'AlertDelivery',
  'Something that an alert told, or is to tell. `held`: told with others when the hour is over; `sending`: under way; `unknown`: an email that may have arrived, and is not sent again by itself. `attempts`: the latest ten tries; `status` is that of HTTP, 0 where nobody answered. `notBefore`: when it is tried next, while it is waiting. `to`: the address of an email, masked.',
  z.object({
    id: z.string(),
    alert: z.string(),
    channel: z.enum(['email', 'slack', 'teams', 'webhook', 'bus']),
    to: z.optional(z.string()),
    state: z.enum(['waiting', 'sending', 'sent', 'failed', 'unknown', 'held']),
    notBefore: z.optional(iso),
    tries: z.int(),
    attempts: z.array(z.object({ at: iso, status: z.int(), code: z.optional(z.string()) })),
    notice: noticeSchema,
    createdAt: iso,
    updatedAt: iso,
  }),
)
export type DeliveryAnswer = z.infer<typeof deliverySchema>

export const askedSchema = named(
  'AlertAsked',
  'What will be delivered within seconds; the list of deliveries tells what became of it.',
  z.object({ deliveries: z.array(z.string()) }),
)
