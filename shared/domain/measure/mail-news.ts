import * as z from 'zod/mini'
import { isoTime } from '../listen/activity.ts'
import type { MailOutcome } from '../nudge/outcome.ts'
import type { Iso } from '../time.ts'
import { addressOfTags, decisionOfTags, wishOfTags } from './tags.ts'

/**
 * News of one email as SES publishes it to the configuration set's topic.
 * - `outcome` is left out where the event only says that SES has the email.
 * - `address` says what the news means for the address: a bounce for good, for now, or a complaint.
 */
export type MailNews = {
  decision: { iid: string; id: string }
  messageId: string
  /** When SES took the email. */
  sentAt: Iso
  /** When what the news tells happened. */
  at: Iso
  outcome?: MailOutcome
  address?: 'hard' | 'soft' | 'complaint'
}

/** News of an email that no decision called for: it is news of its address. `wish`: of one that asks for a yes, what it asks about. */
export type AddressNews = Pick<MailNews, 'messageId' | 'at' | 'address'> & { emailIid: string; wish?: string }

const eventSchema = z.object({
  eventType: z.string(),
  mail: z.object({
    messageId: z.string(),
    timestamp: isoTime,
    tags: z.optional(z.record(z.string(), z.array(z.string()))),
  }),
  delivery: z.optional(z.object({ timestamp: isoTime })),
  bounce: z.optional(z.object({ timestamp: isoTime, bounceType: z.string() })),
  complaint: z.optional(z.object({ timestamp: isoTime })),
  deliveryDelay: z.optional(z.object({ timestamp: isoTime })),
})
type MailEvent = z.infer<typeof eventSchema>

type Meaning = Pick<MailNews, 'outcome' | 'address'> & { at?: Iso | undefined }

const bounceMeaning = ({ bounce }: MailEvent): Meaning =>
  // SES tries again by itself where it makes sense: every Bounce event says that this email did not arrive.
  ({ at: bounce?.timestamp, outcome: 'bounced', address: bounce?.bounceType === 'Permanent' ? 'hard' : 'soft' })

const MEANINGS: Readonly<Record<string, (event: MailEvent) => Meaning>> = {
  Send: () => ({}),
  Delivery: ({ delivery }) => ({ at: delivery?.timestamp, outcome: 'delivered' }),
  DeliveryDelay: ({ deliveryDelay }) => ({ at: deliveryDelay?.timestamp, outcome: 'delayed' }),
  Reject: () => ({ outcome: 'rejected' }),
  Bounce: bounceMeaning,
  Complaint: ({ complaint }) => ({ at: complaint?.timestamp, outcome: 'complained', address: 'complaint' }),
}

const envelopeSchema = z.object({ Type: z.literal('Notification'), Message: z.string() })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** SNS wraps what it delivers to a queue, unless it is told not to. */
const unwrap = (body: string): unknown => {
  const value = parse(body)
  const envelope = z.safeParse(envelopeSchema, value)
  return envelope.success ? parse(envelope.data.Message) : value
}

/**
 * Reads a message of the feedback queue.
 * @returns the news; or, under `ignored`, why it means nothing to us
 */
export const readMailNews = (
  body: string,
): MailNews | AddressNews | { ignored: 'not_an_event' | 'other_event' | 'not_ours' } => {
  const event = z.safeParse(eventSchema, unwrap(body))
  if (!event.success) return { ignored: 'not_an_event' }
  const { eventType, mail } = event.data
  const meaning = Object.hasOwn(MEANINGS, eventType) ? MEANINGS[eventType]?.(event.data) : undefined
  if (!meaning) return { ignored: 'other_event' }
  const { at = mail.timestamp, ...rest } = meaning
  const { messageId, timestamp: sentAt, tags = {} } = mail
  const decision = decisionOfTags(tags)
  if (decision) return { decision, messageId, sentAt, at, ...rest }
  const [emailIid, wish] = [addressOfTags(tags), wishOfTags(tags)]
  return emailIid === undefined
    ? { ignored: 'not_ours' }
    : { emailIid, messageId, at, ...(wish ? { wish } : {}), ...(rest.address ? { address: rest.address } : {}) }
}
