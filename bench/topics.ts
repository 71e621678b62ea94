import './support/help.ts'

import { merged } from '../shared/domain/score/topics/merge.ts'
import { packSketch, unpackSketch } from '../shared/domain/score/topics/pack.ts'
import { CAPACITY, counted, emptySketch, type Sighting } from '../shared/domain/score/topics/sketch.ts'
import { windowCosts } from './support/topics-cost.ts'
import { ewma, poissonTest } from './support/topics-rivals.ts'
import { type Detector, negativeBinomial, outcomeOf, randomOf, workload } from './support/topics-workload.ts'

/**
 * How well hot topics are found on invented traffic, against two usual ways; and how well the sketch finds the most frequent
 * phrases. Everything follows from the seeds, so it comes out the same everywhere.
 */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const DETECTORS: Record<string, Detector> = {
  'EWMA, z > 4': ewma,
  'Poisson, p < 1e-5': poissonTest,
  'negative binomial (used)': negativeBinomial,
}

const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

write('400 topics, 28 days, 270 bursts of 3 to 10 times for 6 hours; means over 8 seeds\n')
write('                            false alarms per 1,000 topic-days    recall    delay in hours')
const works = SEEDS.map((seed) => workload(seed))
for (const [name, detector] of Object.entries(DETECTORS)) {
  const outcomes = works.map((work) => outcomeOf(work, detector))
  const of = (field: keyof (typeof outcomes)[number]) => mean(outcomes.map((one) => one[field]))
  write(
    `${name.padEnd(28)}${of('falsePerThousandTopicDays').toFixed(1).padStart(36)}${of('recall').toFixed(2).padStart(10)}${of('delay').toFixed(1).padStart(10)}`,
  )
}

const [PHRASES, SHARDS, MENTIONS] = [50_000, 8, 120_000]

/** Phrases of an hour by Zipf's law with exponent 1.05, dealt out to shards. */
const zipf = (seed: number) => {
  const random = randomOf(seed)
  const weights = Array.from({ length: PHRASES }, (_, rank) => 1 / (rank + 1) ** 1.05)
  const sums: number[] = []
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight)
  const pick = (): number => {
    const target = random() * (sums.at(-1) ?? 0)
    let [low, high] = [0, PHRASES - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < target) low = middle + 1
      else high = middle
    }
    return low
  }
  const truth = new Map<string, number>()
  const shards: Sighting[][][] = Array.from({ length: SHARDS }, () => [])
  for (let n = 0; n < MENTIONS; n++) {
    const id = pick().toString(16).padStart(12, '0')
    truth.set(id, (truth.get(id) ?? 0) + 1)
    const author = (n * 4).toString(16).padStart(8, '0')
    shards[n % SHARDS]?.push([{ id, label: id, language: 'en', author, mood: 'other', mention: `forum#${n}` }])
  }
  return { truth, shards }
}

write(`\nZipf(1.05) over ${PHRASES} phrases, ${MENTIONS} sightings, ${SHARDS} shards`)
const { truth, shards } = zipf(1)
const best = (counts: Iterable<readonly [string, number]>, n: number) =>
  [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, n)
for (const capacity of [256, CAPACITY]) {
  const sketches = shards.map((shard) => counted(emptySketch(), shard, capacity))
  const bytes = Math.max(...sketches.map((sketch) => packSketch(sketch).length))
  const { totals } = merged(
    sketches.map((sketch) => unpackSketch(packSketch(sketch))),
    capacity,
  )
  const recall = (n: number): number => {
    const found = new Set(
      best(
        [...totals].map(([id, { count }]) => [id, count] as const),
        n,
      ).map(([id]) => id),
    )
    return best(truth, n).filter(([id]) => found.has(id)).length / n
  }
  const over = Math.max(...best(truth, 50).map(([id, count]) => (totals.get(id)?.most ?? 0) / count - 1))
  const under = Math.max(...best(truth, 50).map(([id, count]) => 1 - (totals.get(id)?.count ?? 0) / count))
  write(
    `m = ${capacity}: ${bytes} bytes, recall@20 ${recall(20).toFixed(2)}, recall@50 ${recall(50).toFixed(2)}; of the 50 most frequent, "at most" is up to ${(100 * over).toFixed(1)} % too high, "surely" up to ${(100 * under).toFixed(1)} % too low`,
  )
}

write('\nwhat counting takes, by mentions in one minute of one shard (three phrases each)')
for (const { mentions, writeUnits, calls, stateBytes, msPerMention } of await windowCosts([1, 10, 100, 1_000, 7_500]))
  write(
    `${String(mentions).padStart(6)}: ${calls} call, ${writeUnits} write units, ${(writeUnits / mentions).toFixed(4)} per mention; ${stateBytes} bytes of state; ${msPerMention.toFixed(2)} ms per mention`,
  )
