import { describe, expect, it } from '@jest/globals'
import { eachRecord } from '../../shared/platform/batch.ts'

describe('a batch', () => {
  it('reports only the records that failed', async () => {
    const done: number[] = []
    const answer = await eachRecord([1, 2, 3], String, async (record) => {
      if (record === 2) throw new Error('poison')
      done.push(record)
    })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
    expect(done).toEqual([1, 3])
  })
})
