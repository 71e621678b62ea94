import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { GRANTS, type Grant, type Iam } from './earshot.ts'

/**
 * Which rights the functions used over all flow tests, which were denied, and which nobody ever used. Runs after
 * `npm test`; fails when a call was denied.
 */

const nameOf = ({ function: fn, action, resource }: Grant): string =>
  `${fn.padEnd(18)} ${action.padEnd(32)} ${resource.split(':').slice(5).join(':') || resource}`

/** Not the right of a role that a service of AWS works with (Firehose): the runner does not do all that the service does. */
const isFunctions = ({ function: fn }: Grant): boolean => !fn.endsWith('-role')

if (process.argv.includes('--forget')) rmSync(GRANTS, { recursive: true, force: true })
else if (existsSync(GRANTS)) {
  const suites = readdirSync(GRANTS).map((file) => JSON.parse(readFileSync(join(GRANTS, file), 'utf8')) as Iam)
  const granted = new Set(suites.flatMap(({ used, neverUsed }) => [...used, ...neverUsed].map(nameOf)))
  const denied = suites.flatMap((suite) => suite.denied)
  const never = suites
    .map(({ neverUsed }) => new Set(neverUsed.filter(isFunctions).map(nameOf)))
    .reduce((left, right) => left.intersection(right))
  const lines = [
    `Rights of the functions, over ${suites.length} runs of Earshot: ${denied.length} calls denied, ${never.size} grants never used.`,
    ...denied.map((grant) => `  denied      ${nameOf(grant)}`),
    ...[...never].sort().map((name) => `  never used  ${name}`),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (granted.size === 0 || denied.length > 0) process.exitCode = 1
}
