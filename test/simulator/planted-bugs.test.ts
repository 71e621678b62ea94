import { describe, expect, it } from '@jest/globals'
import { BUGS, type Bug } from './bugs.ts'
import { simulate } from './simulate.ts'

/** A mistake that is in the pipeline for so many worlds without being seen is one that the simulator does not see. */
const FEW_HUNDRED = 600

/** Looks through worlds until one of the rules that should catch the mistake does. */
const foundBy = async (bug: Bug): Promise<{ seed: number; problem: string } | undefined> => {
  for (let seed = 1; seed <= FEW_HUNDRED; seed++) {
    const { problems } = await simulate(seed, { bug })
    const problem = problems.find((one) => bug.breaks.some((rule) => one.includes(` ${rule}: `)))
    if (problem) return { seed, problem }
  }
  return undefined
}

describe('the simulator finds a pipeline that', () => {
  it.each(Object.entries(BUGS).map(([name, bug]): [string, string, Bug] => [name, bug.breaks.join(' or '), bug]))(
    '%s (by %s)',
    async (_, __, bug) => {
      expect(await foundBy(bug)).toBeDefined()
    },
    120_000,
  )
})
