import { afterEach, expect } from '@jest/globals'
import { compileFilters } from '../../local/events/pattern.ts'
import type { StreamRecord } from '../../local/events/shard-reader.ts'
import type { Mapping, Source } from '../../local/events/source.ts'
import { startStreamSource } from '../../local/events/stream-source.ts'
import type { Outcome } from '../../local/lambda/definition.ts'

/** A source of a stream whose records, function and time are the test's. */

let source: Source | undefined
afterEach(async () => await source?.close())

/** The source that `started` has started last; it is closed after the test. */
export const running = (): Source | undefined => source

export const record = (at: number, kind = 'a'): StreamRecord => ({
  dynamodb: {
    SequenceNumber: String(at).padStart(5, '0'),
    ApproximateCreationDateTime: 1_000,
    NewImage: { kind: { S: kind } },
  },
})
const sequenceOf = (one: StreamRecord): string => one.dynamodb?.SequenceNumber ?? ''
export const numbers = (batch: StreamRecord[]): number[] => batch.map((one) => Number(sequenceOf(one)))

export type WindowEvent = {
  window?: { start: string; end: string }
  state?: { seen?: number[] }
  isFinalInvokeForWindow?: boolean
  isWindowTerminatedEarly?: boolean
}

type Notice = {
  requestContext: { condition: string }
  DDBStreamBatchInfo: { startSequenceNumber: string; batchSize: number }
}

export const started = (
  records: StreamRecord[],
  work: (batch: StreamRecord[], event: WindowEvent) => unknown,
  more: Partial<Mapping> = {},
  allowed = true,
) => {
  const batches: number[][] = []
  const events: WindowEvent[] = []
  const clock = { now: 2_000_000 }
  const notices: Notice[] = []
  const checkpoints = new Map<string, string>()
  const warnings: string[] = []
  const mapping: Mapping = {
    id: 'm',
    sourceArn: 'stream',
    functionArn: 'fn',
    label: 'fn',
    batchSize: 100,
    windowMs: 0,
    reportsFailures: false,
    filter: compileFilters([]),
    maxConcurrency: undefined,
    retries: 1,
    bisect: false,
    maxAgeSeconds: -1,
    onFailureArn: 'arn:aws:sqs:dead',
    startingPosition: 'TRIM_HORIZON',
    tumblingSeconds: 0,
    ...more,
  }
  source = startStreamSource(mapping, {
    invoke: async (_, event): Promise<Outcome> => {
      const { Records } = event as { Records: StreamRecord[] }
      batches.push(numbers(Records))
      events.push(event as WindowEvent)
      try {
        return { ok: true, payload: JSON.stringify((await work(Records, event as WindowEvent)) ?? null) }
      } catch (error) {
        return { ok: false, kind: 'error', error: { errorType: 'Error', errorMessage: String(error) } }
      }
    },
    allowed: () => allowed,
    warn: (_, message) => warnings.push(message),
    region: 'us-east-1',
    now: () => clock.now,
    api: {
      shards: async () => ['shard'],
      read: async (_, __, after) => records.filter((one) => after === undefined || sequenceOf(one) > after),
    },
    checkpoint: { get: (key) => checkpoints.get(key), set: (key, value) => checkpoints.set(key, value) },
    send: async (_, body) => void notices.push(JSON.parse(body) as Notice),
    changed: () => new Promise((wake) => setTimeout(wake, 20)),
  })
  return { batches, notices, checkpoints, warnings, events, clock }
}
export const idle = async (): Promise<void> => {
  for (let tries = 0; tries < 500 && source?.busy(); tries++) await new Promise((wake) => setTimeout(wake, 10))
  expect(source?.busy()).toBe(false)
}
export const ten = Array.from({ length: 10 }, (_, at) => record(at + 1))
export const poison = (bad: number) => (batch: StreamRecord[]) => {
  if (numbers(batch).includes(bad)) throw new Error('poison')
}
