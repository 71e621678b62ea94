/** Random choices that a seed repeats exactly. */
export type Random = {
  /** A whole number from 0 up to, and without, `below`. */
  int: (below: number) => number
  pick: <T>(items: readonly [T, ...T[]] | readonly T[]) => T
  /** True once in `times`. */
  once: (times: number) => boolean
}

/** Mulberry32: 32 bits of state, good enough to wander about with. */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const int = (below: number): number => (below <= 1 ? 0 : next() % below)
  return {
    int,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new Error('There is nothing to pick from.')
      return items[int(items.length)] as T
    },
    once: (times) => int(times) === 0,
  }
}

/** A seed for each number of a run, far from those of the numbers beside it. */
export const seedOf = (seed: number, at: number): number => Math.imul((seed ^ at) + 0x9e3779b9, 0x85ebca6b) ^ (at << 7)
