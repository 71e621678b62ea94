import { describe, expect, it } from '@jest/globals'
import { simulate } from './simulation.ts'

describe('segments that are evaluated on change and when due', () => {
  it('are, day after day for four months, what asking everybody everything would say', () => {
    for (const seed of [1, 2, 3]) {
      const found = simulate({ seed, people: 20, segments: 40, days: 120 })
      expect(found.mismatches).toEqual([])
      expect(found.checks).toBe(20 * 40 * 120)
      expect(found.moves).toBeGreaterThan(500)
    }
  })

  it('take a small part of the evaluations of an hourly scan', () => {
    const { evaluations, hourly } = simulate({ seed: 7, people: 20, segments: 40, days: 120 })
    expect(hourly / evaluations).toBeGreaterThan(20)
  })
})
