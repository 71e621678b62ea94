import { expect } from '@jest/globals'
import { inOwnProcess } from '../support/own-process.ts'
import type { Half } from './half.ts'
import { SEEDS } from './many.ts'

/** Lives through some of the worlds, in a process of their own; every rule holds in each of them. */
export const everyRuleHolds = async (first: number, seeds: number): Promise<void> => {
  const { problems, story, emails, crashes } = await inOwnProcess<Half>('test/simulator/half.ts', [
    `${first}`,
    `${seeds}`,
  ])
  expect({ problems, story }).toEqual({ problems: [], story: [] })
  expect(emails).toBeGreaterThan(SEEDS / 8)
  expect(crashes).toBeGreaterThan(SEEDS / 2)
}

/** Longer than a night with a million worlds. */
export const A_DAY = 86_400_000
