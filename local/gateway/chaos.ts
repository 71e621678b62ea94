/** `before` and `after` are probabilities per call; without `services` and `functions` (labels) any call may be hit. */
export type ChaosSettings = {
  before?: number
  after?: number
  seed?: number
  services?: string[]
  functions?: string[]
}

/** Kills functions right before or right after one of their external calls. */
export type Chaos = {
  configure(settings: ChaosSettings | undefined): void
  /** Whether the function dies at this point. */
  strikes(when: 'before' | 'after', service: string, label: string): boolean
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
  let only: Pick<ChaosSettings, 'services' | 'functions'> = {}
  let random = randomOf(1)
  let kills = 0
  return {
    configure: (settings) => {
      odds = { before: settings?.before ?? 0, after: settings?.after ?? 0 }
      only = settings ?? {}
      random = randomOf(settings?.seed ?? 1)
    },
    strikes: (when, service, label) => {
      const { services, functions } = only
      if (odds[when] <= 0 || services?.includes(service) === false || functions?.includes(label) === false) return false
      const hit = random() < odds[when]
      if (hit) kills++
      return hit
    },
    kills: () => kills,
  }
}
