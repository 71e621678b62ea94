import { dayOf, firstEnd, silentSince, usualGap } from '../../shared/domain/listen/health.ts'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import type { SourceAnswer } from '../../shared/domain/respond/answers.ts'
import { type Iso, MINUTE, msOf } from '../../shared/domain/time.ts'
import { readSourceStates, type SourceState } from '../../shared/store/health.ts'
import type { Resource } from './request.ts'

/** Active minutes before a usual gap is more than a guess. */
const ENOUGH = 3
const NOTHING = { accepted: 0, rejected: 0, duplicates: 0, ignored: 0 }

const answerOf = (name: string, settings: SourceSettings, state: SourceState, now: Iso): SourceAnswer => {
  const { health, pull, mappingRev } = state
  const { rhythm, days, countedAt } = health
  const today = dayOf(msOf(now))
  const leaseUntil = firstEnd(pull.leases)
  return {
    name,
    type: settings.type,
    lastAt: rhythm.last ?? null,
    usualGapMinutes: rhythm.seen < ENOUGH ? null : Math.round(usualGap(rhythm) / MINUTE),
    silentSince: silentSince(rhythm, settings.health, msOf(now)) ?? null,
    ...(leaseUntil === undefined ? {} : { leaseUntil }),
    ...(pull.lastRunAt === undefined
      ? {}
      : { asked: { at: pull.lastRunAt, ...(pull.lastError === undefined ? {} : { error: pull.lastError }) } }),
    ...(mappingRev === undefined ? {} : { mappingRev }),
    countedAt: countedAt ?? null,
    today: { day: today, ...NOTHING, ...days[today] },
    days: Object.entries(days)
      .map(([day, counts]) => ({ day, ...counts }))
      .sort((a, b) => (a.day < b.day ? 1 : -1)),
  }
}

export const sources: Resource<'listSources'> = {
  listSources: async ({ now }, { table, sources: declared }) => {
    const entries = Object.entries(declared)
    const states = await readSourceStates(
      table,
      entries.map(([name]) => name),
    )
    return {
      items: entries.flatMap(([name, settings], at) => {
        const state = states[at]
        return state ? [answerOf(name, settings, state, now)] : []
      }),
    }
  },
}
