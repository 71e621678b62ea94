import {
  SESv2Client,
  type SESv2ClientConfig,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2'
import type { SendError } from '../domain/nudge/outcome.ts'

/** Calls SES once, without retries, and answers the message id. */
export type Deliver = (request: SendEmailCommandInput) => Promise<string>

/** Where SES is, when it is not where the environment says. `timeout` in milliseconds. */
export type SesPlace = Pick<SESv2ClientConfig, 'endpoint' | 'region' | 'credentials'> & { timeout?: number }

/**
 * A connection of its own for each email: on one that SES closed while the function slept an email would be cut off, and
 * what became of it would be anybody's guess, for ever. A handshake costs less.
 */
const FRESH = { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } }

/**
 * Calls SES, once per email: what SES may have is never sent again, so the SDK must not retry, and a time-out has to throw
 * to be seen.
 */
export const sesDelivery = ({ timeout = 8_000, ...place }: SesPlace = {}): Deliver => {
  const client = new SESv2Client({
    ...place,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: timeout,
      throwOnRequestTimeout: true,
      ...FRESH,
    },
  })
  return async (request) => (await client.send(new SendEmailCommand(request))).MessageId ?? ''
}

/** What SES, or the way to it, said. @param error what the SDK threw */
export const sendError = (error: unknown): SendError => {
  const { name, message, code, $metadata } = error as Error & {
    code?: unknown
    $metadata?: { httpStatusCode?: number }
  }
  return {
    name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...($metadata?.httpStatusCode ? { status: $metadata.httpStatusCode } : {}),
  }
}
