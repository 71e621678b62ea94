import { DAY, isoOf, monthOf, monthStart } from '../time.ts'
import type { Advocacy } from './advocate.ts'
import { activeDays, type MonthFacts, orderDays, type PersonFacts, sumOf } from './facts.ts'
import type { Purchases, Spending } from './lifetime.ts'
import type { MonthOfMentions } from './participation.ts'
import type { Custom } from './rfm.ts'
import { FEELING_HALF_LIFE, type Feelings } from './satisfaction.ts'
import type { ScoreSettings } from './settings.ts'

/** What somebody is when they are not one of the community. */
export type OutsideRole = 'brand' | 'staff' | 'bot'
/** See {@link OutsideRole}; who is several of them is the first. */
export const OUTSIDE = ['brand', 'staff', 'bot'] as const

/** Whether a person is the brand's own, staff or a bot: by what platforms say, or by the settings. */
export const outsideRole = (
  facts: PersonFacts,
  { accounts }: Pick<ScoreSettings, 'accounts'>,
): OutsideRole | undefined =>
  OUTSIDE.find((role) => facts.identities.some((one) => one.role === role || accounts[role].includes(one.iid)))

/** The most followers on each platform, added up. */
export const followersOf = ({ identities }: Pick<PersonFacts, 'identities'>): number => {
  const most = new Map<string, number>()
  for (const { platform, followers = 0 } of identities) most.set(platform, Math.max(most.get(platform) ?? 0, followers))
  return [...most.values()].reduce((sum, count) => sum + count, 0)
}

/** Months with the weights of all that was done, times 100: what love is summed from. */
export const weighed = (months: readonly MonthFacts[], weights: ScoreSettings['weights']): MonthOfMentions[] =>
  months.map(({ month, n = 0, replies = 0, accepted = 0, reactions = 0, orders = 0 }) => ({
    month,
    w: Math.round(
      100 *
        (weights.mention * n +
          weights.reply * replies +
          weights.accepted * accepted +
          weights.reaction * reactions +
          weights.order * orders),
    ),
  }))

/** What was felt, with the weights that it has at a moment. */
export const feelingsAt = (months: readonly MonthFacts[], at: number): Feelings => {
  const sum = { weight: 0, weight2: 0, sum: 0, sum2: 0 }
  for (const { month, fv = 0, fv2 = 0, fs = 0, fs2 = 0 } of months) {
    const kept = 2 ** (-(at - monthStart(month)) / DAY / FEELING_HALF_LIFE)
    sum.weight += (fv / 1_000) * kept
    sum.weight2 += (fv2 / 1_000) * kept * kept
    sum.sum += (fs / 1_000) * kept
    sum.sum2 += (fs2 / 1_000) * kept
  }
  return sum
}

/** What there is to say of somebody as an advocate. */
export const advocacyOf = (facts: PersonFacts): Advocacy => ({
  favourable: sumOf(facts.months, 'favourable'),
  mentions: sumOf(facts.months, 'n'),
  accepted: sumOf(facts.months, 'accepted'),
  answers: sumOf(facts.months, 'replies'),
  followers: followersOf(facts),
})

const spentIn = (months: readonly MonthFacts[], currency: string, since = ''): number =>
  months.reduce((sum, { month, spend }) => (month >= since ? sum + (spend[currency] ?? 0) : sum), 0)

const YEAR = 365 * DAY

/**
 * Recency, frequency and money of the latest 365 days. Frequency and money are summed by whole months, those that begin within the
 * year, so that the night finds the same in what it keeps of everybody (`customAt`).
 * @returns undefined for who has done nothing within a year
 */
export const customOf = ({ months }: Pick<PersonFacts, 'months'>, currency: string, at: number): Custom | undefined => {
  const days = activeDays(months).filter((day) => day.at <= at && day.at > at - YEAR)
  const last = days.at(-1)
  if (!last) return undefined
  const since = monthOf(isoOf(at - YEAR + 31 * DAY))
  return {
    recency: Math.floor((at - last.at) / DAY),
    frequency: days.reduce((sum, day) => (day.at >= monthStart(since) ? sum + day.count : sum), 0),
    money: spentIn(months, currency, since),
  }
}

/** What somebody has bought: one purchase per day with orders, times in days since the first. `first`: that day, in milliseconds. @returns undefined for no buyer */
export const purchasesOf = (
  { months }: Pick<PersonFacts, 'months'>,
  currency: string,
  at: number,
): (Purchases & Spending & { first: number }) | undefined => {
  const days = orderDays(months)
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return undefined
  return {
    first: first.at,
    repeats: days.length - 1,
    last: (last.at - first.at) / DAY,
    watched: Math.max(0, (at - first.at) / DAY),
    orders: days.length,
    mean: spentIn(months, currency) / days.length,
  }
}

/** Replies received and the PageRank of all accounts together. */
export const placeInNetwork = ({ identities }: Pick<PersonFacts, 'identities'>): { replies: number; rank: number } => ({
  replies: identities.reduce((sum, { place }) => sum + (place?.replies ?? 0), 0),
  rank: Math.min(
    1,
    identities.reduce((sum, { place }) => sum + (place?.rank ?? 0), 0),
  ),
})
