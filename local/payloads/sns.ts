import { type KeyObject, sign } from 'node:crypto'
import { type SnsMessage, textToSign } from '../../shared/sources/sns-signature.ts'
import type { Payload } from './payload.ts'

/** Messages of Amazon SNS in the shape that its developer guide shows, over HTTPS and as SNS puts them into a queue. */

/** The address where SNS keeps a certificate in a Region; the name is made up. */
export const certificateUrl = (region: string): string =>
  `https://sns.${region}.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`

const regionOf = (topic: string): string => topic.split(':')[3] ?? ''

/** A notification before it is signed. @param message the text, for Earshot JSON */
export const notification = (topic: string, id: string, at: string, message: string): SnsMessage => ({
  Type: 'Notification',
  MessageId: id,
  TopicArn: topic,
  Message: message,
  Timestamp: at,
  SignatureVersion: '2',
  Signature: '',
  SigningCertURL: certificateUrl(regionOf(topic)),
})

/** What SNS asks an address before it sends to it, or tells it in the end; before it is signed. */
export const confirmation = (
  type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
  topic: string,
  id: string,
  at: string,
): SnsMessage => ({
  ...notification(topic, id, at, `You have chosen to subscribe to the topic ${topic}.`),
  Type: type,
  Token: '2336412f37fb687f5d51e6e241dbca538f38d58c2c7ba0d7bd5e3c6f2a1b7e9d',
  SubscribeURL: `https://sns.${regionOf(topic)}.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topic}`,
})

/** A message as SNS posts it: JSON as text, signed with a private key. */
export const snsPost = (message: SnsMessage, key: KeyObject): Payload => ({
  headers: {
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'x-amz-sns-message-type': message.Type,
    'x-amz-sns-message-id': message.MessageId,
    'x-amz-sns-topic-arn': message.TopicArn,
  },
  body: JSON.stringify({
    ...message,
    Signature: sign('RSA-SHA256', Buffer.from(textToSign(message)), key).toString('base64'),
  }),
})
