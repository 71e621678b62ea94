import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { withTable } from '../support/table.ts'
import { applyAll, scan, stateOf } from './ingest-bench.ts'
import { deliverWildly, rollupsIn } from './ingest-wildly.ts'
import { recount, world } from './ingest-world.ts'

const RUNS = Number(process.env.EARSHOT_RUNS ?? 12)

describe('exactly once', () => {
  it(
    'ends in the same state however activities are shuffled, repeated, worked on side by side and cut short',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, fc.integer(), async (activities, seed) => {
          const expected = await withTable(async ({ table }) => {
            await applyAll(table, activities)
            return await stateOf(table)
          })
          await withTable(async ({ table }) => {
            await deliverWildly(table, activities, seed)
            expect(await stateOf(table)).toEqual(expected)
            expect(rollupsIn(await scan(table))).toEqual(recount(activities))
          })
        }),
        { numRuns: RUNS, ...(process.env.EARSHOT_SEED ? { seed: Number(process.env.EARSHOT_SEED) } : {}) },
      )
    },
    60_000 + RUNS * 10_000,
  )
})
