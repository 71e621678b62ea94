import { verify, X509Certificate } from 'node:crypto'
import type { SourceSettings } from '../domain/listen/source-settings.ts'
import { MalformedDeliveryError } from './errors.ts'
import { checkTime, type KeyForm, type Refusal } from './verify.ts'

/**
 * Messages of Amazon SNS over HTTPS (SNS developer guide, "Verifying the signatures of Amazon SNS messages"): RSA over
 * named fields of the body, with a certificate that SNS gives out at an address of its own. Before anything is fetched,
 * the topic has to be one of the settings and the address one of the topic's Region.
 */

/** A sender that signs with a certificate which has to be fetched: told apart from the others by `kind`. */
export type CertificateScheme = {
  kind: 'certificate'
  /** The source's secret: it makes the door's address, and is no part of the signature. */
  key: KeyForm
  header?: never
  timestamp?: never
  idHeader?: never
}

/** A message of SNS, in fields that hold what they may hold. */
export type SnsMessage = {
  Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  MessageId: string
  TopicArn: string
  Timestamp: string
  Message: string
  Subject?: string
  SubscribeURL?: string
  Token?: string
  SignatureVersion: string
  Signature: string
  SigningCertURL: string
}

/** Why a message is not taken; `wrong_tenant`: its topic is not in the settings. */
export type SnsRefusal = Refusal | 'wrong_tenant' | 'signature_version' | 'certificate_untrusted'

/** No line breaks but in the message itself: what is signed joins fields by them. */
const LINE = /^[^\r\n]{1,2000}$/
const FORMS: Readonly<Record<string, RegExp>> = {
  Type: /^(Notification|SubscriptionConfirmation|UnsubscribeConfirmation)$/,
  MessageId: /^[A-Za-z0-9-]{1,100}$/,
  TopicArn: /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  Timestamp: LINE,
  Message: /^/,
  SignatureVersion: LINE,
  Signature: /^[A-Za-z0-9+/]{1,2000}={0,2}$/,
  SigningCertURL: LINE,
}
const OPTIONAL: Readonly<Record<string, RegExp>> = { Subject: LINE, SubscribeURL: LINE, Token: /^[A-Za-z0-9]{1,1000}$/ }

/** What is signed, in this order (by the bytes of the names). */
const SIGNED: Readonly<Record<SnsMessage['Type'], readonly (keyof SnsMessage)[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}

/** SNS tries an HTTPS endpoint for an hour at most. */
const TOLERANCE_SECONDS = 7_200
const LEAST_BITS = 2_048

/**
 * Reads a body as a message of SNS.
 * @throws MalformedDeliveryError that names the field
 */
export const snsMessage = (body: object): SnsMessage => {
  const fields: Record<string, unknown> = { ...body }
  for (const [name, form] of Object.entries({ ...FORMS, ...OPTIONAL })) {
    const value = fields[name] ?? undefined
    if (value === undefined && name in OPTIONAL) delete fields[name]
    else if (typeof value !== 'string' || !form.test(value))
      throw new MalformedDeliveryError(name, 'is not what SNS sends')
  }
  const message = fields as SnsMessage
  if (message.Type !== 'Notification' && !message.Token)
    throw new MalformedDeliveryError('Token', 'is missing from a confirmation')
  return message
}

/** The text that SNS signs. */
export const textToSign = (message: SnsMessage): string =>
  SIGNED[message.Type].map((name) => (message[name] === undefined ? '' : `${name}\n${message[name]}\n`)).join('')

/** Whether an address is where SNS keeps its certificates, in the topic's own Region. */
export const isCertificateUrl = (url: string, topicArn: string): boolean => {
  const [, region] =
    /^https:\/\/sns\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/SimpleNotificationService-[A-Za-z0-9]{32}\.pem$/.exec(
      url,
    ) ?? []
  return region !== undefined && region === topicArn.split(':')[3]
}

const certificateOf = (pem: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

const isSound = (certificate: X509Certificate, now: number): boolean =>
  now >= certificate.validFromDate.getTime() &&
  now <= certificate.validToDate.getTime() &&
  !certificate.ca &&
  certificate.publicKey.asymmetricKeyType === 'rsa' &&
  Number(certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS

/** What can be judged without the certificate. */
const early = (message: SnsMessage, settings: SourceSettings, now: number): SnsRefusal | undefined => {
  if (settings.type !== 'sns' || !settings.topics.includes(message.TopicArn)) return 'wrong_tenant'
  if (message.SignatureVersion !== '2') return 'signature_version'
  if (!isCertificateUrl(message.SigningCertURL, message.TopicArn)) return 'certificate_untrusted'
  return checkTime({ toleranceSeconds: TOLERANCE_SECONDS, form: 'iso' }, message.Timestamp, Math.floor(now / 1_000))
}

/**
 * Checks a message by its topic, time, certificate and signature.
 * @param asked.fetchCertificate the text at an address that {@link isCertificateUrl} has passed
 * @param asked.now milliseconds since the epoch
 * @returns why it is not taken, if so
 * @throws whatever `fetchCertificate` throws: then nothing is known of the message
 */
export const verifySns = async (
  message: SnsMessage,
  asked: { settings: SourceSettings; fetchCertificate: (url: string) => Promise<string>; now: number },
): Promise<SnsRefusal | undefined> => {
  const refused = early(message, asked.settings, asked.now)
  if (refused) return refused
  const certificate = certificateOf(await asked.fetchCertificate(message.SigningCertURL))
  if (!certificate || !isSound(certificate, asked.now)) return 'certificate_untrusted'
  const signature = Buffer.from(message.Signature, 'base64')
  const good = verify('RSA-SHA256', Buffer.from(textToSign(message)), certificate.publicKey, signature)
  return good ? undefined : 'signature_mismatch'
}
