import { expect, it } from '@jest/globals'
import { createNearTable } from '../../support/table.ts'
import { simulate, type Told } from './simulate.ts'

/** How many worlds; `EARSHOT_SEEDS=100000 npm test -- test/store/linking` for a night. */
const SEEDS = Number(process.env.EARSHOT_SEEDS ?? 1_000)
const FIRST = Number(process.env.EARSHOT_FIRST_SEED ?? 1)
/** Worlds side by side. */
const AT_ONCE = 16

it(`persons are what a union of the evidence says, in ${SEEDS} worlds with crashes, duplicates and retractions`, async () => {
  const { table, close } = await createNearTable()
  const size = { identities: 5, evidence: 5, retractions: 2, late: 1, workers: 3 }
  const seeds = Array.from({ length: SEEDS }, (_, at) => FIRST + at)
  const all: Told[] = []
  const work = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) all.push(await simulate(table, seed, size))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  await close()
  const sum = (of: 'calls' | 'crashes' | 'reads') => all.reduce((so, told) => so + told[of], 0)
  process.stdout.write(
    `${SEEDS} worlds: ${sum('calls')} calls, ${sum('crashes')} crashes, ${sum('reads')} reads meanwhile\n`,
  )
  expect(all.flatMap(({ problems }) => problems)).toEqual([])
  expect(all).toHaveLength(SEEDS)
  expect(sum('crashes')).toBeGreaterThan(SEEDS)
}, 86_400_000)
