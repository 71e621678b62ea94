import { expect, it } from '@jest/globals'
import { inOwnProcess } from '../../support/own-process.ts'
import type { Together } from './many.ts'

/** How many worlds; `EARSHOT_SEEDS=100000 npm test -- test/store/linking` for a night. */
const SEEDS = Number(process.env.EARSHOT_SEEDS ?? 1_000)
const FIRST = Number(process.env.EARSHOT_FIRST_SEED ?? 1)

it(`persons are what a union of the evidence says, in ${SEEDS} worlds with crashes, duplicates and retractions`, async () => {
  const told = await inOwnProcess<Together>('test/store/linking/many.ts', [`${FIRST}`, `${SEEDS}`])
  const { problems, worlds, calls, crashes, reads } = told
  process.stdout.write(`${worlds} worlds: ${calls} calls, ${crashes} crashes, ${reads} reads meanwhile\n`)
  expect(problems).toEqual([])
  expect(worlds).toBe(SEEDS)
  expect(crashes).toBeGreaterThan(SEEDS)
}, 86_400_000)
