import type { Outcome } from '../lambda/definition.ts'
import type { Pattern } from './pattern.ts'

/** An event source mapping of the template, resolved. */
export type Mapping = {
  /** Stable between runs: checkpoints are kept under it. */
  id: string
  sourceArn: string
  functionArn: string
  label: string
  batchSize: number
  windowMs: number
  reportsFailures: boolean
  filter: Pattern
  maxConcurrency: number | undefined
  /** Streams only; -1 retries for ever. */
  retries: number
  bisect: boolean
  maxAgeSeconds: number
  onFailureArn: string | undefined
  startingPosition: string | undefined
  /** Streams only: seconds of a tumbling window; 0 for none. */
  tumblingSeconds: number
}

/** What an event source needs of the rest of the runner. */
export type SourceContext = {
  invoke: (functionArn: string, event: unknown) => Promise<Outcome>
  /** Whether the function's role allows what Lambda's service does for it. Records and reports a denial. */
  allowed: (functionArn: string, action: string, resource: string) => boolean
  warn: (label: string, message: string) => void
  region: string
  now: () => number
}

export type Source = {
  /** True while something is being worked on, or waits to be. */
  busy(): boolean
  /** Streams only: a tumbling window is open whose time is over. */
  due?(): boolean
  close(): Promise<void>
}

export const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms))

const PATIENCE = 500

/** Waits for loops to end, but not for long. */
export const endOf = async (loops: readonly Promise<void>[]): Promise<void> => {
  await Promise.race([Promise.all(loops), new Promise((wake) => setTimeout(wake, PATIENCE).unref())])
}

/**
 * The ids that a handler reported as failed.
 * @returns 'all' when the answer is not what Lambda understands, which then counts the whole batch as failed
 */
export const failuresOf = (payload: string, known: ReadonlySet<string>): string[] | 'all' => {
  const answer = JSON.parse(payload) as unknown
  if (answer === null || typeof answer !== 'object' || !('batchItemFailures' in answer)) return []
  const { batchItemFailures } = answer
  if (batchItemFailures === null) return []
  if (!Array.isArray(batchItemFailures)) return 'all'
  const ids = batchItemFailures.map((one) => String((one as { itemIdentifier?: unknown } | null)?.itemIdentifier ?? ''))
  return ids.every((id) => known.has(id)) ? ids : 'all'
}
