import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import { log } from '../../shared/platform/logger.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { type SnsMessage, type SnsRefusal, snsMessage, verifySns } from '../../shared/sources/sns-signature.ts'
import type { Refused } from './refusals.ts'

/** What messages of SNS need from outside. */
export type SnsDeps = {
  /** The certificate at an address that was found to be one of SNS's own. */
  fetchCertificate: (url: string) => Promise<string>
  /** Accepts a topic's offer to send here. */
  confirmSubscription: (topicArn: string, token: string) => Promise<void>
}

const TOLD: Partial<Record<SnsRefusal, string>> = {
  wrong_tenant: 'The topic is none of the topics in the source’s settings.',
  signature_version:
    'SignatureVersion has to be 2 (SHA-256). Set the attribute SignatureVersion of the topic to 2: without it SNS signs with SHA-1.',
  certificate_untrusted: 'The certificate is not one of SNS in the topic’s Region, or is not valid now.',
}

const refusal = (reason: SnsRefusal): { refused: Refused } => ({
  refused: { reason, message: TOLD[reason] ?? `The message is not taken: ${reason.replaceAll('_', ' ')}.` },
})

const read = (body: object): SnsMessage | { refused: Refused } => {
  try {
    return snsMessage(body)
  } catch (error) {
    if (!(error instanceof MalformedDeliveryError)) throw error
    return { refused: { reason: 'malformed', message: error.message } }
  }
}

/**
 * Checks a message of SNS and does what it asks for, if it asks for something.
 * @returns undefined for a verified notification, which goes on into the queue
 * @throws what the dependencies throw: then SNS has to try again
 */
export const heed = async (
  body: object,
  settings: SourceSettings,
  { sns, now }: { sns: SnsDeps; now: () => number },
): Promise<{ refused: Refused } | { noted: string } | undefined> => {
  const message = read(body)
  if ('refused' in message) return message
  const refused = await verifySns(message, { settings, fetchCertificate: sns.fetchCertificate, now: now() })
  if (refused) return refusal(refused)
  if (message.Type === 'Notification') return undefined
  if (message.Type === 'UnsubscribeConfirmation') {
    log.warn('nothing more comes from a topic: its subscription has ended', { topic: message.TopicArn })
    return { noted: 'subscription ended' }
  }
  await sns.confirmSubscription(message.TopicArn, message.Token ?? '')
  return { noted: 'subscription confirmed' }
}
