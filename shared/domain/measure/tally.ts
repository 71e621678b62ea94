import type { GoalOutcome } from './goals.ts'

/**
 * The numbers of one arm, all of them sums over people. `assigned`: who was given the arm; `counted`: whose time is over and who
 * counts; `mixed`, `joined`: who was left out, and why; all others are of the counted.
 */
export const TALLY_COUNTS = [
  'assigned',
  'counted',
  'mixed',
  'joined',
  'sent',
  'clicked',
  'reached',
  'participated',
  'ordered',
  'solved',
  'orders',
] as const
export type TallyCount = (typeof TALLY_COUNTS)[number]

/** What is added for people: counts, and by currency the revenue with its squares (`revenue_EUR`, `squares_EUR`). */
export type Additions = Partial<Record<TallyCount, number>> & {
  [money: `revenue_${string}` | `squares_${string}`]: number
}

/** What one person adds when their time is over. Zeros are left out. */
export const additionsOf = ({ sent, clicked, reached, events, orders, revenue }: GoalOutcome): Additions => {
  const counts = {
    counted: 1,
    sent: Number(sent),
    clicked: Number(clicked),
    reached: Number(reached),
    participated: Number(events.includes('mention.created')),
    ordered: Number(events.includes('order.placed')),
    solved: Number(events.includes('thread.solved')),
    orders,
  }
  const money = Object.entries(revenue).flatMap(([currency, amount]): [string, number][] => [
    [`revenue_${currency}`, amount],
    [`squares_${currency}`, amount ** 2],
  ])
  return Object.fromEntries([...Object.entries(counts), ...money].filter(([, value]) => value !== 0))
}

/** One arm's numbers, put together. */
export type Tally = Record<TallyCount, number> & {
  revenue: Record<string, { sum: number; squares: number }>
  /** When the first of them was given the arm. */
  since?: string
}

const noTally = (): Tally => ({
  ...(Object.fromEntries(TALLY_COUNTS.map((name) => [name, 0])) as Record<TallyCount, number>),
  revenue: {},
})

/** Puts the parts of one arm together, in any order. */
export const sumTallies = (parts: readonly Record<string, unknown>[]): Tally => {
  const tally = noTally()
  for (const part of parts) {
    for (const name of TALLY_COUNTS) tally[name] += Number(part[name] ?? 0)
    for (const [name, value] of Object.entries(part)) {
      const [, what, currency] = /^(revenue|squares)_([A-Z]{3})$/.exec(name) ?? []
      if (!currency) continue
      const money = tally.revenue[currency] ?? { sum: 0, squares: 0 }
      money[what === 'revenue' ? 'sum' : 'squares'] += Number(value)
      tally.revenue[currency] = money
    }
    const since = part.since
    if (typeof since === 'string' && (tally.since === undefined || since < tally.since)) tally.since = since
  }
  return tally
}
