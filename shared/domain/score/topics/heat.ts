import { tail } from './baseline.ts'
import type { Hour } from './hours.ts'

/** When a topic is hot: a probability below `chance` under its season, and floors under which no number is worth an alarm. */
export const RULE = { chance: 1e-4, mentions: 5, times: 2, authors: 3, cool: 1.5, coolHours: 2 } as const

/** What an hour says of a topic. */
export type Measured = { count: number; authors: number; expected: number; size: number }

/** How surprising an hour is. `score` grows with surprise and with size. */
export type Judged = Measured & { chance: number; score: number; hot: boolean }

/** The smallest probability that is told, and that a score is made from: no more is meant, and DynamoDB keeps none below 1e-130. */
export const LEAST_CHANCE = 1e-120

/** The negative binomial test of one hour, and `-log10 p * log2((x + 1) / (mu + 1))`. */
export const judge = (measured: Measured): Judged => {
  const { count, authors, expected, size } = measured
  const worth = count >= RULE.mentions && count >= RULE.times * expected
  const chance = worth ? Math.max(tail(count, expected, size), LEAST_CHANCE) : 1
  const score = -Math.log10(chance) * Math.log2((count + 1) / (expected + 1))
  return {
    ...measured,
    chance,
    score: Math.max(0, score),
    hot: worth && authors >= RULE.authors && chance < RULE.chance,
  }
}

/** Since when a topic is hot, and the last hour that kept it so. */
export type Heat = { since: Hour; last: Hour }

/**
 * What an hour makes of a topic: it opens when the test says so, and closes after two hours in a row with less than one and a half
 * times what was expected. The same hour again changes nothing.
 */
export const heatAfter = (before: Heat | undefined, hour: Hour, judged: Judged): Heat | undefined => {
  if (!before) return judged.hot ? { since: hour, last: hour } : undefined
  const warm = judged.hot || judged.count >= Math.max(1, RULE.cool * judged.expected)
  if (warm)
    return { since: Math.min(before.since, judged.hot ? hour : before.since), last: Math.max(before.last, hour) }
  return hour - before.last >= RULE.coolHours ? undefined : before
}
