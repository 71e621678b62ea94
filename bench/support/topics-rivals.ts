import type { Detector, Workload } from './topics-workload.ts'

/** The usual ways to find bursts, to compare with. */

const eachTopic = (
  { counts, hours }: Workload,
  of: (topic: readonly number[], hour: number) => boolean,
): boolean[][] => {
  const flags: boolean[][] = []
  for (let hour = 0; hour < hours; hour++) flags.push(counts.map((topic) => of(topic, hour)))
  return flags
}

/** Four standard deviations above a moving mean with a half-life of a day; both move with every hour. */
export const ewma: Detector = (work) => {
  const kept = 2 ** (-1 / 24)
  const state = work.counts.map(() => ({ mean: 0, square: 0 }))
  const flags: boolean[][] = []
  for (let hour = 0; hour < work.hours; hour++)
    flags.push(
      work.counts.map((topic, at) => {
        const one = state[at] ?? { mean: 0, square: 0 }
        const count = topic[hour] ?? 0
        const deviation = Math.sqrt(Math.max(0.25, one.square - one.mean ** 2))
        const flagged = count >= 5 && (count - one.mean) / deviation > 4
        one.mean = kept * one.mean + (1 - kept) * count
        one.square = kept * one.square + (1 - kept) * count ** 2
        return flagged
      }),
    )
  return flags
}

const poissonTail = (x: number, mu: number): number => {
  let log = -mu
  for (let k = 1; k <= x; k++) log += Math.log(mu / k)
  let [term, sum] = [Math.exp(log), 0]
  for (let k = x; term > sum * 1e-12 || k < mu; k++) {
    sum += term
    term *= mu / (k + 1)
  }
  return sum
}

/** A Poisson test against the mean of the same hour of fourteen days. */
export const poissonTest: Detector = (work) =>
  eachTopic(work, (topic, hour) => {
    let season = 0.5
    for (let day = 1; day <= 14; day++) season += topic[hour - 24 * day] ?? 0
    const count = topic[hour] ?? 0
    return hour >= 14 * 24 && count >= 5 && count >= season / 7 && poissonTail(count, season / 14) < 1e-5
  })
