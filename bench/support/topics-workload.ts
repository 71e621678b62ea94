import {
  expected,
  type Known,
  type Spread,
  sizeFor,
  sizeOf,
  spreadOf,
} from '../../shared/domain/score/topics/baseline.ts'
import { judge } from '../../shared/domain/score/topics/heat.ts'
import { type HourCounts, withHour } from '../../shared/domain/score/topics/hours.ts'

/**
 * Invented traffic to try the search for hot topics on: every topic has a level, a course over the day and the week, and comes
 * more unevenly than by chance (negative binomial); some have bursts. Everything follows from the seed.
 */

/** Seeded numbers from 0 to 1 (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Marsaglia and Tsang, 2000. */
const gamma = (shape: number, random: () => number): number => {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(random)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v
  }
}

const poisson = (mean: number, random: () => number): number => {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  let count = 0
  for (let left = Math.exp(-mean), product = random(); product > left; product *= random()) count++
  return count
}

/** A count with variance mean + mean^2 / size. */
const uneven = (mean: number, size: number, random: () => number): number =>
  poisson((mean / size) * gamma(size, random), random)

type Burst = { topic: number; start: number; factor: number }
export type Workload = { counts: number[][]; bursts: Burst[]; from: number; hours: number }

/** Hours that a burst lasts. */
const BURST_HOURS = 6
const SIZE = 5

/**
 * @param topics with 0.2 to 40 mentions an hour on average, evenly on a logarithmic scale
 * @param days half of them to learn from, bursts in the other half
 * @param bursts of 3 to 10 times what is usual, in random topics
 */
export const workload = (seed: number, { topics = 400, days = 28, bursts = 270 } = {}): Workload => {
  const random = randomOf(seed)
  const hours = days * 24
  const from = hours / 2
  const made: Burst[] = Array.from({ length: bursts }, () => ({
    topic: Math.floor(random() * topics),
    start: from + Math.floor(random() * (hours - from - BURST_HOURS)),
    factor: 3 + 7 * random(),
  }))
  const counts = Array.from({ length: topics }, (_, topic) => {
    const [level, phase, depth] = [0.2 * 200 ** random(), random() * 24, 0.3 + 0.5 * random()]
    const mine = made.filter((burst) => burst.topic === topic)
    return Array.from({ length: hours }, (_, hour) => {
      const day = 1 + depth * Math.sin((2 * Math.PI * (hour - phase)) / 24)
      const week = Math.floor(hour / 24) % 7 >= 5 ? 0.7 : 1.1
      const burst = mine.find(({ start }) => hour >= start && hour < start + BURST_HOURS)
      return uneven(level * day * week * (burst?.factor ?? 1), SIZE, random)
    })
  })
  return { counts, bursts: made, from, hours }
}

/** Says of every hour of every topic whether it is hot: `[hour][topic]`. */
export type Detector = (work: Workload) => boolean[][]

/** The detector of Earshot, hour by hour, as `score-topics` does it; authors are not simulated. */
export const negativeBinomial: Detector = ({ counts, hours }) => {
  const histories: HourCounts[] = counts.map(() => new Map())
  const known: Known = { since: 0, floors: new Map() }
  const spreads: Spread[] = []
  return Array.from({ length: hours }, (_, hour) => {
    const size = sizeOf(spreads.slice(-168))
    const sum: Spread = { square: 0, over: 0 }
    const flags = counts.map((topic, at) => {
      const count = topic[hour] ?? 0
      const history = histories[at] ?? new Map()
      const mu = expected(history, hour, known)
      const judged = judge({ count, authors: count, expected: mu, size: sizeFor(mu, size, hour, known) })
      histories[at] = withHour(history, hour, count)
      if (!judged.hot) {
        const { square, over } = spreadOf(count, mu)
        sum.square += square
        sum.over += over
      }
      return judged.hot
    })
    spreads.push(sum)
    return flags
  })
}

export type Outcome = { falsePerThousandTopicDays: number; recall: number; delay: number }

/** Flagged hours outside of bursts and the two hours after them; bursts that were seen; hours from a burst's first to the first flagged. */
export const outcomeOf = (work: Workload, detector: Detector): Outcome => {
  const flags = detector(work)
  const { bursts, counts, from, hours } = work
  let wrong = 0
  for (let hour = from; hour < hours; hour++)
    for (let topic = 0; topic < counts.length; topic++)
      if (
        flags[hour]?.[topic] &&
        !bursts.some((one) => one.topic === topic && hour >= one.start && hour < one.start + BURST_HOURS + 2)
      )
        wrong++
  const delays = bursts.flatMap(({ topic, start }) => {
    const first = Array.from({ length: BURST_HOURS }, (_, at) => at).find((at) => flags[start + at]?.[topic])
    return first === undefined ? [] : [first]
  })
  return {
    falsePerThousandTopicDays: (wrong * 1_000) / ((counts.length * (hours - from)) / 24),
    recall: delays.length / bursts.length,
    delay: delays.reduce((sum, one) => sum + one, 0) / Math.max(1, delays.length),
  }
}
