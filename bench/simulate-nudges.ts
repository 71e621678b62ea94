import './support/help.ts'

import { parseArgs } from 'node:util'
import { simulateMany } from '../test/simulator/many.ts'

/**
 * Lives through as many worlds of nudges as it is told to, for a night: `npm run simulate:nudges -- --seeds 10000`, or
 * `--nudges 1000000` to go on until so many decisions were made. Prints the seed and the story of the first world in which a rule
 * does not hold, and fails.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string' }, nudges: { type: 'string' }, first: { type: 'string', default: '1' } },
})
const seeds = Number(values.seeds ?? (values.nudges ? Number.MAX_SAFE_INTEGER : 10_000))
const nudges = Number(values.nudges ?? Number.POSITIVE_INFINITY)
const told = await simulateMany({
  first: Number(values.first),
  seeds,
  until: ({ decisions, problems }) => decisions >= nudges || problems.length > 0,
})
const { problems, story, decisions, emails, calls, crashes, reasons } = told
for (const line of [...problems, ...(problems.length > 0 ? story : [])]) process.stdout.write(`${line}\n`)
for (const [reason, count] of Object.entries(reasons).sort((a, b) => b[1] - a[1]))
  process.stdout.write(`${reason.padEnd(24)} ${count}\n`)
process.stdout.write(
  `${decisions} nudges decided, ${emails} emails taken by SES, ${calls} calls, ${crashes} crashes: ${problems.length} problems\n`,
)
process.exitCode = problems.length > 0 ? 1 : 0
