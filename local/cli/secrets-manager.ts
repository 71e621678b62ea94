import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { AwsCallError } from '../../shared/platform/aws-call.ts'
import { type AwsEnv, awsCall } from './aws-call.ts'

/** A secret's text, and which version of it that is. */
export type Versioned = { text: string; version: string }

/** Somebody else has changed the secret in the meantime; nothing was overwritten. */
export class SecretChangedError extends Error {
  override name = 'SecretChangedError'
  constructor(secretId: string, options?: ErrorOptions) {
    super(
      `Somebody else has just changed the secret ${secretId}; nothing was overwritten. Look what is there now (npm run source -- list), then run this again.`,
      options,
    )
  }
}

const call = (action: string, body: object, env: AwsEnv): Promise<string> =>
  awsCall(
    {
      service: 'secretsmanager',
      action,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `secretsmanager.${action}` },
      body: JSON.stringify(body),
    },
    env,
  )

const answer = z.object({ SecretString: z.string(), VersionId: z.string() })

/** @returns the current version; undefined when there is no such secret. @throws AwsCallError */
export const readSecret = async (secretId: string, env: AwsEnv): Promise<Versioned | undefined> => {
  try {
    const text = await call('GetSecretValue', { SecretId: secretId, VersionStage: 'AWSCURRENT' }, env)
    const { SecretString, VersionId } = z.parse(answer, JSON.parse(text))
    return { text: SecretString, version: VersionId }
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'ResourceNotFoundException') return undefined
    throw error
  }
}

/** What Secrets Manager says when AWSCURRENT is no longer where it was, or the version that waited is gone. */
const CHANGED = new Set(['InvalidParameterException', 'InvalidRequestException', 'ResourceNotFoundException'])

/**
 * Gives a secret another value, unless it has been changed since it was read: the new version is put aside first, and the
 * label AWSCURRENT moves to it only from the version that was read. So two that rotate at the same moment cannot lose each
 * other's secret.
 * @throws SecretChangedError, AwsCallError
 */
export const replaceSecret = async (secretId: string, read: Versioned, text: string, env: AwsEnv): Promise<void> => {
  if (text === read.text) return
  const next = randomUUID()
  await call(
    'PutSecretValue',
    { SecretId: secretId, ClientRequestToken: next, SecretString: text, VersionStages: ['AWSPENDING'] },
    env,
  )
  try {
    await call(
      'UpdateSecretVersionStage',
      { SecretId: secretId, VersionStage: 'AWSCURRENT', MoveToVersionId: next, RemoveFromVersionId: read.version },
      env,
    )
  } catch (cause) {
    if (!(cause instanceof AwsCallError) || !CHANGED.has(cause.code)) throw cause
    // A connection that broke before the answer: the label was moved by the first try, and the second found it gone.
    if ((await readSecret(secretId, env))?.version === next) return
    throw new SecretChangedError(secretId, { cause })
  }
}
