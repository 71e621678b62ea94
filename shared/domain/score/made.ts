import { DAY, isoOf, monthOf } from '../time.ts'
import type { Advocacy } from './advocate.ts'
import { activeDays, type PersonFacts } from './facts.ts'
import { advocacyOf, purchasesOf } from './inputs.ts'
import type { Purchases, Spending } from './lifetime.ts'
import type { ScoreSettings } from './settings.ts'

/** What a person's scores were made of, as far as the nightly pass needs it of everybody: a few hundred bytes. */
export type Made = Advocacy & {
  /** The months of the latest year in which anything was done: how often, and what was spent. */
  year: Readonly<Record<string, readonly [done: number, money: number]>>
  /** The start of the latest day on which anything was done, in milliseconds. */
  last?: number
  /** What was bought, from the first day with an order on. `first`: that day, in milliseconds. */
  bought?: Omit<Purchases & Spending, 'watched'> & { first: number }
}

/** How long somebody has been watched changes every day by itself. */
const withoutWatched = ({ watched: _, ...bought }: NonNullable<ReturnType<typeof purchasesOf>>) => bought

/** @param at milliseconds since the epoch */
export const madeOf = (facts: PersonFacts, { economics }: ScoreSettings, at: number): Made => {
  const since = monthOf(isoOf(at - 365 * DAY))
  const recent = facts.months.filter(({ month }) => month >= since)
  const last = activeDays(facts.months).at(-1)
  const bought = purchasesOf(facts, economics.currency, at)
  const year = recent.map(({ month, days, spend }) => {
    const done = Object.values(days).reduce((sum, count) => sum + count, 0)
    return [month, [done, spend[economics.currency] ?? 0] as const] as const
  })
  return {
    ...advocacyOf(facts),
    year: Object.fromEntries(year.filter(([, [done]]) => done > 0)),
    ...(last ? { last: last.at } : {}),
    ...(bought ? { bought: withoutWatched(bought) } : {}),
  }
}
