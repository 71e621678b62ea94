import type { Email, MailEvent, MailEventType } from './mailbox.ts'
import { addressOf } from './validate.ts'

const ACCOUNT = '000000000000'

const recipients = (email: Email): string[] => email.to.map(addressOf)

/** The part of an event that depends on its type, as in AWS's "Contents of event data that Amazon SES publishes". */
const DETAILS: Record<MailEventType, (email: Email, event: MailEvent) => Record<string, unknown>> = {
  Send: () => ({ send: {} }),
  Delivery: (email, { at }) => ({
    delivery: {
      timestamp: at,
      processingTimeMillis: 20,
      recipients: recipients(email),
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: 'local.smtp-out.amazonses.com',
    },
  }),
  Bounce: (email, { at, id, sub = 'Permanent' }) => ({
    bounce: {
      feedbackId: id,
      bounceType: sub,
      bounceSubType: 'General',
      bouncedRecipients: recipients(email).map((emailAddress) => ({
        emailAddress,
        action: 'failed',
        status: sub === 'Permanent' ? '5.1.1' : '4.2.2',
        diagnosticCode: sub === 'Permanent' ? 'smtp; 550 5.1.1 user unknown' : 'smtp; 452 4.2.2 mailbox full',
      })),
      timestamp: at,
      reportingMTA: 'dsn; local.smtp-out.amazonses.com',
    },
  }),
  Complaint: (email, { at, id }) => ({
    complaint: {
      feedbackId: id,
      complaintSubType: null,
      complainedRecipients: recipients(email).map((emailAddress) => ({ emailAddress })),
      timestamp: at,
      userAgent: 'Amazon SES Mailbox Simulator',
      complaintFeedbackType: 'abuse',
      arrivalDate: at,
    },
  }),
  Reject: () => ({ reject: { reason: 'Bad content' } }),
  DeliveryDelay: (email, { at }) => ({
    deliveryDelay: {
      timestamp: at,
      delayType: 'TransientCommunicationFailure',
      delayedRecipients: recipients(email).map((emailAddress) => ({ emailAddress, status: '4.4.1' })),
    },
  }),
}

/** An event in the JSON that SES publishes to an SNS topic. */
export const eventJson = (email: Email, event: MailEvent): string =>
  JSON.stringify({
    eventType: event.type,
    mail: {
      timestamp: email.at,
      source: email.from,
      sourceArn: `arn:aws:ses:us-east-1:${ACCOUNT}:identity/${addressOf(email.from).split('@')[1]}`,
      sendingAccountId: ACCOUNT,
      messageId: email.id,
      destination: recipients(email),
      headersTruncated: false,
      headers: Object.entries(email.headers).map(([name, value]) => ({ name, value })),
      commonHeaders: { from: [email.from], to: email.to, messageId: email.id, subject: email.subject },
      tags: {
        ...Object.fromEntries(Object.entries(email.tags).map(([name, value]) => [name, [value]])),
        ...(email.configurationSet ? { 'ses:configuration-set': [email.configurationSet] } : {}),
        'ses:operation': ['SendEmail'],
      },
    },
    ...DETAILS[event.type](email, event),
  })

/** What becomes of an email after it was taken: the addresses of AWS's mailbox simulator fail as theirs do. */
export const fateOf = (to: string): { type: MailEventType; sub?: 'Permanent' | 'Transient' }[] => {
  const [local = '', domain] = addressOf(to).toLowerCase().split('@')
  const name = domain === 'simulator.amazonses.com' ? local.split('+')[0] : ''
  if (name === 'bounce' || name === 'suppressionlist') return [{ type: 'Send' }, { type: 'Bounce', sub: 'Permanent' }]
  if (name === 'complaint') return [{ type: 'Send' }, { type: 'Delivery' }, { type: 'Complaint' }]
  return [{ type: 'Send' }, { type: 'Delivery' }]
}
