import { expect } from '@jest/globals'

/**
 * Expects that work on eight times the text takes about eight times as long. A square would be 64 times as much.
 * @param piece what the text is made of, again and again
 */
export const timeGrowsWithLength = (work: (text: string) => unknown, piece: string): void => {
  const took = (characters: number): number => {
    const text = piece.repeat(Math.ceil(characters / piece.length))
    const times = Array.from({ length: 3 }, () => {
      const began = performance.now()
      work(text)
      return performance.now() - began
    })
    return Math.min(...times)
  }
  took(4_000)
  expect(took(32_000)).toBeLessThan(30 * Math.max(took(4_000), 0.2))
}
