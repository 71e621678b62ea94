import { SESv2Client, type SESv2ClientConfig, SendEmailCommand } from '@aws-sdk/client-sesv2'
import type { Sending } from './send-once.ts'

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
export const sesDelivery = ({ timeout = 8_000, ...place }: SesPlace = {}): Sending['deliver'] => {
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
