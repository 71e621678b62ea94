import type { NightlyInputs } from '../domain/score/scores.ts'
import type { ScoreSettings } from '../domain/score/settings.ts'
import { isBelieved } from '../domain/time.ts'
import { keys, shortHash } from './keys.ts'
import type { NightlyItem } from './score-items.ts'
import { getAll, type Table } from './table.ts'

/** What the last night found out; undefined before the first one. */
export const readNightly = async (table: Table): Promise<NightlyItem | undefined> => {
  const [item] = (await getAll(table, [keys.nightly()])) as [NightlyItem | undefined]
  return item
}

/** For how long an answer is used again: the night's results change once a day. */
const KEPT_MS = 60_000

/** Reads the night's results at most once a minute. */
export const nightlyReader = (table: Table, now: () => number): (() => Promise<NightlyInputs>) => {
  let kept: { until: number; item: Promise<NightlyItem | undefined> } | undefined
  return async () => {
    if (!kept || !isBelieved(kept.until, KEPT_MS, now())) kept = { until: now() + KEPT_MS, item: readNightly(table) }
    try {
      return (await kept.item) ?? {}
    } catch (error) {
      kept = undefined
      throw error
    }
  }
}

const versions = new WeakMap<ScoreSettings, string>()

/** The version of settings, reckoned once: other settings have another. */
export const settingsVersion = (settings: ScoreSettings): string => {
  const version = versions.get(settings) ?? shortHash(JSON.stringify(settings)).slice(0, 8)
  versions.set(settings, version)
  return version
}
