import { callAws, type Env } from '../../shared/platform/aws-call.ts'

/** Region, credentials and, for an AWS that is not Amazon's, endpoints: the variables that the AWS tools have, too. */
export type AwsEnv = Env

/** Milliseconds for a call with its retries: a laptop's way to AWS is longer than a function's. */
const PATIENCE = 20_000

/** One call of a command: to which service, and what it sends. */
type Call = { service: string; action: string; headers: Record<string, string>; body: string }

const endpointOf = (service: string, env: AwsEnv): string =>
  env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ??
  env.AWS_ENDPOINT_URL ??
  `https://${service}.${env.AWS_REGION}.amazonaws.com/`

/**
 * Signs and sends one POST, for services that no SDK client is here for.
 * @returns the answer's text
 * @throws AwsCallError with AWS's own name of the error, AwsSilentError when there is no answer
 */
export const awsCall = async ({ service, action, headers, body }: Call, env: AwsEnv): Promise<string> => {
  const call = { call: `${service}:${action}`, service, url: endpointOf(service, env), headers, body }
  return (await callAws(call, env, PATIENCE)).toString()
}
