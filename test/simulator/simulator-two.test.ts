import { expect, it } from '@jest/globals'
import { inOwnProcess } from '../support/own-process.ts'
import type { Half } from './half.ts'
import { SEEDS } from './many.ts'

it(`every rule holds in the other half of ${SEEDS} worlds in which everything goes wrong that can`, async () => {
  const [first, seeds] = [1 + Math.ceil(SEEDS / 2), Math.floor(SEEDS / 2)]
  const { problems, story, emails, crashes } = await inOwnProcess<Half>('test/simulator/half.ts', [
    `${first}`,
    `${seeds}`,
  ])
  expect({ problems, story }).toEqual({ problems: [], story: [] })
  expect(emails).toBeGreaterThan(SEEDS / 8)
  expect(crashes).toBeGreaterThan(SEEDS / 2)
}, 86_400_000)
