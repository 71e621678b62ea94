import type { Bug } from './bugs.ts'
import { simulate, type Told } from './simulate.ts'

/** How many worlds; `EARSHOT_SEEDS=1000000 npm test -- test/simulator` for a night. Two files share them. */
export const SEEDS = Number(process.env.EARSHOT_SEEDS ?? 10_000)

/** Lives through worlds one after the other. @returns what they came to together; of the first that went wrong also its story */
export const simulateMany = async (
  { first, seeds, until = () => false }: { first: number; seeds: number; until?: (told: Told) => boolean },
  bug?: Bug,
): Promise<Told> => {
  const sum: Told = { problems: [], decisions: 0, emails: 0, calls: 0, crashes: 0, steps: 0, reasons: {}, story: [] }
  for (let seed = first; seed < first + seeds && !until(sum); seed++) {
    const told = await simulate(seed, bug ? { bug } : {})
    if (sum.problems.length === 0) sum.story = told.story
    sum.problems.push(...told.problems)
    for (const name of ['decisions', 'emails', 'calls', 'crashes', 'steps'] as const) sum[name] += told[name]
    for (const [reason, count] of Object.entries(told.reasons)) sum.reasons[reason] = (sum.reasons[reason] ?? 0) + count
  }
  return sum
}
