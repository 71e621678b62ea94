import { afterEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compileFilters } from '../../local/events/pattern.ts'
import type { StreamRecord } from '../../local/events/shard-reader.ts'
import type { Mapping, Source } from '../../local/events/source.ts'
import { startStreamSource } from '../../local/events/stream-source.ts'
import type { Outcome } from '../../local/lambda/definition.ts'

let source: Source | undefined
afterEach(async () => await source?.close())

const record = (at: number, kind = 'a'): StreamRecord => ({
  dynamodb: {
    SequenceNumber: String(at).padStart(5, '0'),
    ApproximateCreationDateTime: 1_000,
    NewImage: { kind: { S: kind } },
  },
})
const sequenceOf = (one: StreamRecord): string => one.dynamodb?.SequenceNumber ?? ''
const numbers = (batch: StreamRecord[]): number[] => batch.map((one) => Number(sequenceOf(one)))

type WindowEvent = {
  window?: { start: string; end: string }
  state?: { seen?: number[] }
  isFinalInvokeForWindow?: boolean
  isWindowTerminatedEarly?: boolean
}

type Notice = {
  requestContext: { condition: string }
  DDBStreamBatchInfo: { startSequenceNumber: string; batchSize: number }
}

const started = (
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
const idle = async (): Promise<void> => {
  for (let tries = 0; tries < 500 && source?.busy(); tries++) await new Promise((wake) => setTimeout(wake, 10))
  expect(source?.busy()).toBe(false)
}
const ten = Array.from({ length: 10 }, (_, at) => record(at + 1))
const poison = (bad: number) => (batch: StreamRecord[]) => {
  if (numbers(batch).includes(bad)) throw new Error('poison')
}

describe('a stream that wakes a function', () => {
  it('hands records over in order, in batches, and remembers how far it is', async () => {
    const { batches, checkpoints } = started(ten, () => undefined, { batchSize: 4 })
    await idle()
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10],
    ])
    expect(checkpoints.get('m/shard')).toBe('00010')
  })

  it('tries a batch again, then gives all of it up and goes on', async () => {
    const { batches, notices } = started(ten, poison(2), { batchSize: 5 })
    await idle()
    expect(batches).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
    ])
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: { startSequenceNumber: '00001', batchSize: 5 },
    })
  })

  it('halves a failing batch until only the poison is given up', async () => {
    const { notices, batches } = started(ten, poison(7), { bisect: true })
    await idle()
    expect(
      notices.map(({ DDBStreamBatchInfo }) => [DDBStreamBatchInfo.startSequenceNumber, DDBStreamBatchInfo.batchSize]),
    ).toEqual([['00007', 1]])
    expect(batches.filter((batch) => !batch.includes(7)).flat()).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10])
  })

  it('goes on from the first record that was reported as failed', async () => {
    let failed = false
    const { batches } = started(
      ten,
      () => {
        if (failed) return { batchItemFailures: [] }
        failed = true
        return { batchItemFailures: [{ itemIdentifier: '00008' }, { itemIdentifier: '00004' }] }
      },
      { reportsFailures: true },
    )
    await idle()
    expect(batches).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [4, 5, 6, 7, 8, 9, 10],
    ])
  })

  it('passes over what its filter does not let through', async () => {
    const { batches, checkpoints } = started([record(1), record(2, 'b'), record(3), record(4, 'b')], () => undefined, {
      filter: compileFilters(['{"dynamodb":{"NewImage":{"kind":{"S":["a"]}}}}']),
    })
    await idle()
    expect(batches).toEqual([[1, 3]])
    expect(checkpoints.get('m/shard')).toBe('00004')
  })

  it('gives up records that are too old without calling the function', async () => {
    const { batches, notices } = started(ten, () => undefined, { maxAgeSeconds: 60 })
    await idle()
    expect(batches).toEqual([])
    expect(notices[0]?.requestContext.condition).toBe('RecordAgeExceeded')
  })

  it('starts behind what is already there when it is told LATEST', async () => {
    const records = [...ten]
    const { batches } = started(records, () => undefined, { startingPosition: 'LATEST' })
    await idle()
    expect(batches).toEqual([])
    records.push(record(11))
    for (let tries = 0; tries < 100 && batches.length === 0; tries++) await new Promise((wake) => setTimeout(wake, 10))
    expect(batches).toEqual([[11]])
  })

  it('does nothing without the grants that Lambda needs', async () => {
    const { batches, warnings } = started(ten, () => undefined, {}, false)
    await idle()
    expect([batches.length, warnings.length]).toEqual([0, 1])
  })

  it('delivers every record, and only poison ends in the dead letters, wherever the poison is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 10 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 10 }),
        async (bad, batchSize) => {
          const good = new Set<number>()
          const { notices } = started(
            ten,
            (batch) => {
              const seen = numbers(batch)
              if (seen.some((one) => bad.includes(one))) throw new Error('poison')
              for (const one of seen) good.add(one)
            },
            { bisect: true, retries: 0, batchSize },
          )
          await idle()
          await source?.close()
          const given = notices.map(({ DDBStreamBatchInfo }) => Number(DDBStreamBatchInfo.startSequenceNumber))
          expect(given).toEqual([...bad].sort((a, b) => a - b))
          expect([...good].sort((a, b) => a - b)).toEqual(numbers(ten).filter((one) => !bad.includes(one)))
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('a stream with a tumbling window', () => {
  const at = (sequence: number, seconds: number): StreamRecord => {
    const one = record(sequence)
    return { dynamodb: { ...one.dynamodb, ApproximateCreationDateTime: seconds } }
  }
  /** What the function has seen in the window, as its state. */
  const collect = (batch: StreamRecord[], { state }: WindowEvent) => ({
    state: { seen: [...(state?.seen ?? []), ...numbers(batch)] },
    batchItemFailures: [],
  })
  const ends = (events: WindowEvent[]) =>
    events
      .filter(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow)
      .map(({ window, state, isWindowTerminatedEarly }) => [window?.start, state?.seen, isWindowTerminatedEarly])

  it('hands the state on within a window, and ends a window before the first record of the next', async () => {
    const records = [at(1, 60), at(2, 61), at(3, 119), at(4, 120), at(5, 190)]
    const { batches, events } = started(records, collect, { tumblingSeconds: 60, batchSize: 2, reportsFailures: true })
    await idle()
    expect(batches).toEqual([[1, 2], [3], [], [4], [], [5], []])
    expect(ends(events)).toEqual([
      ['1970-01-01T00:01:00Z', [1, 2, 3], false],
      ['1970-01-01T00:02:00Z', [4], false],
      ['1970-01-01T00:03:00Z', [5], false],
    ])
    expect(events[0]?.window).toEqual({ start: '1970-01-01T00:01:00Z', end: '1970-01-01T00:02:00Z' })
  })

  it('leaves a window open until its time is over, and is not busy meanwhile', async () => {
    const { events, clock } = started([at(1, 2_000)], collect, { tumblingSeconds: 60 })
    await idle()
    expect(ends(events)).toEqual([])
    clock.now = 2_040_000
    expect(source?.busy()).toBe(true)
    await idle()
    expect(ends(events)).toEqual([['1970-01-01T00:33:00Z', [1], false]])
  })

  it('ends a window when the clock is moved back, and counts what comes then in its own', async () => {
    const records = [at(1, 2_000), at(2, 2_010)]
    const { events, clock } = started(records, collect, { tumblingSeconds: 60 })
    clock.now = 2_011_000
    await idle()
    clock.now = 600_000
    records.push(at(3, 600))
    await idle()
    clock.now = 700_000
    await idle()
    expect(ends(events)).toEqual([
      ['1970-01-01T00:33:00Z', [1, 2], false],
      ['1970-01-01T00:10:00Z', [3], false],
    ])
  })

  it('goes on with an open window after a restart', async () => {
    const first = started([at(1, 2_000)], collect, { tumblingSeconds: 60 })
    await idle()
    expect(JSON.parse(first.checkpoints.get('m/shard/window') ?? '')).toEqual({ start: 1_980, state: { seen: [1] } })
  })

  it('hands the same state to a batch that is tried again', async () => {
    let failed = false
    const { events } = started(
      [at(1, 60), at(2, 61)],
      (batch, event) => {
        if (numbers(batch).includes(2) && !failed) {
          failed = true
          throw new Error('not yet')
        }
        return collect(batch, event)
      },
      { tumblingSeconds: 60, batchSize: 1 },
    )
    await idle()
    expect(ends(events)).toEqual([['1970-01-01T00:01:00Z', [1, 2], false]])
  })

  it('ends a window early when its state is over 1 MB', async () => {
    const large = () => ({ state: { seen: [7], text: 'x'.repeat(1_100_000) } })
    const { events } = started([at(1, 60)], large, { tumblingSeconds: 60 })
    await idle()
    expect(ends(events)).toEqual([['1970-01-01T00:01:00Z', [7], true]])
  })

  it('gives up the end of a window that never succeeds', async () => {
    const { warnings } = started(
      [at(1, 60)],
      (batch) => {
        if (batch.length === 0) throw new Error('never')
      },
      { tumblingSeconds: 60, retries: 0 },
    )
    await idle()
    expect(warnings).toEqual([expect.stringContaining('tumbling window')])
  })
})
