import { type Explained, short } from './explained.ts'

/**
 * What a person's mentions say together of how content the person is. Every mention gives `s`, its positive minus its
 * negative share (-1 to 1), with a weight `v` of 1 that halves every 60 days.
 */
export type Feelings = {
  /** Sum of v. */
  weight: number
  /** Sum of v². */
  weight2: number
  /** Sum of v·s. */
  sum: number
  /** Sum of v·s². */
  sum2: number
}

/** Days in which a feeling's weight halves. */
export const FEELING_HALF_LIFE = 60
/** As many neutral mentions as a person is credited with before any was read: few words say little. */
export const PRIOR = 5
/** Fewer mentions' worth than this say nothing that should be shown. */
const SHOWN_FROM = 3
/** The standard normal distribution's 95 % point: a 90 % interval. */
const Z90 = 1.64

/** (Σ v)² / Σ v²: Kish's effective sample size. All weights fade alike, so that it stays while nothing more is said. */
const effectiveSize = ({ weight, weight2 }: Pick<Feelings, 'weight' | 'weight2'>): number =>
  weight2 > 0 ? weight ** 2 / weight2 : 0

/** Whether enough was said to show a satisfaction. Sums are rounded to thousandths as they are stored, which must not decide. */
export const saysEnough = (feelings: Pick<Feelings, 'weight' | 'weight2'>): boolean =>
  effectiveSize(feelings) >= SHOWN_FROM - 0.01

/**
 * Satisfaction from -1 to 1, shrunk towards `mean` by five mentions' worth, with a 90 % interval: S = (Σ v s + k m) / (Σ v + k),
 * ± 1.64 √(variance / (n + k)), n = (Σ v)² / Σ v² (Kish's effective sample size).
 * @param mean what is usual here; 0 when it is not known
 * @returns undefined when too little was said to show it
 */
export const satisfaction = ({ weight, weight2, sum, sum2 }: Feelings, mean = 0): Explained | undefined => {
  if (!saysEnough({ weight, weight2 })) return undefined
  const value = (sum + PRIOR * mean) / (weight + PRIOR)
  const variance = Math.max(0, sum2 / weight - (sum / weight) ** 2)
  const margin = Z90 * Math.sqrt(variance / (effectiveSize({ weight, weight2 }) + PRIOR))
  return {
    value: short(value),
    lines: [
      {
        what: 'feeling of what was written, newer counts more',
        input: short(sum / weight),
        weight: short(weight),
        gives: short(sum),
      },
      { what: 'what is usual, for as long as little was said', input: mean, weight: PRIOR, gives: PRIOR * mean },
    ],
    interval: [short(Math.max(-1, value - margin)), short(Math.min(1, value + margin))],
  }
}
