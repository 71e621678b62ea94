import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { FunctionDefinition } from './definition.ts'

const BOOTSTRAP = join(import.meta.dirname, 'bootstrap.mjs')

/** What every function gets besides the template's variables. */
export type AwsAccess = { endpoint: string; region: string; accessKeyId: string }

export type ProcessOptions = {
  definition: FunctionDefinition
  aws: AwsAccess
  /** The session token: names the process to the AWS endpoint. */
  token: string
  /** Port of the Runtime API. */
  port: number
  clockOffsetMs: number
  onLine: (stream: 'stdout' | 'stderr', line: string) => void
}

/** Lambda's variables and the template's; of this shell only PATH. */
const environmentOf = ({ definition: it, aws, token, port, clockOffsetMs }: ProcessOptions) => ({
  PATH: process.env.PATH ?? '',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  ...it.environment,
  AWS_REGION: aws.region,
  AWS_DEFAULT_REGION: aws.region,
  AWS_ACCESS_KEY_ID: aws.accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: token,
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_EXECUTION_ENV: `AWS_Lambda_${it.runtime}`,
  AWS_LAMBDA_FUNCTION_NAME: it.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(it.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${it.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: token,
  AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
  LAMBDA_TASK_ROOT: it.codeDir,
  EARSHOT_CLOCK_OFFSET_MS: String(clockOffsetMs),
  _HANDLER: it.handler,
})

/** Starts a function's process with our bootstrap, in the folder of its bundle. */
export const spawnFunction = (options: ProcessOptions): ChildProcess => {
  const { definition, onLine } = options
  // Lambda's runtime leaves about a tenth of the memory to everything that is not the heap.
  const heap = Math.max(64, Math.floor(definition.memoryMb * 0.9))
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, BOOTSTRAP], {
    cwd: definition.codeDir,
    env: environmentOf(options),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  createInterface({ input: child.stdout }).on('line', (line) => onLine('stdout', line))
  createInterface({ input: child.stderr }).on('line', (line) => onLine('stderr', line))
  child.stdin.on('error', () => {})
  return child
}
