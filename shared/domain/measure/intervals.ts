/** The standard normal distribution's 97.5 % point: 95 % intervals. */
const Z = 1.959964

/** Two ends of a range. */
export type Interval = readonly [low: number, high: number]

/** Wilson's 95 % interval for a share (Journal of the American Statistical Association, 1927). All of [0, 1] for nobody. */
export const wilsonInterval = (hits: number, of: number): Interval => {
  if (of === 0) return [0, 1]
  const p = hits / of
  const middle = p + Z ** 2 / (2 * of)
  const margin = Z * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2))
  const width = 1 + Z ** 2 / of
  return [Math.max(0, (middle - margin) / width), Math.min(1, (middle + margin) / width)]
}

/** So many of so many. */
export type Share = { hits: number; of: number }

/**
 * The difference of two shares with a 95 % interval that holds for small numbers too: method 10 of Newcombe, "Interval
 * estimation for the difference between independent proportions", Statistics in Medicine, 1998.
 */
export const newcombe = (one: Share, other: Share): { difference: number; interval: Interval } => {
  const [p1, p2] = [one.of > 0 ? one.hits / one.of : 0, other.of > 0 ? other.hits / other.of : 0]
  const [[l1, u1], [l2, u2]] = [wilsonInterval(one.hits, one.of), wilsonInterval(other.hits, other.of)]
  const difference = p1 - p2
  return {
    difference,
    interval: [
      difference - Math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2),
      difference + Math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2),
    ],
  }
}
