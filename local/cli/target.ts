import { SQSClient } from '@aws-sdk/client-sqs'
import { stageOf } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import type { Stage } from '../../infra/stage.ts'
import { AwsCallError } from '../../shared/platform/aws-call.ts'
import { type Api, apiOf } from './api.ts'
import type { AwsEnv } from './aws-call.ts'
import { DATA, type LocalFile, NoRunnerError, readLocalFile } from './local-file.ts'
import { stackOutputs } from './stack-outputs.ts'

/** A command cannot work where it was told to; the message says why and what to do. */
export class TargetError extends Error {
  override name = 'TargetError'
}

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

/** Where a command works: the Earshot that runs on this machine, or a stage that is deployed to AWS. */
export type Target = {
  place: 'local' | 'aws'
  stageName: string
  /** The settings in infra/config.ts. */
  stage: Stage
  /** Doors and API, without a slash at the end. */
  appUrl: string
  /** Of the queue of deliveries. */
  queueUrl: string
  archiveBucket: string
  tableName: string
  /** For `shared/platform/aws.ts` and `awsCall`: Region, credentials as they are now, endpoints. */
  env: AwsEnv
  /** For SDK clients: `new SQSClient(target.sdk)`, `new S3Client(target.sdk)`. Credentials are renewed. */
  sdk: { region: string; credentials: () => Promise<Credentials>; endpoint?: string; forcePathStyle?: boolean }
  /** Milliseconds since the epoch as the functions see it: the clock of the runner can be moved. */
  now: () => Promise<number>
  /** The API. @throws TargetError without a token: in AWS it is taken from EARSHOT_TOKEN */
  api: () => Api
}

/** The options of `parseArgs` by which every command is told where it works. */
export const TARGET_OPTIONS = {
  stage: { type: 'string' },
  data: { type: 'string', default: DATA },
} as const

/** What they mean, for the command's own help. */
export const TARGET_USAGE = `  --stage NAME  the stage that is deployed to AWS, with the credentials that the AWS tools use (or EARSHOT_STAGE);
                without it: the Earshot that runs on this machine
  --data DIR    the data folder of the Earshot that runs here (${DATA})`

const OUTPUTS = { queueUrl: 'DeliveriesQueueUrl', archiveBucket: 'ArchiveBucketName', tableName: 'TableName' } as const

const resourcesOf = (outputs: Record<string, string>, again: string) => {
  const output = (name: string): string => {
    const value = outputs[name]
    if (value === undefined) throw new TargetError(`The stack has no output ${name}, so it is an older one. ${again}`)
    return value
  }
  return {
    queueUrl: output(OUTPUTS.queueUrl),
    archiveBucket: output(OUTPUTS.archiveBucket),
    tableName: output(OUTPUTS.tableName),
  }
}

/** Any credentials that are no function's are the administrator's here. */
const ADMINISTRATOR: Credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

/** @param local what the runner says of itself */
export const localTarget = (local: LocalFile): Target => {
  const { app, aws, region, token, outputs } = local
  return {
    place: 'local',
    stageName: 'local',
    stage: stageOf(stages, 'local'),
    appUrl: app,
    ...resourcesOf(outputs, 'Stop the runner and start it again: npm start.'),
    env: {
      AWS_REGION: region,
      AWS_ENDPOINT_URL: aws,
      AWS_ACCESS_KEY_ID: ADMINISTRATOR.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ADMINISTRATOR.secretAccessKey,
    },
    sdk: { region, credentials: async () => ADMINISTRATOR, endpoint: aws, forcePathStyle: true },
    now: async () => {
      const answer = await fetch(new URL('/_local/clock', app))
      return Date.parse(((await answer.json()) as { now: string }).now)
    },
    api: () => apiOf(app, token),
  }
}

const NO_CREDENTIALS =
  'There are no AWS credentials here. Sign in as you do for the AWS tools (`aws sso login`, AWS_PROFILE, AWS_ACCESS_KEY_ID, ...).'

const awsSdk = (region: string): Target['sdk'] => {
  const client = new SQSClient({ region })
  return {
    region,
    credentials: async () => {
      try {
        return await client.config.credentials()
      } catch (cause) {
        const said = cause instanceof Error ? ` The AWS SDK says: ${cause.message.slice(0, 300)}` : ''
        throw new TargetError(`${NO_CREDENTIALS}${said}`, { cause })
      }
    },
  }
}

const explain = (error: unknown, stackName: string, region: string): unknown => {
  if (!(error instanceof AwsCallError)) return error
  const { code } = error
  const why =
    code === 'ValidationError'
      ? `There is no stack ${stackName} in ${region} of this account. Deploy it first (npm run deploy), or name another stage with --stage.`
      : /Token|Signature|AccessKey|ClientId|Credential/i.test(code)
        ? `AWS does not take the credentials (${code}): they are wrong or have expired. Sign in again.`
        : /Denied|Unauthorized/i.test(code)
          ? `These credentials may not read the stack ${stackName} (cloudformation:DescribeStacks).`
          : undefined
  return why ? new TargetError(why, { cause: error }) : error
}

/** @param stageName a stage of infra/config.ts that is deployed */
const awsTarget = async (stageName: string): Promise<Target> => {
  const stage = stageOf(stages, stageName)
  const { region } = stage
  const sdk = awsSdk(region)
  const { accessKeyId, secretAccessKey, sessionToken } = await sdk.credentials()
  const env = {
    ...process.env,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Not the one of the environment, when the credentials come from somewhere else.
    AWS_SESSION_TOKEN: sessionToken,
  }
  const stackName = `earshot-${stageName}-app`
  const outputs = await stackOutputs(stackName, env).catch((error: unknown) => {
    throw explain(error, stackName, region)
  })
  const appUrl = (outputs.AppUrl ?? '').replace(/\/$/, '')
  return {
    place: 'aws',
    stageName,
    stage,
    appUrl,
    ...resourcesOf(outputs, `Deploy it again: EARSHOT_STAGE=${stageName} npm run deploy.`),
    env,
    sdk,
    now: async () => Date.now(),
    api: () => {
      const token = process.env.EARSHOT_TOKEN
      if (!token)
        throw new TargetError(
          'EARSHOT_TOKEN is not set: put an access token for the API there (docs/operations.md, "Accounts").',
        )
      return apiOf(appUrl, token)
    },
  }
}

/**
 * Finds out where a command works.
 * @param asked.stage the stage's name; without one, `EARSHOT_STAGE`; without that, or with `local`, the runner
 * @param asked.data the runner's data folder
 * @throws TargetError, ConfigError with words for who typed the command
 */
export const targetOf = async ({ stage, data }: { stage?: string | undefined; data: string }): Promise<Target> => {
  const name = stage ?? process.env.EARSHOT_STAGE ?? 'local'
  if (name !== 'local') return await awsTarget(name)
  try {
    return localTarget(readLocalFile(data))
  } catch (error) {
    if (!(error instanceof NoRunnerError)) throw error
    throw new TargetError(`${error.message} Or name a stage that is deployed: --stage NAME.`, { cause: error })
  }
}
