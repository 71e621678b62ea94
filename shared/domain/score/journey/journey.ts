import { STAGES, type Stage } from '../../nudge/stages.ts'
import { DAY, isoOf } from '../../time.ts'
import type { PersonFacts } from '../facts.ts'
import type { NightlyInputs } from '../scores.ts'
import type { ScoreSettings } from '../settings.ts'
import { RULES, type Rule } from './evidence.ts'
import { type Known, knownOf, type Sign, type Stretch, stretchesOf } from './signs.ts'

/** The most that the evidence for a stage comes to. */
const MOST = 100
/** By how much another stage has to be ahead to take over: or who stands between two would be moved back and forth. */
export const AHEAD = 15

/** A stage on a person's journey. Times are starts of days, in milliseconds. */
export type Journey = {
  stage: Stage
  since: number
  /** When another takes over by itself, if nothing more is done. */
  changesAt?: number
}

/** One line of the evidence for a stage. */
export type Evidence = {
  stage: Stage
  /** In words: `first order 12 days ago`. */
  what: string
  /** What it adds to the stage's score, of 100. */
  weight: number
  /** From when on it speaks for the stage, and until when if nothing more is done, in milliseconds. */
  from: number
  until?: number
}

/** What the facts of a person are read with. */
export type JourneyInputs = { settings: ScoreSettings; nightly: Pick<NightlyInputs, 'favour' | 'help'> }

const knownBy = (facts: PersonFacts, { settings, nightly: { favour, help } }: JourneyInputs): Known =>
  knownOf(facts, settings, { ...(favour ? { favour } : {}), ...(help ? { help } : {}) })

const none = (): Record<Stage, number> => Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<Stage, number>

type Step = readonly [at: number, stage: Stage, by: number]

const stepsOf = (known: Known, { stage, signs, weight }: Rule): Step[] =>
  stretchesOf(signs(known)).flatMap(({ from, until, sum }: Stretch): Step[] => [
    [from, stage, weight(sum)],
    [until, stage, -weight(sum)],
  ])

const capped = (sums: Record<Stage, number>, stage: Stage): number => Math.min(MOST, sums[stage])

/** The stage that most speaks for; of several the one that is further on. */
const foremost = (sums: Record<Stage, number>): Stage =>
  STAGES.reduce((best, stage) => (capped(sums, stage) >= capped(sums, best) ? stage : best))

/** What nothing speaks for any more is left at once. */
const takesOver = (sums: Record<Stage, number>, now: Stage, best: Stage): boolean =>
  now !== best && (capped(sums, now) === 0 || capped(sums, best) >= capped(sums, now) + AHEAD)

/** All stages of a journey, past and to come if nothing more is done, each with its beginning. */
const courseOf = (known: Known): { stage: Stage; since: number }[] => {
  const steps = RULES.flatMap((rule) => stepsOf(known, rule)).sort(([a], [b]) => a - b)
  const sums = none()
  const course: { stage: Stage; since: number }[] = []
  for (const [place, [at, stage, by]] of steps.entries()) {
    sums[stage] += by
    if (steps[place + 1]?.[0] === at || at === Number.POSITIVE_INFINITY) continue
    const [now, best] = [course.at(-1)?.stage, foremost(sums)]
    if (now === undefined || takesOver(sums, now, best)) course.push({ stage: best, since: at })
  }
  return course
}

/**
 * The stage of the journey that a person is at: the one that most evidence speaks for, by {@link RULES}. Another takes over
 * when it is {@link AHEAD}, or nothing speaks for this one any more. Found by going through all that was done from the first day on, so it depends on nothing else:
 * counted again it is the same, and who is parted again from another account has the stage from before.
 * @param at milliseconds since the epoch
 */
export const journeyAt = (facts: PersonFacts, inputs: JourneyInputs, at: number): Journey => {
  const known = knownBy(facts, inputs)
  const course = courseOf(known)
  const { stage, since } = course.findLast((one) => one.since <= at) ?? { stage: 'research', since: known.first }
  const next = course.find((one) => one.since > at)
  return { stage, since, ...(next ? { changesAt: next.since } : {}) }
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `3 Nov`, with the year where it is not that of `at`. */
const dayName = (day: number, at: number): string => {
  const [year, month, date] = isoOf(day).slice(0, 10).split('-')
  return `${Number(date)} ${MONTHS[Number(month) - 1]}${year === isoOf(at).slice(0, 4) ? '' : ` ${year}`}`
}

const ago = (day: number, at: number): string => {
  const days = Math.floor((at - day) / DAY)
  return days < 1 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
}

const inWords = ({ what }: Rule, held: readonly Sign[], sum: number, at: number): string => {
  const days = held.map(({ about }) => about)
  return what
    .replace('{n}', String(sum))
    .replace('(s)', sum === 1 ? '' : 's')
    .replace('{since}', dayName(Math.min(...days), at))
    .replace('{ago}', ago(Math.max(...days), at))
}

/** All evidence that speaks for any stage at a moment, and what the evidence for each stage comes to, 0 to 100. */
export const evidenceAt = (
  facts: PersonFacts,
  inputs: JourneyInputs,
  at: number,
): { lines: Evidence[]; scores: Record<Stage, number> } => {
  const known = knownBy(facts, inputs)
  const lines = RULES.flatMap((rule): Evidence[] => {
    const signs = rule.signs(known)
    const held = signs.filter(({ from, until }) => from <= at && at < until)
    const sum = held.reduce((all, { count }) => all + count, 0)
    if (held.length === 0 || rule.weight(sum) === 0) return []
    const until = Math.max(...held.map((sign) => sign.until))
    return [
      {
        ...{ stage: rule.stage, what: inWords(rule, held, sum, at), weight: rule.weight(sum) },
        from: Math.min(...held.map(({ from }) => from)),
        ...(Number.isFinite(until) ? { until } : {}),
      },
    ]
  })
  const sums = none()
  for (const { stage, weight } of lines) sums[stage] = Math.min(MOST, sums[stage] + weight)
  return { lines, scores: sums }
}
