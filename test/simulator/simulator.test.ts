import { expect, it } from '@jest/globals'
import { SEEDS, simulateMany } from './many.ts'

it(`every rule holds in ${SEEDS} worlds in which everything goes wrong that can`, async () => {
  const { problems, emails, crashes } = await simulateMany({ first: 1, seeds: Math.ceil(SEEDS / 2) })
  expect(problems).toEqual([])
  expect(emails).toBeGreaterThan(SEEDS / 8)
  expect(crashes).toBeGreaterThan(SEEDS / 2)
}, 86_400_000)
