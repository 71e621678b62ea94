import { createNearTable } from '../../support/table.ts'
import { simulate, type Told } from './simulate.ts'

/** What many worlds came to together. */
export type Together = { problems: string[]; worlds: number; calls: number; crashes: number; reads: number }

/** Worlds side by side. */
const AT_ONCE = 16

const [first = 1, count = 0] = process.argv.slice(2).map(Number)
const { table, close } = await createNearTable()
const size = { identities: 5, evidence: 5, retractions: 2, late: 1, workers: 3 }
const seeds = Array.from({ length: count }, (_, at) => first + at)
const all: Told[] = []
const work = async () => {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) all.push(await simulate(table, seed, size))
}
await Promise.all(Array.from({ length: AT_ONCE }, work))
await close()
const sum = (of: 'calls' | 'crashes' | 'reads') => all.reduce((so, told) => so + told[of], 0)
const together: Together = {
  problems: all.flatMap(({ problems }) => problems.map(String)),
  worlds: all.length,
  ...{ calls: sum('calls'), crashes: sum('crashes'), reads: sum('reads') },
}
process.stdout.write(`${JSON.stringify(together)}\n`)
