import type { Arm } from '../nudge/arm.ts'
import type { Recipe } from '../nudge/recipe.ts'
import type { ComparisonAnswer, ResultsAnswer } from '../respond/results-answers.ts'
import { HOUR, type Iso } from '../time.ts'
import { COMPARED_EVENTS } from './goals.ts'
import type { Interval } from './intervals.ts'
import { ERROR, type Lift, liftOf, meanDifference, POWER } from './lift.ts'
import { type MailCounts, WINDOW_DAYS } from './recipe-health.ts'
import type { Tally, TallyCount } from './tally.ts'

/** What results are made of: the numbers of both arms, and what is needed to read them. */
export type ResultsInput = {
  recipe: Recipe
  /** The share of people who are left without. */
  share: number
  tallies: Record<Arm, Tally>
  /** The share of people who get no email of any recipe, and how many people are in each of those arms. */
  everywhere?: { share: number; treated: number; holdout: number; since?: Iso } | undefined
  /** What became of the recipe's emails lately. */
  mail: MailCounts
  /** The smallest effect worth telling, as a part of the share without the email. */
  detect: number
  /** What an answer costs, in the smallest unit of `currency`. */
  answerCost?: number | undefined
  currency: string
  now: Iso
}

/** Whole numbers of so many parts: enough for a reader, and the same in every answer. */
const round = (value: number, parts = 1e6): number => Math.round(value * parts) / parts
const rounded = ([low, high]: Interval, parts?: number): [number, number] => [round(low, parts), round(high, parts)]
const percent = (value: number): string => `${round(value * 100, 10)} %`
const points = (value: number): string => String(round(value * 100, 10))

const sentenceOf = (what: string, lift: Lift): string => {
  if (!lift.enough)
    return `${what}: not enough people yet (need ${lift.needed.treated} with the email and ${lift.needed.holdout} without).`
  const [low, high] = lift.interval
  const range = `${points(lift.difference)} percentage points (95 % interval ${points(low)} to ${points(high)})`
  if (lift.proven)
    return `${what}: more by ${range}: about ${Math.round(lift.extra)} people more because of the emails.`
  if (high < 0) return `${what}: fewer, by ${range}: the emails did harm here.`
  return `${what}: no difference that could be told from chance, ${range}.`
}

const compare = (
  what: string,
  count: TallyCount,
  { tallies: { treated, holdout }, share, detect }: ResultsInput,
): ComparisonAnswer => {
  const [one, other] = [
    { hits: treated[count], of: treated.counted },
    { hits: holdout[count], of: holdout.counted },
  ]
  const lift = liftOf({ treated: one, holdout: other, share, detect })
  return {
    what,
    treated: { people: one.hits, of: one.of },
    holdout: { people: other.hits, of: other.of },
    enough: lift.enough,
    needed: { ...lift.needed, baseline: round(lift.baseline) },
    ...(lift.enough
      ? {
          lift: {
            difference: round(lift.difference),
            interval: rounded(lift.interval),
            extra: round(lift.extra, 100),
            extraInterval: rounded(lift.extraInterval, 100),
            proven: lift.proven,
          },
        }
      : {}),
    sentence: sentenceOf(what, lift),
  }
}

const revenueOf = ({ tallies: { treated, holdout } }: ResultsInput): ResultsAnswer['revenue'] => {
  const currencies = [...new Set([...Object.keys(treated.revenue), ...Object.keys(holdout.revenue)])].sort()
  return currencies.map((currency) => {
    const sums = ({ revenue, counted }: Tally) => ({ ...(revenue[currency] ?? { sum: 0, squares: 0 }), of: counted })
    const { means, difference, interval } = meanDifference(sums(treated), sums(holdout))
    const [low, high] = interval
    return {
      currency,
      treated: round(means[0], 100),
      holdout: round(means[1], 100),
      difference: round(difference, 100),
      interval: rounded(interval, 100),
      additional: round(difference * treated.counted, 100),
      additionalInterval: rounded([low * treated.counted, high * treated.counted], 100),
    }
  })
}

const armOf = (arm: Arm, tally: Tally): ResultsAnswer['arms'][number] => {
  const { assigned, counted, mixed, joined, revenue: _, since: __, ...rest } = tally
  return {
    arm,
    assigned,
    waiting: assigned - counted - mixed - joined,
    counted,
    leftOut: { mixed, joined },
    ...rest,
  }
}

const inputsOf = ({
  recipe,
  share,
  everywhere,
  detect,
  answerCost,
  currency,
}: ResultsInput): ResultsAnswer['inputs'] => [
  { name: 'holdout', value: share, from: 'the recipe’s holdout × nudges.holdout of the stage' },
  ...(everywhere
    ? [{ name: 'globalHoldout', value: everywhere.share, from: 'nudges.globalHoldout of the stage' }]
    : []),
  { name: 'goal.within, hours', value: recipe.goal.within / HOUR, from: 'the recipe' },
  { name: 'detect', value: detect, from: 'the request; .25 unless told' },
  { name: 'error', value: ERROR, from: 'fixed, two-sided' },
  { name: 'power', value: POWER, from: 'fixed' },
  { name: 'revenue', value: 'orders in the time, by currency', from: 'orders of the sources; returns are not known' },
  ...(answerCost === undefined
    ? []
    : [{ name: `economics.answerCost, ${currency}`, value: answerCost, from: 'the stage’s settings' }]),
]

const everywhereOf = ({ everywhere }: ResultsInput): Pick<ResultsAnswer, 'everywhere'> => {
  if (!everywhere) return {}
  const { share, treated: others, holdout: without, since } = everywhere
  const sentence = `${without} of ${without + others} people get no email of any recipe and are in none of its arms.`
  return { everywhere: { share, without, others, ...(since ? { since } : {}), sentence } }
}

const mailOf = ({ mail }: ResultsInput): ResultsAnswer['mail'] => {
  const { delivered, complained, unsubscribed } = mail
  const share = (count: number): string => (delivered > 0 ? ` (${percent(count / delivered)})` : '')
  const sentence = `Of ${delivered} delivered, ${complained} complained${share(complained)} and ${unsubscribed} unsubscribed${share(unsubscribed)}.`
  return { days: WINDOW_DAYS, ...mail, sentence }
}

const withoutComparison = (input: ResultsInput): ResultsAnswer => ({
  recipe: input.recipe.id,
  name: input.recipe.name,
  at: input.now,
  sentence: `Nothing is compared: the recipe leaves ${input.share === 0 ? 'nobody' : 'everybody'} without, so there is nobody to compare with.`,
  ...everywhereOf(input),
  mail: mailOf(input),
  arms: [],
  engagement: [],
  value: [],
  revenue: [],
  inputs: inputsOf(input),
})

/** The results of a recipe: each arm as it was assigned, first engagement, then value. Pure. */
export const resultsOf = (input: ResultsInput): ResultsAnswer => {
  const { recipe, share, tallies, answerCost, now } = input
  if (share <= 0 || share >= 1) return withoutComparison(input)
  const goal = [...new Set([recipe.goal.event, ...(recipe.goal.or ?? [])])].sort()
  const compared = COMPARED_EVENTS.filter((event) => goal.includes(event))
  const reached = compared.length > 0 ? [compare('Reached the goal', 'reached', input)] : []
  const engagement = [...reached, compare('Took part in the community', 'participated', input)]
  const [ordered, solved] = [compare('Ordered', 'ordered', input), compare('Had the question solved', 'solved', input)]
  const deflected =
    answerCost !== undefined && solved.lift
      ? {
          answers: solved.lift.extra,
          answersInterval: solved.lift.extraInterval,
          worth: round(solved.lift.extra * answerCost, 100),
          worthInterval: rounded(
            [solved.lift.extraInterval[0] * answerCost, solved.lift.extraInterval[1] * answerCost],
            100,
          ),
        }
      : undefined
  const since = [tallies.treated.since, tallies.holdout.since].filter((at) => at !== undefined).sort()[0]
  const { treated } = tallies
  const clicked = `${treated.clicked} of ${treated.counted} people (${percent(treated.counted > 0 ? treated.clicked / treated.counted : 0)}) clicked.`
  return {
    recipe: recipe.id,
    name: recipe.name,
    at: now,
    sentence: [(reached[0] ?? engagement[0])?.sentence, clicked].join(' '),
    experiment: {
      share,
      ...(since ? { since } : {}),
      withinHours: recipe.goal.within / HOUR,
      goal,
      compared,
      notCompared: goal.filter((event) => !compared.some((one) => one === event)),
    },
    ...everywhereOf(input),
    mail: mailOf(input),
    arms: [armOf('treated', treated), armOf('holdout', tallies.holdout)],
    engagement,
    value: [ordered, solved],
    revenue: ordered.enough ? revenueOf(input) : [],
    ...(deflected ? { deflected } : {}),
    inputs: inputsOf(input),
  }
}
