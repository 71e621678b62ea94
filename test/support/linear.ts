import { expect } from '@jest/globals'

/** Time of this thread on the processor, so that others on the machine count for little; what the engine compiles meanwhile still does. */
const ATTEMPTS = 8

/**
 * Expects that work on eight times the text takes about eight times as long. A square would be 64 times as much, however often it is
 * measured.
 * @param piece what the text is made of, again and again
 */
export const timeGrowsWithLength = (work: (text: string) => unknown, piece: string): void => {
  const took = (characters: number): number => {
    const text = piece.repeat(Math.ceil(characters / piece.length))
    const times = Array.from({ length: 3 }, () => {
      const began = process.threadCpuUsage()
      work(text)
      const { user, system } = process.threadCpuUsage(began)
      return (user + system) / 1_000
    })
    return Math.min(...times)
  }
  took(4_000)
  const growth = (): number => took(32_000) / Math.max(took(4_000), 0.2)
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < ATTEMPTS && least >= 30; attempt++) least = Math.min(least, growth())
  expect(least).toBeLessThan(30)
}
