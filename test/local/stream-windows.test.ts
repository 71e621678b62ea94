import { describe, expect, it } from '@jest/globals'
import type { StreamRecord } from '../../local/events/shard-reader.ts'
import { idle, numbers, record, running, started, type WindowEvent } from './started-stream.ts'

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
    expect(running()?.busy()).toBe(true)
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
