import { type Hour, type HourCounts, REMEMBERED } from './hours.ts'

const DAY = 24
const DAYS = REMEMBERED / DAY
const WEEK = 7 * DAY
/** The weight of the week's mean, in days. */
const PRIOR_DAYS = 4
/** What a week without a single mention stands for: less than one could have been seen. */
const HALF_A_MENTION = 0.5

/** What is known of the past besides a topic's own counts. */
export type Known = {
  /** The first hour that was counted at all. */
  since: Hour
  /** Hours of which only topics with more than so many mentions were kept: what is missing there may have had as many. */
  floors: HourCounts
}

const countAt = (counts: HourCounts, hour: Hour, { floors }: Known): number => counts.get(hour) ?? floors.get(hour) ?? 0

/** An hour of a day long ago with half the weight of its neighbours: the course of a day has no steps, and noise is halved. */
const smoothed = (counts: HourCounts, hour: Hour, known: Known): number =>
  (countAt(counts, Math.max(known.since, hour - 1), known) +
    2 * countAt(counts, hour, known) +
    countAt(counts, hour + 1, known)) /
  4
/** The variance of such a mean, in that of one hour: (1 + 4 + 1) / 16. */
const SMOOTHED_VARIANCE = 0.375

/**
 * How many mentions of a topic an hour should have: the mean over the same time of day of the last fourteen days, shrunk towards
 * the mean of the last week with the weight of four days, `(sum x(h - 24 d) + 4 m) / (D + 4)`. Of a shorter past, what there is.
 */
export const expected = (counts: HourCounts, hour: Hour, known: Known): number => {
  const past = Math.max(0, hour - known.since)
  const hours = Math.min(WEEK, past)
  const days = Math.min(DAYS, Math.floor(past / DAY))
  let [week, season] = [HALF_A_MENTION, 0]
  for (let back = 1; back <= hours; back++) week += countAt(counts, hour - back, known)
  for (let day = 1; day <= days; day++) season += smoothed(counts, hour - day * DAY, known)
  return (season + PRIOR_DAYS * (week / Math.max(1, hours))) / (days + PRIOR_DAYS)
}

/** Of how many hours the expectation is as good as the plain mean: its variance is the topic's, divided by this. */
const worthHours = (hour: Hour, { since }: Known): number => {
  const past = Math.max(1, hour - since)
  const days = Math.min(DAYS, Math.floor(past / DAY))
  return (days + PRIOR_DAYS) ** 2 / (SMOOTHED_VARIANCE * days + PRIOR_DAYS ** 2 / Math.min(WEEK, past))
}

/**
 * The size to test with: what a rare topic should have is itself known from few mentions only, as a gamma distribution of shape
 * `1/2 + n mu`, so that `1/r' = 1/r + 1/(1/2 + n mu)`.
 */
export const sizeFor = (mu: number, size: number, hour: Hour, known: Known): number =>
  1 / (1 / size + 1 / (0.5 + worthHours(hour, known) * mu))

/** What an hour says of how unevenly mentions come: sums over its topics, to be added up over hours. */
export type Spread = { square: number; over: number }

const [LEAST_R, MOST_R] = [1, 50]
/** Taken while too little is known: uneven, so that nothing is hot too soon. */
const UNKNOWN_R = 2
/** Squared expectations below which too little is known. */
const ENOUGH = 200

/** The part of one topic in its hour's {@link Spread}. */
export const spreadOf = (count: number, mu: number): Spread => ({ square: mu * mu, over: (count - mu) ** 2 - mu })

/**
 * The size r of the negative binomial distribution, variance mu + mu^2 / r, by moments over all topics together:
 * `sum mu^2 / sum((x - mu)^2 - mu)`, within 1 and 50.
 */
export const sizeOf = (spreads: readonly Spread[]): number => {
  const square = spreads.reduce((sum, one) => sum + one.square, 0)
  const over = spreads.reduce((sum, one) => sum + one.over, 0)
  if (square < ENOUGH) return UNKNOWN_R
  return over <= 0 ? MOST_R : Math.min(MOST_R, Math.max(LEAST_R, square / over))
}

/**
 * The probability that a negative binomial count with mean mu and size r is x or more. Summed upwards from x, so that
 * the smallest ones keep their digits.
 */
export const tail = (x: number, mu: number, r: number): number => {
  if (x <= 0) return 1
  const step = mu / (mu + r)
  let log = r * Math.log(r / (r + mu))
  for (let k = 0; k < x; k++) log += Math.log(((k + r) / (k + 1)) * step)
  let [term, sum] = [Math.exp(log), 0]
  for (let k = x; term > sum * 1e-12 || k < mu; k++) {
    sum += term
    term *= ((k + r) / (k + 1)) * step
  }
  return Math.min(1, sum)
}
