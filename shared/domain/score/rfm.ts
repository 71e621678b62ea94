import type { Explained } from './explained.ts'

/** A customer as RFM sees it. */
export type Custom = {
  /** Whole days since the last thing done. */
  recency: number
  /** Things done in 365 days. */
  frequency: number
  /** Spent in 365 days, or weights of what was done where nothing is sold. */
  money: number
}

/** Where quintiles begin, from the second to the fifth; four numbers that do not fall. */
export type Cuts = readonly [number, number, number, number]
/** The quintiles of all customers. */
export type Quintiles = { recency: Cuts; frequency: Cuts; money: Cuts }

/** The quintiles of a list of numbers. @returns zeros when there are none */
export const cutsOf = (values: readonly number[]): Cuts => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return [at(0.2), at(0.4), at(0.6), at(0.8)]
}

/** The quintiles of customers; of money, of those who have spent any: often most of a community have not. */
export const quintilesOf = (customs: readonly Custom[]): Quintiles => ({
  recency: cutsOf(customs.map(({ recency }) => recency)),
  frequency: cutsOf(customs.map(({ frequency }) => frequency)),
  money: cutsOf(customs.flatMap(({ money }) => (money > 0 ? [money] : []))),
})

/** 1 to 5: how many of the cuts a value has reached, and one. */
const fifth = (value: number, cuts: Cuts): number => 1 + cuts.filter((cut) => value >= cut).length

/** For recency the fewer days the better: 5 for the fifth of people who were here last. */
const fifthFromBelow = (value: number, cuts: Cuts): number => 5 - cuts.filter((cut) => value > cut).length

/**
 * Recency, frequency and money, each 1 to 5 by quintile (Hughes, "Strategic Database Marketing", 1994). The value is the
 * usual code of three digits: 555 is the best customer. Who has spent nothing has 1 for money.
 */
export const rfm = ({ recency, frequency, money }: Custom, cuts: Quintiles): Explained => {
  const [r, f] = [fifthFromBelow(recency, cuts.recency), fifth(frequency, cuts.frequency)]
  const m = money > 0 ? fifth(money, cuts.money) : 1
  return {
    value: r * 100 + f * 10 + m,
    lines: [
      { what: 'days since the last activity', input: recency, gives: r },
      { what: 'activities in a year', input: frequency, gives: f },
      { what: 'spent in a year', input: money, gives: m },
    ],
  }
}
