import { createHmac } from 'node:crypto'

/** Signing as Standard Webhooks 1.0 says (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme"). */

/** The bytes of a secret, `whsec_` and base64. @throws Error when it is none */
const keyOf = (secret: string): Buffer => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (key.length >= 24 && key.length <= 64) return key
  throw new Error(
    'The secret of a webhook has to be base64 of 24 to 64 bytes. Make a new one: npm run alerts -- rotate NAME.',
  )
}

/**
 * The headers that show that a message is ours.
 * @param message.id the same for every try
 * @param message.at milliseconds since the epoch, of this try
 * @param secrets the current one, and the previous one while both count
 * @throws Error when a secret is none
 */
export const signedHeaders = (
  { id, at, body }: { id: string; at: number; body: string },
  secrets: readonly string[],
): Record<string, string> => {
  const timestamp = String(Math.floor(at / 1_000))
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
