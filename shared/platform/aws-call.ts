import { AwsClient } from 'aws4fetch'

/**
 * A few AWS calls go through a small signer: those that functions make seldom (a secret every five minutes, a large body
 * now and then), and the one call of the door. A full SDK client for each would make the door ten times as large. See
 * docs/adr/0006-small-signer-for-rare-calls.md.
 */

/** An AWS call was refused; `status` is HTTP's, `code` is AWS's name of the error. */
export class AwsCallError extends Error {
  override name = 'AwsCallError'
  readonly status: number
  readonly code: string
  constructor(call: string, status: number, code: string) {
    super(`${call} was refused by AWS with ${status} ${code}.`)
    this.status = status
    this.code = code
  }
}

/** A function's environment. */
export type Env = Record<string, string | undefined>

/** Milliseconds for a call with its retries: one that hangs must not take a function's whole time. */
const PATIENCE = 5_000
/** For `fetch`: gives up in time. */
export const inTime = () => ({ signal: AbortSignal.timeout(PATIENCE) })

const made = (service: string, env: Env): AwsClient =>
  new AwsClient({
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    region: env.AWS_REGION ?? 'us-east-1',
    service,
    retries: 2,
  })

const CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION'] as const
const clients = new Map<string, { client: AwsClient; credentials: string }>()

/** Signs and sends requests to a service: one for each service, as it remembers the key that it derives for a day. */
export const client = (service: string, env: Env): AwsClient => {
  const credentials = CREDENTIALS.map((name) => env[name]).join('\n')
  const known = clients.get(service)
  if (known?.credentials === credentials) return known.client
  const fresh = made(service, env)
  clients.set(service, { client: fresh, credentials })
  return fresh
}

/** Where a service is: `standard` unless the environment says otherwise. */
export const endpoint = (service: string, env: Env, standard: string): string =>
  env[`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll(' ', '_')}`] ?? env.AWS_ENDPOINT_URL ?? standard

/** @throws AwsCallError with AWS's name of what an answer refuses */
export const refuse = async (call: string, response: Response): Promise<never> => {
  const body = (await response.text()).slice(0, 2_000)
  const code = /"__type":\s*"(?:[^"#]*#)?([^"]+)"|<Code>([^<]+)</.exec(body)
  throw new AwsCallError(call, response.status, code?.[1] ?? code?.[2] ?? 'without a code')
}
