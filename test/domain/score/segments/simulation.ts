import { evaluateSegments, type Segment } from '../../../../shared/domain/score/segments/memberships.ts'
import type { Condition, Rule } from '../../../../shared/domain/score/segments/rule.ts'
import { DAY, HOUR } from '../../../../shared/domain/time.ts'
import { holds, type Somebody } from './brute.ts'
import { type Deed, personOf, scoresOf } from './people.ts'

/** Months of people's lives, evaluated on change and when due, against asking everybody everything every day. */

const START = Date.UTC(2026, 4, 17)

/** mulberry32: the same numbers for the same seed. */
const dice = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

const NUMERIC = ['>=', '>', '<=', '<'] as const

const CONDITIONS: readonly ((random: () => number) => Condition)[] = [
  (random) => ({ f: 'participation', op: pick(random, NUMERIC), v: Math.round(random() * 400) / 100 }),
  (random) => ({ f: 'satisfaction', op: pick(random, NUMERIC), v: Math.round(random() * 120 - 60) / 100 }),
  (random) => ({ f: 'satisfaction', op: 'known', v: random() < 0.5 }),
  (random) => ({ f: 'daysSinceActivity', op: pick(random, NUMERIC), v: Math.floor(random() * 60) }),
  (random) => ({ f: 'daysSinceOrder', op: pick(random, NUMERIC), v: Math.floor(random() * 90) }),
  (random) => ({ f: 'daysSinceFirstSeen', op: pick(random, NUMERIC), v: Math.floor(random() * 120) }),
  (random) => ({
    f: 'activities',
    op: pick(random, NUMERIC),
    v: Math.floor(random() * 6),
    days: 1 + Math.floor(random() * 40),
  }),
  (random) => ({
    f: 'orders',
    op: pick(random, NUMERIC),
    v: Math.floor(random() * 3),
    days: 1 + Math.floor(random() * 90),
  }),
  (random) => ({
    f: 'mentions',
    op: pick(random, NUMERIC),
    v: Math.floor(random() * 8),
    months: 1 + Math.floor(random() * 4),
  }),
  (random) => ({ f: 'negative', op: '>=', v: 1 + Math.floor(random() * 3), months: 1 + Math.floor(random() * 3) }),
  (random) => ({ f: 'positive', op: '>=', v: 1 + Math.floor(random() * 3) }),
  (random) => ({
    f: 'spent',
    op: pick(random, NUMERIC),
    v: Math.floor(random() * 20_000),
    months: 1 + Math.floor(random() * 4),
  }),
  (random) => ({ f: 'customer', op: 'is', v: random() < 0.5 }),
  (random) => ({ f: 'platforms', op: 'has', v: pick(random, ['github', 'discourse']) }),
  (random) => ({
    f: 'level',
    op: 'in',
    v: pick(random, [['leading'], ['contributing', 'participating'], ['exploring']]),
  }),
  (random) => ({ f: 'advocate', op: '>=', v: Math.floor(random() * 100) }),
]

const someRule = (random: () => number, depth: number): Rule => {
  const die = random()
  if (depth === 0 || die < 0.4) return pick(random, CONDITIONS)(random)
  if (die < 0.5) return { not: someRule(random, depth - 1) }
  const rules = Array.from({ length: 1 + Math.floor(random() * 3) }, () => someRule(random, depth - 1))
  return die < 0.75 ? { all: rules } : { any: rules }
}

const somebody = (random: () => number, days: number): Somebody => {
  const pace = random() ** 3 * 0.5
  const [from, mood] = [START - Math.floor(random() * 60) * DAY, random() * 16 - 8]
  const deeds: Deed[] = []
  for (let at = from; at < START + days * DAY; at += DAY) {
    // Some go away for good.
    if (random() < 0.005) break
    if (random() >= pace) continue
    deeds.push({
      at: at + Math.floor(random() * DAY),
      kind: pick(random, ['post', 'post', 'reply', 'reaction', 'order'] as const),
      feeling: Math.max(-10, Math.min(10, Math.round(mood + random() * 8 - 4))),
      amount: Math.floor(random() * 9_000),
    })
  }
  return {
    deeds,
    firstSeen: Math.min(from, ...deeds.map(({ at }) => at)),
    customer: random() < 0.3,
    platform: pick(random, ['github', 'discourse', 'reddit']),
    ...(random() < 0.8 ? { level: pick(random, ['leading', 'contributing', 'participating', 'exploring']) } : {}),
    ...(random() < 0.8 ? { advocate: Math.floor(random() * 100) } : {}),
  }
}

const subjectOf = (who: Somebody, now: number) => ({
  facts: {
    ...personOf(
      who.deeds.filter(({ at }) => at <= now),
      { customer: who.customer, platform: who.platform },
    ),
    firstSeenAt: new Date(Math.floor(who.firstSeen / DAY) * DAY).toISOString(),
  },
  scores: scoresOf(
    who.advocate === undefined ? {} : { advocate: who.advocate },
    who.level === undefined ? {} : { standing: { level: who.level as 'leading' } },
  ),
  currency: 'EUR',
})

/** What a simulation found. `checks`: comparisons with the brute force; `hourly`: what asking every hour would have taken. */
export type Simulated = {
  checks: number
  mismatches: string[]
  evaluations: number
  hourly: number
  moves: number
  /** Milliseconds spent evaluating. */
  took: number
}

type Life = { who: Somebody; segments: readonly Segment[]; days: number; random: () => number }

/** One person's months: evaluated after each deed and when due, checked once a day at some moment of it. */
const live = ({ who, segments, days, random }: Life, found: Simulated): void => {
  const members = new Set<string>()
  let due = Number.POSITIVE_INFINITY
  const look = (now: number): void => {
    const subject = subjectOf(who, now)
    const began = performance.now()
    const { entered, left, nextChangeAt } = evaluateSegments(subject, segments, members, now)
    found.took += performance.now() - began
    found.evaluations += segments.length
    found.moves += entered.length + left.length
    for (const id of entered) members.add(id)
    for (const id of left) members.delete(id)
    due = nextChangeAt ?? Number.POSITIVE_INFINITY
  }
  const deeds = who.deeds.map(({ at }) => at).filter((at) => at > START)
  const runTo = (until: number): void => {
    for (let next = Math.min(due, deeds[0] ?? Number.POSITIVE_INFINITY); next <= until; ) {
      if (deeds[0] === next) deeds.shift()
      look(next)
      next = Math.min(due, deeds[0] ?? Number.POSITIVE_INFINITY)
    }
  }
  look(START)
  for (let day = 0; day < days; day++) {
    const now = START + day * DAY + 1 + Math.floor(random() * (DAY - 1))
    runTo(now)
    for (const { id, rule } of segments) {
      found.checks += 1
      if (holds(rule, who, now) !== members.has(id) && found.mismatches.length < 20)
        found.mismatches.push(`${JSON.stringify(rule)} at ${new Date(now).toISOString()}`)
    }
  }
}

/** Simulates people's lives. */
export const simulate = ({
  seed,
  people,
  segments: many,
  days,
}: {
  seed: number
  people: number
  segments: number
  days: number
}): Simulated => {
  const random = dice(seed)
  const segments = Array.from({ length: many }, (_, at) => ({ id: `s${at}`, rev: 1, rule: someRule(random, 2) }))
  const found: Simulated = { checks: 0, mismatches: [], evaluations: 0, hourly: 0, moves: 0, took: 0 }
  for (let one = 0; one < people; one++) live({ who: somebody(random, days), segments, days, random }, found)
  found.hourly = people * many * ((days * DAY) / HOUR)
  return found
}
