import { tagsOf } from '../../../shared/domain/measure/tags.ts'

/** The decision that the events below are about. */
export const KEY = { iid: 'github:12345', id: 'D'.repeat(26) }
export const SENT_AT = '2026-11-21T10:00:00.000Z'

const DETAILS: Record<string, (at: string, kind: string) => object> = {
  Send: () => ({ send: {} }),
  Delivery: (timestamp) => ({ delivery: { timestamp, smtpResponse: '250 ok' } }),
  DeliveryDelay: (timestamp) => ({ deliveryDelay: { timestamp, delayType: 'MailboxFull' } }),
  Bounce: (timestamp, bounceType) => ({ bounce: { timestamp, bounceType, bounceSubType: 'General' } }),
  Complaint: (timestamp) => ({ complaint: { timestamp } }),
  Reject: () => ({ reject: { reason: 'Bad content' } }),
  Open: () => ({ open: {} }),
}

/** An event as SES publishes it; `kind` is the type of a bounce; `tags` as they are when no decision called for the email. */
export const sesEvent = (
  eventType: string,
  {
    at = '2026-11-21T10:00:05.000Z',
    kind = 'Permanent',
    key = KEY,
    messageId = 'ses-1',
    tags = Object.fromEntries(tagsOf({ ...key, recipe: 'r' }).map(({ Name, Value }) => [Name, [Value]])),
  }: { at?: string; kind?: string; key?: typeof KEY; messageId?: string; tags?: Record<string, string[]> } = {},
): string =>
  JSON.stringify({
    eventType,
    mail: {
      timestamp: SENT_AT,
      messageId,
      destination: ['jim@example.com'],
      tags: {
        ...tags,
        'ses:configuration-set': ['nudge'],
      },
    },
    ...DETAILS[eventType]?.(at, kind),
  })

/** What SNS puts into a queue. */
export const envelope = (Message: string): string =>
  JSON.stringify({ Type: 'Notification', MessageId: 'm', TopicArn: 'arn:aws:sns:x', Message, Timestamp: SENT_AT })
