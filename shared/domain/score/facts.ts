import type { Author } from '../listen/activity.ts'
import { DAY, type Iso, monthStart } from '../time.ts'

/** What a month's rollup counts, one by one: the integers of docs/data-model.md. */
const COUNTED = [
  ...(['n', 'w', 'wf', 'pos', 'neg', 'questions', 'replies', 'favourable', 'fv', 'fv2', 'fs', 'fs2'] as const),
  ...(['reactions', 'accepted', 'orders'] as const),
] as const
/** The name of one of them. */
export type CountField = (typeof COUNTED)[number]

/** What was done in a month. What is left out is 0. */
export type MonthFacts = { [F in CountField]?: number } & {
  /** `2026-11`, in UTC. */
  month: string
  /** Spent, by currency, in its smallest unit. */
  spend: Readonly<Record<string, number>>
  /** How often something was done, by day of the month. */
  days: Readonly<Record<number, number>>
  /** How many orders were made, by day of the month. */
  orderDays: Readonly<Record<number, number>>
}

/** Where an account stands among those who reply to each other: worked out every night. */
export type NetworkPlace = {
  /** Replies received, at most 5 counted from any one person. */
  replies: number
  /** PageRank divided by the greatest one: 0 to 1. */
  rank: number
}

/** What is known of one account or address. */
export type IdentityFacts = {
  /** `github:12345`, or `email:` and a hash. */
  iid: string
  platform: string
  /** It has ordered, or is in the CRM. */
  known: boolean
  /** The platform says that it is gone. */
  gone: boolean
  /** The start of a day. */
  firstSeenAt: Iso
  handle?: string
  name?: string
  role?: NonNullable<Author['role']>
  followers?: number
  language?: string
  timeZone?: string
  place?: NetworkPlace
  /** 36 months at most, the earliest first. */
  months: readonly MonthFacts[]
}

/** All that scores and segments look at: a person's accounts and what they did, month by month. */
export type PersonFacts = {
  personId: string
  /** The person's version: which accounts are one. */
  ver: number
  identities: readonly IdentityFacts[]
  /** All accounts together, the earliest month first. */
  months: readonly MonthFacts[]
  /** Is a known customer with any account. */
  customer: boolean
  firstSeenAt: Iso
}

const added = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> => {
  const sum: Record<string, number> = { ...one }
  for (const [key, value] of Object.entries(other)) sum[key] = (sum[key] ?? 0) + value
  return sum
}

const twoMonths = (one: MonthFacts, other: MonthFacts): MonthFacts => {
  const counts = COUNTED.map((field) => [field, (one[field] ?? 0) + (other[field] ?? 0)] as const)
  return {
    ...Object.fromEntries(counts.filter(([, count]) => count !== 0)),
    month: one.month,
    spend: added(one.spend, other.spend),
    days: added(one.days, other.days),
    orderDays: added(one.orderDays, other.orderDays),
  }
}

/** The months of several accounts as those of one person, the earliest first. */
export const monthsTogether = (lists: readonly (readonly MonthFacts[])[]): MonthFacts[] => {
  const months = new Map<string, MonthFacts>()
  for (const one of lists.flat()) {
    const before = months.get(one.month)
    months.set(one.month, before ? twoMonths(before, one) : one)
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1))
}

const AMOUNT = /^spend_(.+)$/
const DAY_OF_MONTH = /^(d|o)(\d\d)$/

/**
 * A stored rollup as facts.
 * @param counts its integers by name; other attributes are passed over
 */
export const monthFactsOf = (month: string, counts: Readonly<Record<string, unknown>>): MonthFacts => {
  const facts: Record<string, number> = {}
  const spend: Record<string, number> = {}
  const days = { d: {} as Record<number, number>, o: {} as Record<number, number> }
  for (const [name, value] of Object.entries(counts)) {
    if (typeof value !== 'number' || value === 0) continue
    const [, currency] = AMOUNT.exec(name) ?? []
    const [, what, day] = DAY_OF_MONTH.exec(name) ?? []
    if (currency !== undefined) spend[currency] = value
    else if (what !== undefined) days[what as 'd' | 'o'][Number(day)] = value
    else if ((COUNTED as readonly string[]).includes(name)) facts[name] = value
  }
  return { ...facts, month, spend, days: days.d, orderDays: days.o }
}

/** The sum of one count over all months, or over those from `since` (`2026-01`) on. */
export const sumOf = (months: readonly MonthFacts[], field: CountField, since = ''): number =>
  months.reduce((sum, one) => (one.month >= since ? sum + (one[field] ?? 0) : sum), 0)

/** The starts of the days (milliseconds since the epoch, UTC) on which something was done, and how often; the earliest first. */
const daysOf = (months: readonly MonthFacts[], which: 'days' | 'orderDays'): { at: number; count: number }[] =>
  months.flatMap(({ month, [which]: days }) =>
    Object.entries(days)
      .map(([day, count]) => ({ at: monthStart(month) + (Number(day) - 1) * DAY, count }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => a.at - b.at),
  )

/** The days on which a person did anything: mentions, reactions, orders. */
export const activeDays = (months: readonly MonthFacts[]): { at: number; count: number }[] => daysOf(months, 'days')

/** The days on which a person ordered. */
export const orderDays = (months: readonly MonthFacts[]): { at: number; count: number }[] => daysOf(months, 'orderDays')
