import { type Chances, chancesOf } from '../../shared/domain/understand/embedded/engine.ts'
import { CLASSES, type Model, type SentimentClass } from '../../shared/domain/understand/embedded/model.ts'
import type { Row } from './sentiment-rows.ts'

/** A row, what the model gives each class, and the class it gives most. */
type Verdict = Row & { chances: Chances; said: SentimentClass }
/** Shares of 1. `confusion` is rows by truth, columns by what was said, in the order of CLASSES. */
export type Scores = { rows: number; accuracy: number; recall: number; f1: number; confusion: number[][] }

const LEVELS = [0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

/** @returns the row with the model's opinion of it */
export const verdictsOf = (model: Model, rows: readonly Row[]): Verdict[] =>
  rows.map((row) => {
    const chances = chancesOf(model, row.text)
    const said = CLASSES.reduce((most, one) => (chances[one] > chances[most] ? one : most))
    return { ...row, chances, said }
  })

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** Accuracy, and recall and F1 as means over the three classes. */
export const scoresOf = (verdicts: readonly Pick<Verdict, 'label' | 'said'>[]): Scores => {
  const confusion = CLASSES.map((truth) =>
    CLASSES.map((said) => verdicts.filter((one) => one.label === truth && one.said === said).length),
  )
  const hits = confusion.map((row, at) => row[at] ?? 0)
  const recalls = confusion.map((row, at) => share(hits[at] ?? 0, sum(row)))
  const f1s = confusion.map((row, at) =>
    share(2 * (hits[at] ?? 0), sum(row) + sum(confusion.map((other) => other[at] ?? 0))),
  )
  return {
    rows: verdicts.length,
    accuracy: share(sum(hits), verdicts.length),
    recall: sum(recalls) / recalls.length,
    f1: sum(f1s) / f1s.length,
    confusion,
  }
}

const percent = (value: number): string => (100 * value).toFixed(1).padStart(6)

/** One line: rows, accuracy, macro-recall, macro-F1. */
export const scoreLine = (name: string, { rows, accuracy, recall, f1 }: Scores): string =>
  `${name.padEnd(22)}${String(rows).padStart(7)}  ${percent(accuracy)}  ${percent(recall)}  ${percent(f1)}`
/** The title of {@link scoreLine}s. */
export const SCORE_TITLE = `${''.padEnd(22)}${'rows'.padStart(7)}  accur.  recall      F1`

/** What was said of each class, in rows by truth. */
export const confusionLines = ({ confusion }: Scores): string[] => [
  `${'truth / said'.padEnd(14)}${CLASSES.map((said) => said.padStart(10)).join('')}`,
  ...CLASSES.map(
    (truth, at) => `${truth.padEnd(14)}${(confusion[at] ?? []).map((count) => String(count).padStart(10)).join('')}`,
  ),
]

const sure = ({ chances, said }: Verdict): number => chances[said]

/** How often a confidence is right, level by level; and the mean distance between the two, weighted by rows. */
export const reliabilityLines = (verdicts: readonly Verdict[]): string[] => {
  let distance = 0
  const lines = LEVELS.map((from, at) => {
    const to = LEVELS[at + 1] ?? 1.001
    const some = verdicts.filter((one) => sure(one) >= from && sure(one) < to)
    const right = share(some.filter(({ said, label }) => said === label).length, some.length)
    const mean = share(sum(some.map(sure)), some.length)
    distance += Math.abs(right - mean) * some.length
    return `${from.toFixed(2)} to ${Math.min(1, to).toFixed(2)}  ${String(some.length).padStart(7)}  ${percent(mean)}  ${percent(right)}`
  })
  return [
    'confidence       rows    mean   right',
    ...lines,
    `expected calibration error ${percent(share(distance, verdicts.length)).trim()} points`,
  ]
}

const surprise = (model: Model, rows: readonly Row[], temperature: number): number =>
  sum(verdictsOf({ ...model, temperature }, rows).map(({ chances, label }) => -Math.log(chances[label])))

/** The temperature between .5 and 2 at which the rows surprise the model least, to a hundredth. */
export const bestTemperature = (model: Model, rows: readonly Row[]): number => {
  let [low, high] = [50, 200]
  const cost = new Map<number, number>()
  const at = (hundredths: number): number => {
    const known = cost.get(hundredths) ?? surprise(model, rows, hundredths / 100)
    cost.set(hundredths, known)
    return known
  }
  while (high - low > 2) {
    const [left, right] = [Math.floor((2 * low + high) / 3), Math.ceil((low + 2 * high) / 3)]
    if (at(left) <= at(right)) high = right === high ? high - 1 : right
    else low = left === low ? low + 1 : left
  }
  return [low, low + 1, high].reduce((best, one) => (at(one) < at(best) ? one : best)) / 100
}
