import { seededRandom } from '../random.ts'
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

/** Off until configured. */
export const createChaos = (): Chaos => {
  let odds = { before: 0, after: 0 }
  let only: Pick<ChaosSettings, 'services' | 'functions'> = {}
  let random = seededRandom(1)
  let kills = 0
  return {
    configure: (settings) => {
      odds = { before: settings?.before ?? 0, after: settings?.after ?? 0 }
      only = settings ?? {}
      random = seededRandom(settings?.seed ?? 1)
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
