import { type Interval, newcombe, type Share } from './intervals.ts'

/** The standard normal distribution's 97.5 % and 80 % points: an error of 5 % (two-sided), and a power of 80 %. */
const Z_ALPHA = 1.959964
const Z_BETA = 0.841621
/** What the needed number of people is reckoned with. */
export const ERROR = 0.05
export const POWER = 0.8

/** So many people in each arm. */
export type Needed = { treated: number; holdout: number }

/**
 * How many people a comparison of two shares needs: n_c = (z_a + z_b)² (p_c q_c + p_t q_t / k) / d², n_t = k n_c (design,
 * data.md §7; the usual formula for two proportions without pooling).
 * @param from the share without the email; `to`: the share with it that is to be told apart; `ratio`: k, people with it for each one without
 */
export const peopleNeeded = ({ from, to, ratio }: { from: number; to: number; ratio: number }): Needed => {
  const spread = from * (1 - from) + (to * (1 - to)) / ratio
  const holdout = ((Z_ALPHA + Z_BETA) ** 2 * spread) / (to - from) ** 2
  return { treated: Math.ceil(holdout * ratio), holdout: Math.ceil(holdout) }
}

/** What a comparison rests on. */
export type LiftInput = {
  treated: Share
  holdout: Share
  /** The share of people who are left without, above 0. */
  share: number
  /** The smallest effect worth telling, as a part of the share without the email: .25 tells 20 % from 25 %. */
  detect: number
}

/** A comparison: a lift with its 95 % interval, or how many people it takes. `baseline`: the share that this is reckoned from. */
export type Lift = { needed: Needed; baseline: number } & (
  | { enough: false }
  | {
      enough: true
      difference: number
      interval: Interval
      /** People more than there would have been without the emails, of all who were treated. */
      extra: number
      extraInterval: Interval
      /** The whole interval is above 0. */
      proven: boolean
    }
)

/**
 * Compares the arms as they were assigned. Nothing is told before there are enough people, or whoever looks every day would see an
 * effect where there is none. The baseline is the holdout's share with one hit and one miss added, so that few people are
 * not taken for certainty.
 */
export const liftOf = ({ treated, holdout, share, detect }: LiftInput): Lift => {
  const baseline = (holdout.hits + 1) / (holdout.of + 2)
  const to = Math.min(baseline * (1 + detect), (1 + baseline) / 2)
  const needed = peopleNeeded({ from: baseline, to, ratio: (1 - share) / share })
  if (holdout.of < needed.holdout || treated.of < needed.treated) return { needed, baseline, enough: false }
  const { difference, interval } = newcombe(treated, holdout)
  const extraInterval = [treated.of * interval[0], treated.of * interval[1]] as const
  const extra = treated.of * difference
  return { needed, baseline, enough: true, difference, interval, extra, extraInterval, proven: interval[0] > 0 }
}

/** A sum over people, with the sum of squares that its spread follows from. */
export type Sums = { sum: number; squares: number; of: number }

const meanOf = ({ sum, of }: Sums): number => (of > 0 ? sum / of : 0)
const varianceOfMean = ({ sum, squares, of }: Sums): number =>
  of > 1 ? Math.max(0, squares - sum ** 2 / of) / (of - 1) / of : 0

/**
 * The difference of two means with a 95 % interval by their own variances (Welch, Biometrika 1947, with the normal distribution's
 * quantile: it is asked for large numbers only).
 */
export const meanDifference = (
  one: Sums,
  other: Sums,
): { means: readonly [number, number]; difference: number; interval: Interval } => {
  const means = [meanOf(one), meanOf(other)] as const
  const difference = means[0] - means[1]
  const margin = Z_ALPHA * Math.sqrt(varianceOfMean(one) + varianceOfMean(other))
  return { means, difference, interval: [difference - margin, difference + margin] }
}
