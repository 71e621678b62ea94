import type { Condition, Rule } from '../../../../shared/domain/score/segments/rule.ts'
import { DAY, isoOf } from '../../../../shared/domain/time.ts'
import type { Deed } from './people.ts'

/**
 * What a rule says, worked out anew from the deeds themselves at every moment: no rollups, no closed forms, no memory. Sums that
 * rollups round are rounded alike.
 */
export type Somebody = {
  deeds: readonly Deed[]
  firstSeen: number
  customer: boolean
  platform: string
  level?: string
  advocate?: number
  followers?: number
}

const startOfDay = (at: number): number => Math.floor(at / DAY) * DAY

const monthNumber = (at: number): number => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth()

const monthStart = (at: number): number => Date.parse(`${isoOf(at).slice(0, 7)}-01T00:00:00.000Z`)

const rounded = (at: number, halfLife: number, times = 1, power = 1): number =>
  Math.round(1_000 * 2 ** (((at - monthStart(at)) / (halfLife * DAY)) * power) * times) / 1_000

const isIn = (at: number, now: number, { months, days }: Condition): boolean => {
  if (days !== undefined) return startOfDay(now) - startOfDay(at) < days * DAY
  return monthNumber(now) - monthNumber(at) < (months ?? 36)
}

const last = (deeds: readonly Deed[]): number | undefined =>
  deeds.length === 0 ? undefined : Math.max(...deeds.map(({ at }) => at))

const since = (at: number | undefined, now: number): number | undefined =>
  at === undefined ? undefined : (now - startOfDay(at)) / DAY

const participation = (written: readonly Deed[], now: number): number =>
  written.reduce((sum, { at }) => sum + rounded(at, 30) * 2 ** (-(now - monthStart(at)) / DAY / 30), 0)

const satisfaction = (written: readonly Deed[], now: number): number | undefined => {
  let [weight, weight2, sum] = [0, 0, 0]
  for (const { at, feeling } of written) {
    const kept = 2 ** (-(now - monthStart(at)) / DAY / 60)
    weight += rounded(at, 60) * kept
    weight2 += rounded(at, 60, 1, 2) * kept ** 2
    sum += rounded(at, 60, feeling / 10) * kept
  }
  return weight2 === 0 || weight ** 2 / weight2 < 2.99 ? undefined : sum / (weight + 5)
}

const COUNTED: Record<string, (deed: Deed) => number> = {
  activities: () => 1,
  orders: ({ kind }) => (kind === 'order' ? 1 : 0),
  spent: ({ kind, amount }) => (kind === 'order' ? amount : 0),
  mentions: ({ kind }) => (kind === 'post' || kind === 'reply' ? 1 : 0),
  replies: ({ kind }) => (kind === 'reply' ? 1 : 0),
  positive: ({ kind, feeling }) => ((kind === 'post' || kind === 'reply') && feeling > 2 ? 1 : 0),
  negative: ({ kind, feeling }) => ((kind === 'post' || kind === 'reply') && feeling < -2 ? 1 : 0),
}

const answerOf = (condition: Condition, who: Somebody, now: number): unknown => {
  const deeds = who.deeds.filter(({ at }) => at <= now)
  const written = deeds.filter(({ kind }) => kind === 'post' || kind === 'reply')
  const count = COUNTED[condition.f]
  if (count) return deeds.reduce((sum, deed) => (isIn(deed.at, now, condition) ? sum + count(deed) : sum), 0)
  const values: Record<string, () => unknown> = {
    participation: () => participation(written, now),
    satisfaction: () => satisfaction(written, now),
    daysSinceActivity: () => since(last(deeds), now),
    daysSinceOrder: () => since(last(deeds.filter(({ kind }) => kind === 'order')), now),
    daysSinceFirstSeen: () => since(who.firstSeen, now),
    customer: () => who.customer,
    platforms: () => [who.platform],
    level: () => who.level,
    advocate: () => who.advocate,
    followers: () => who.followers ?? 0,
  }
  return values[condition.f]?.()
}

/** Whether a rule holds for somebody at a moment. */
export const holds = (rule: Rule, who: Somebody, now: number): boolean => {
  if ('all' in rule) return rule.all.every((one) => holds(one, who, now))
  if ('any' in rule) return rule.any.some((one) => holds(one, who, now))
  if ('not' in rule) return !holds(rule.not, who, now)
  const { op, v } = rule
  const value = answerOf(rule, who, now)
  if (op === 'known') return (value !== undefined) === v
  if (value === undefined) return false
  if (op === 'is') return value === v
  if (op === 'in') return (v as string[]).includes(value as string)
  if (op === 'has') return (value as string[]).includes(v as string)
  const [a, b] = [value as number, v as number]
  return { '>=': a >= b, '>': a > b, '<=': a <= b, '<': a < b }[op]
}
