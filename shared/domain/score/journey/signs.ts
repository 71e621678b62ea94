import { DAY, isoOf, monthOf, monthStart, msOf } from '../../time.ts'
import { advocate, type Prior } from '../advocate.ts'
import { activeDays, type CountField, type MonthFacts, orderDays, type PersonFacts } from '../facts.ts'
import { followersOf } from '../inputs.ts'
import type { ScoreSettings } from '../settings.ts'

/** Something known of a person that speaks for a stage while `from <= t < until`. Both are starts of days, in milliseconds. */
export type Sign = {
  from: number
  until: number
  /** How many of it; never 0. */
  count: number
  /** When what it tells of happened, which may be before it speaks for the stage. */
  about: number
}

/** A month in which something was done. */
type Month = MonthFacts & {
  /** The first day on which something was done: what is counted by the month counts from then on. */
  from: number
  /** The start of the next month. */
  end: number
  /** How much of an advocate, 0 to 100, by all that was done until the end of the month. */
  advocate: number
  /** The love (see `level.ts`) that everything until the end of the month comes to. */
  love: number
}

/** What the stages of a journey are found by. Times are starts of days, in milliseconds since the epoch. */
export type Known = {
  first: number
  /** Days on which something was done, and on which something was ordered, the earliest first. */
  active: readonly number[]
  orders: readonly number[]
  months: readonly Month[]
  /** When the person became a customer: the first order, or the account that a CRM knows. Infinity: not yet. */
  settled: number
  settings: ScoreSettings['journey']
  levels: ScoreSettings['levels']
}

/** What love keeps of itself from one month to the next (see `level.ts`). */
const KEPT_PER_MONTH = 0.9
/** Never. */
export const EVER = Number.POSITIVE_INFINITY

/** The start of the day of a moment. */
const dayOf = (at: number): number => Math.floor(at / DAY) * DAY

/** The start of the month after `2026-11`. */
const endOf = (month: string): number => monthStart(monthOf(isoOf(monthStart(month) + 31 * DAY)))

const monthsBetween = (from: string, to: string): number => {
  const [a, b] = [new Date(monthStart(from)), new Date(monthStart(to))]
  return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth()
}

type Priors = { favour?: Prior; help?: Prior }

/** Months with what all months up to each of them come to. */
const monthsOf = (facts: PersonFacts, { weights }: ScoreSettings, priors: Priors): Month[] => {
  const sums = { favourable: 0, mentions: 0, accepted: 0, answers: 0, followers: followersOf(facts) }
  let [love, before] = [0, '']
  return facts.months.flatMap((month) => {
    const of = (field: CountField): number => month[field] ?? 0
    sums.favourable += of('favourable')
    sums.mentions += of('n')
    sums.accepted += of('accepted')
    sums.answers += of('replies')
    love = before === '' ? 0 : love * KEPT_PER_MONTH ** monthsBetween(before, month.month)
    love += weights.mention * of('n') + weights.reply * of('replies') + weights.accepted * of('accepted')
    love += weights.reaction * of('reactions') + weights.order * of('orders')
    before = month.month
    const from = activeDays([month])[0]?.at ?? monthStart(month.month)
    return [{ ...month, from, end: endOf(month.month), advocate: advocate(sums, priors).value, love }]
  })
}

const customerSince = ({ identities }: PersonFacts): number =>
  Math.min(...identities.filter(({ known }) => known).map(({ firstSeenAt }) => dayOf(msOf(firstSeenAt))))

/** What is known of a person, put so that the stages' evidence can be read off. */
export const knownOf = (facts: PersonFacts, settings: ScoreSettings, priors: Priors): Known => {
  const active = activeDays(facts.months).map(({ at }) => at)
  const orders = orderDays(facts.months).map(({ at }) => at)
  return {
    first: Math.min(dayOf(msOf(facts.firstSeenAt)), active[0] ?? EVER),
    active,
    orders,
    months: monthsOf(facts, settings, priors),
    settled: orders[0] ?? customerSince(facts),
    settings: settings.journey,
    levels: settings.levels,
  }
}

/** Signs cut off so that they hold within `[since, until)` only; without those of which nothing is left. */
export const within = (signs: readonly Sign[], since: number, until = EVER): Sign[] =>
  signs
    .map((sign) => ({ ...sign, from: Math.max(sign.from, since), until: Math.min(sign.until, until) }))
    .filter((sign) => sign.from < sign.until)

/** A sign that holds for so many days from a day on. */
export const lasting = (from: number, days: number): Sign => ({ from, until: from + days * DAY, count: 1, about: from })

/**
 * What was counted of something in each month: from the month's first day on which anything was done until `days` after its
 * end.
 */
export const counted = ({ months }: Pick<Known, 'months'>, field: CountField, days: number): Sign[] =>
  months.flatMap(({ from, end, [field]: count = 0 }) =>
    count > 0 ? [{ from, until: end + days * DAY, count, about: from }] : [],
  )

/** A stretch of time in which the signs come to the same. */
export type Stretch = { from: number; until: number; sum: number }

/** Stretches of time between beginnings and ends of signs, with what they come to; where there are none, no stretch. */
export const stretchesOf = (signs: readonly Sign[]): Stretch[] => {
  const steps = new Map<number, number>()
  for (const { from, until, count } of signs) {
    steps.set(from, (steps.get(from) ?? 0) + count)
    steps.set(until, (steps.get(until) ?? 0) - count)
  }
  const edges = [...steps].sort(([a], [b]) => a - b)
  let sum = 0
  return edges.flatMap(([from, by], at) => {
    sum += by
    const next = edges[at + 1]
    return next && sum > 0 ? [{ from, until: next[0], sum }] : []
  })
}
