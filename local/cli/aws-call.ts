import { AwsClient } from 'aws4fetch'
import { AwsCallError } from '../../shared/platform/aws-call.ts'

/** Region, credentials and, for an AWS that is not Amazon's, endpoints: the variables that the AWS tools have, too. */
export type AwsEnv = Record<string, string | undefined>

/** Milliseconds for a call with its retries. */
const PATIENCE = 20_000

/** One call of a command: to which service, and what it sends. */
type Call = { service: string; action: string; headers: Record<string, string>; body: string }

const codeIn = (body: string): string =>
  /"__type":\s*"(?:[^"#]*#)?([^"]+)"/.exec(body)?.[1] ?? /<Code>([^<]+)</.exec(body)?.[1] ?? 'without a code'

const endpointOf = (service: string, env: AwsEnv): string =>
  env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ??
  env.AWS_ENDPOINT_URL ??
  `https://${service}.${env.AWS_REGION}.amazonaws.com/`

/**
 * Signs and sends one POST, for services that no SDK client is here for.
 * @returns the answer's text
 * @throws AwsCallError with AWS's own name of the error
 */
export const awsCall = async ({ service, action, headers, body }: Call, env: AwsEnv): Promise<string> => {
  const client = new AwsClient({
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    region: env.AWS_REGION ?? 'us-east-1',
    service,
    retries: 3,
  })
  const response = await client.fetch(endpointOf(service, env), {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(PATIENCE),
  })
  const text = await response.text()
  if (!response.ok) throw new AwsCallError(`${service}:${action}`, response.status, codeIn(text))
  return text
}
