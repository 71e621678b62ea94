import { type Line, short } from '../explained.ts'
import { expected, type Known } from './baseline.ts'
import { LEAST_CHANCE, RULE } from './heat.ts'
import { type Hour, type HourCounts, hourIso, REMEMBERED } from './hours.ts'

/** How the score of an hour came about. */
export const scoreLines = (hour: {
  count: number
  expected: number
  chance: number
  authors: number
  score: number
}): Line[] => [
  { what: 'mentions in the hour, each author at most three times', input: hour.count, gives: hour.count },
  { what: 'expected for the time of day', input: short(hour.expected), gives: short(hour.expected) },
  { what: 'authors, of whom three are needed', input: hour.authors, weight: RULE.authors, gives: hour.authors },
  { what: 'probability of as many by chance, hot below', input: hour.chance, weight: RULE.chance, gives: hour.chance },
  {
    what: 'score: -log10(probability) * log2((mentions + 1) / (expected + 1))',
    input: short(-Math.log10(Math.max(hour.chance, LEAST_CHANCE))),
    weight: short(Math.log2((hour.count + 1) / (hour.expected + 1))),
    gives: short(hour.score),
  },
]

/** Hours of a curve. */
const CURVE_HOURS = 72

/**
 * A topic's last hours with what was expected of each. As only fourteen days are remembered, an earlier hour's season is reckoned
 * from fewer days than it was at the time.
 * @param last the last hour of the curve
 */
export const curveOf = (counts: HourCounts, last: Hour, known: Known) => {
  const remembered = { ...known, since: Math.max(known.since, last - REMEMBERED) }
  const first = Math.max(known.since, last - CURVE_HOURS + 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => ({
    hour: hourIso(first + at),
    count: counts.get(first + at) ?? 0,
    expected: Math.round(expected(counts, first + at, remembered) * 100) / 100,
  }))
}
