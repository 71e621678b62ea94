/** Kills functions between their external calls: `before` and `after` are probabilities per call. */
export type Chaos = {
  configure(settings: { before?: number; after?: number; seed?: number; services?: string[] } | undefined): void
  /** Whether a function dies at this point. */
  strikes(when: 'before' | 'after', service: string): boolean
  kills(): number
}

/** A small generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Off until configured. */
export const createChaos = (): Chaos => {
  let odds = { before: 0, after: 0 }
  let only: string[] | undefined
  let random = randomOf(1)
  let kills = 0
  return {
    configure: (settings) => {
      odds = { before: settings?.before ?? 0, after: settings?.after ?? 0 }
      only = settings?.services
      random = randomOf(settings?.seed ?? 1)
    },
    strikes: (when, service) => {
      if (odds[when] <= 0 || (only && !only.includes(service))) return false
      const hit = random() < odds[when]
      if (hit) kills++
      return hit
    },
    kills: () => kills,
  }
}
