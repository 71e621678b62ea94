import { describe, expect, it } from '@jest/globals'
import { moveOf } from '../../local/cli/clock.ts'

describe('npm run clock', () => {
  it.each([
    ['now', { offsetMs: 0 }],
    ['+90m', { advanceMs: 5_400_000 }],
    ['+12h', { advanceMs: 43_200_000 }],
    ['+3d', { advanceMs: 259_200_000 }],
    ['2026-12-24T10:00Z', { at: '2026-12-24T10:00:00.000Z' }],
  ])('understands %s', (words, move) => {
    expect(moveOf(words)).toEqual(move)
  })

  it.each(['tomorrow', '+12', '12h', '-3d', '2026-13-99', ''])('does not guess at %s', (words) => {
    expect(moveOf(words)).toBeUndefined()
  })
})
