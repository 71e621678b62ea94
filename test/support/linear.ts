import { expect } from '@jest/globals'

/** A busy machine may disturb a measurement, but not every one of them. */
const ATTEMPTS = 30

/**
 * Expects that work on eight times the text takes about eight times as long. A square would be 64 times as much, however often it is
 * measured.
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
  const growth = (): number => took(32_000) / Math.max(took(4_000), 0.2)
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < ATTEMPTS && least >= 30; attempt++) least = Math.min(least, growth())
  expect(least).toBeLessThan(30)
}
