import { simulateMany } from './many.ts'
import type { Told } from './simulate.ts'

/** What the tests ask of many worlds. */
export type Half = Pick<Told, 'problems' | 'story' | 'emails' | 'crashes'>

const [first, seeds] = process.argv.slice(2).map(Number)
const { problems, story, emails, crashes } = await simulateMany({ first: first ?? 1, seeds: seeds ?? 0 })
const half: Half = { problems, story: problems.length > 0 ? story : [], emails, crashes }
process.stdout.write(`${JSON.stringify(half)}\n`)
