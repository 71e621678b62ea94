/** Messages within the account: EventBridge's events, and notifications of SNS as it puts them into a queue. */

/** An event as a rule sends it to a queue. */
export const busEvent = (event: {
  id: string
  source: string
  type: string
  /** To the second, as EventBridge has it. */
  time: string
  detail: unknown
}): string =>
  JSON.stringify({
    version: '0',
    id: event.id,
    'detail-type': event.type,
    source: event.source,
    account: '123456789012',
    time: event.time,
    region: 'eu-central-1',
    resources: [],
    detail: event.detail,
  })

/** A notification in a queue, wrapped as SNS does unless raw delivery is on. */
export const queuedNotice = (topic: string, id: string, at: string, message: string): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: topic,
    Message: message,
    Timestamp: at,
    SignatureVersion: '2',
    Signature: 'EXAMPLE',
    SigningCertURL: 'EXAMPLE',
    UnsubscribeURL: 'EXAMPLE',
  })
