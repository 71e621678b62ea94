import { createHash } from 'node:crypto'
import { seededRandom } from '../../local/random.ts'
import { BUCKETS, DENSE, type Features } from '../../shared/domain/understand/embedded/features.ts'
import { CLASSES, type Model, packModel, SIDES } from '../../shared/domain/understand/embedded/model.ts'
import type { Lexicon } from '../../shared/domain/understand/embedded/valence.ts'
import { CORPORA, type Row } from './sentiment-rows.ts'

/** A row with what the model looks at. */
export type Example = Row & Features

const N = CLASSES.length
const EPOCHS = 4
const RATE = 0.1
/** AdaGrad's sum of squares before the first step. */
const START = 0.01
/** Added to every count of naive Bayes. */
const SMOOTHING = 0.5
const MOST_RATIO = 4
/** What weights are clipped at, as a share that lies below: a few giants would cost all others their resolution. */
const CLIP = 0.9999

const shuffle = <T>(list: T[], random: () => number): void => {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const [a, b] = [list[at], list[other]]
    if (a !== undefined && b !== undefined) [list[at], list[other]] = [b, a]
  }
}

/** Within each corpus the classes weigh the same, so that no corpus teaches how common a class is. */
const rowWeights = (rows: readonly Example[]): ((row: Example) => number) => {
  const counts = new Map<string, number>()
  const add = (key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const { corpus, label } of rows) {
    add(corpus)
    add(`${corpus} ${label}`)
  }
  const of = (key: string): number => counts.get(key) ?? 0
  const table = new Map(
    rows.map(({ corpus, label }) => [`${corpus} ${label}`, of(corpus) / N / of(`${corpus} ${label}`)]),
  )
  return ({ corpus, label }) => CORPORA[corpus].weight * (table.get(`${corpus} ${label}`) ?? 0)
}

/** How far each bucket's share in a class is from its share in the others, as a logarithm: naive Bayes as a scale (Wang and Manning, ACL 2012). */
const logRatios = (rows: readonly Example[]): Float32Array => {
  const counts = new Float64Array(BUCKETS * N)
  const sizes = new Float64Array(N)
  for (const { corpus, label, buckets } of rows) {
    const [c, weight] = [CLASSES.indexOf(label), CORPORA[corpus].weight]
    sizes[c] = (sizes[c] ?? 0) + weight
    for (const bucket of buckets) counts[bucket * N + c] = (counts[bucket * N + c] ?? 0) + weight
  }
  const all = sizes.reduce((sum, size) => sum + size, 0)
  return Float32Array.from(counts, (count, at) => {
    const [c, first] = [at % N, at - (at % N)]
    let total = 0
    for (let other = 0; other < N; other++) total += counts[first + other] ?? 0
    const inside = (count + SMOOTHING) / ((sizes[c] ?? 0) + 2 * SMOOTHING)
    const outside = (total - count + (N - 1) * SMOOTHING) / (all - (sizes[c] ?? 0) + (N - 1) * 2 * SMOOTHING)
    return Math.min(MOST_RATIO, Math.abs(Math.log(inside / outside)))
  })
}

type Fit = { hashed: Float32Array; dense: Float32Array }

const probabilities = ({ hashed, dense }: Fit, { buckets, dense: values }: Features, out: Float64Array): void => {
  const norm = 1 / Math.sqrt(buckets.length)
  let [a, b, c] = [0, 0, 0]
  for (const bucket of buckets) {
    a += hashed[bucket * N] ?? 0
    b += hashed[bucket * N + 1] ?? 0
    c += hashed[bucket * N + 2] ?? 0
  }
  const logits = [a * norm, b * norm, c * norm].map((logit, k) =>
    values.reduce((sum, value, at) => sum + value * (dense[at * N + k] ?? 0), logit),
  )
  const most = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  powers.forEach((power, k) => {
    out[k] = power / sum
  })
}

/** Multinomial logistic regression by AdaGrad, one row at a time. */
const learn = (rows: readonly Example[], say: (line: string) => void): Fit => {
  const [ratios, weightOf] = [logRatios(rows), rowWeights(rows)]
  const learned: Fit = { hashed: new Float32Array(BUCKETS * N), dense: new Float32Array(DENSE * N) }
  const squares = { hashed: new Float32Array(BUCKETS * N).fill(START), dense: new Float32Array(DENSE * N).fill(START) }
  const [order, random, chances] = [[...rows], seededRandom(1), new Float64Array(N)]
  const move = (part: keyof Fit, at: number, slope: number, by: number): void => {
    const square = (squares[part][at] ?? 0) + slope * slope
    squares[part][at] = square
    learned[part][at] = (learned[part][at] ?? 0) - (by * RATE * slope) / Math.sqrt(square)
  }
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    shuffle(order, random)
    let loss = 0
    for (const row of order) {
      probabilities(learned, row, chances)
      const [truth, weight, norm] = [CLASSES.indexOf(row.label), weightOf(row), 1 / Math.sqrt(row.buckets.length)]
      loss -= Math.log(chances[truth] ?? 1)
      for (let c = 0; c < N; c++) {
        const slope = ((chances[c] ?? 0) - (c === truth ? 1 : 0)) * weight
        for (const bucket of row.buckets) {
          const ratio = ratios[bucket * N + c] ?? 1
          move('hashed', bucket * N + c, slope * norm * ratio, ratio)
        }
        row.dense.forEach((value, at) => {
          move('dense', at * N + c, slope * value, 1)
        })
      }
    }
    say(`  round ${epoch} of ${EPOCHS}: loss ${(loss / order.length).toFixed(3)}`)
  }
  return learned
}

/** Negative and positive against neutral: a third column would say nothing more. */
const againstNeutral = (learned: Float32Array): Float32Array => {
  const sides = new Float32Array((learned.length / N) * SIDES)
  for (let at = 0; at * N < learned.length; at++) {
    const neutral = learned[at * N + 1] ?? 0
    sides[at * SIDES] = (learned[at * N] ?? 0) - neutral
    sides[at * SIDES + 1] = (learned[at * N + 2] ?? 0) - neutral
  }
  return sides
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4

/** Fits a model to the rows and brings its weights into bytes. The same rows in the same order give the same model. */
export const fitModel = (
  rows: readonly Example[],
  lexicon: Lexicon,
  temperature = 1,
  say: (line: string) => void = () => {},
): Model => {
  const { hashed, dense } = learn(rows, say)
  const sides = againstNeutral(hashed)
  const sizes = sides
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort()
  const scale = Number(((sizes[Math.floor(sizes.length * CLIP)] ?? 1) / 127).toPrecision(6))
  const weights = Int8Array.from(sides, (side) => Math.max(-127, Math.min(127, Math.round(side / scale))))
  const bare: Model = {
    version: '',
    lexicon,
    weights,
    scale,
    dense: Array.from(againstNeutral(dense), rounded),
    temperature,
  }
  return { ...bare, version: createHash('sha256').update(packModel(bare)).digest('hex').slice(0, 8) }
}
