import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compileFilters } from '../../local/events/pattern.ts'
import { idle, numbers, poison, record, running, started, ten } from './started-stream.ts'

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
          await running()?.close()
          const given = notices.map(({ DDBStreamBatchInfo }) => Number(DDBStreamBatchInfo.startSequenceNumber))
          expect(given).toEqual([...bad].sort((a, b) => a - b))
          expect([...good].sort((a, b) => a - b)).toEqual(numbers(ten).filter((one) => !bad.includes(one)))
        },
      ),
      { numRuns: 15 },
    )
  })
})
