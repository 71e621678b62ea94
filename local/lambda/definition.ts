/** A function as the template declares it, with every value resolved. */
export type FunctionDefinition = {
  name: string
  arn: string
  /** A short name for people, such as `listen-door`. */
  label: string
  /** The folder with the bundle. */
  codeDir: string
  handler: string
  runtime: string
  memoryMb: number
  timeoutMs: number
  environment: Record<string, string>
  roleArn: string
  reservedConcurrency: number | undefined
}

export type FunctionFailure = { errorType: string; errorMessage: string; trace?: string[] }

/** What became of an invocation. `crashed` covers exits and kills: the process is gone, as after a time-out. */
export type Outcome =
  | { ok: true; payload: string }
  | { ok: false; kind: 'error' | 'init' | 'timeout' | 'crashed'; error: FunctionFailure }

export type Invocation = { id: string; payload: string; settle: (outcome: Outcome) => void }

/** Lambda's limit for a synchronous answer, in bytes. */
export const RESPONSE_LIMIT = 6 * 1024 * 1024

/** The outcome of an invocation that failed. */
export const failed = (
  kind: 'error' | 'init' | 'timeout' | 'crashed',
  errorType: string,
  errorMessage: string,
): Outcome => ({ ok: false, kind, error: { errorType, errorMessage } })

/** In Lambda's words: the process ended by itself or was killed. */
export const exited = (id: string, code: number | null, signal: string | null): Outcome =>
  failed(
    'crashed',
    'Runtime.ExitError',
    `RequestId: ${id} Error: Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`,
  )

/** In Lambda's words: the function took longer than the template allows. */
export const timedOut = (id: string, ms: number): Outcome =>
  failed(
    'timeout',
    'Sandbox.Timedout',
    `RequestId: ${id} Error: Task timed out after ${(ms / 1_000).toFixed(2)} seconds`,
  )
