import type { Recipe } from '../nudge/recipe.ts'
import { HOUR, type Iso, isoOf, msOf } from '../time.ts'

/** What a recipe may hope for. */
type GoalEvent = Recipe['goal']['event']
/** What people can do with and without the email: only these compare the two arms. Nobody can click an email they never got. */
export const COMPARED_EVENTS = ['mention.created', 'order.placed', 'thread.solved'] as const
type ComparedEvent = (typeof COMPARED_EVENTS)[number]

/**
 * What is looked for after somebody has been given an arm, as the recipe said at that moment: a later edit changes nothing of it.
 * `from` is the moment of the arm, which both arms have, and not that of the sending, which only one of them has.
 */
export type Goal = {
  /** Exclusive. */
  from: Iso
  /** Inclusive. */
  until: Iso
  events: readonly GoalEvent[]
  /** The share of people that was left without. */
  share: number
}

/** @param share see `shareOf` in arm.ts */
export const goalOf = ({ goal }: Pick<Recipe, 'goal'>, share: number, now: Iso): Goal => ({
  from: now,
  until: isoOf(msOf(now) + goal.within),
  events: [...new Set([goal.event, ...(goal.or ?? [])])].sort(),
  share,
})

/**
 * Which comparison a person counts in: people whose goal, time or share were others are not put together, because those who
 * came under one share are not like those who came under another.
 */
export const experimentOf = ({ from, until, events, share }: Goal): string =>
  `${[...events].sort().join('+')}|${msOf(until) - msOf(from)}|${share}`

/** Deliveries may be late, and indexes a moment behind; ms. */
const SETTLE_AFTER = HOUR

/** When a goal is looked for: once, this long after its time. What is heard of later does not count. */
export const settlesAt = ({ until }: Pick<Goal, 'until'>): Iso => isoOf(msOf(until) + SETTLE_AFTER)

/** Something that the person did. Amounts are in the currency's smallest unit. */
export type Done = { kind: string; at: Iso; order?: { amount: number; currency: string } | undefined }

/** What became of one person within the time. */
export type GoalOutcome = {
  sent: boolean
  /** By a person, as far as can be told (clicks.ts). */
  clicked: boolean
  /** One of the goal's events that both arms can reach. */
  reached: boolean
  events: ComparedEvent[]
  orders: number
  /** By currency, in its smallest unit. */
  revenue: Record<string, number>
}

const MENTIONS = new Set(['post', 'reply'])

/**
 * What became of one person: pure, so that looking twice comes to the same.
 * @param found what the person did (without what called for the email), when the thread was solved, and what is known of the email
 */
export const outcomeOf = (
  goal: Goal,
  {
    done,
    solvedAt,
    sentAt,
    clickedAt,
  }: { done: readonly Done[]; solvedAt?: Iso | undefined; sentAt?: Iso | undefined; clickedAt?: Iso | undefined },
): GoalOutcome => {
  const inTime = (at: Iso | undefined): boolean => at !== undefined && at > goal.from && at <= goal.until
  const counted = done.filter(({ at }) => inTime(at))
  const orders = counted.filter(({ kind }) => kind === 'order')
  const happened: Record<ComparedEvent, boolean> = {
    'mention.created': counted.some(({ kind }) => MENTIONS.has(kind)),
    'order.placed': orders.length > 0,
    'thread.solved': inTime(solvedAt),
  }
  const revenue = new Map<string, number>()
  for (const { order } of orders)
    if (order) revenue.set(order.currency, (revenue.get(order.currency) ?? 0) + order.amount)
  const events = COMPARED_EVENTS.filter((event) => happened[event])
  return {
    sent: sentAt !== undefined,
    clicked: inTime(clickedAt),
    reached: events.some((event) => goal.events.includes(event)),
    events,
    orders: orders.length,
    revenue: Object.fromEntries(revenue),
  }
}

/** The arm of an identity as it was given: by which decision and when. */
export type GivenArm = { arm: 'treated' | 'holdout'; decision: string; at: Iso }

/**
 * Why somebody does not count. `mixed`: a link has joined people of both arms. `joined`: a link has joined two people of one
 * arm, and the other one, who came first, stands for both.
 * @param arms the arms of all identities of the person, as they are now
 */
export const leftOut = (decision: string, arms: readonly GivenArm[]): 'mixed' | 'joined' | undefined => {
  if (new Set(arms.map(({ arm }) => arm)).size > 1) return 'mixed'
  const [first] = arms.toSorted((a, b) => (`${a.at} ${a.decision}` < `${b.at} ${b.decision}` ? -1 : 1))
  return first && first.decision !== decision ? 'joined' : undefined
}
