import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { GRANTS, type Grant, type Iam, ROOT } from './earshot.ts'

/**
 * Which rights the functions used over all flow tests, which were denied, and which nobody ever used. Runs after
 * `npm test`; fails when a call was denied and, when all flow tests ran, when a right was never used.
 */

const nameOf = ({ function: fn, action, resource }: Grant): string =>
  `${fn.padEnd(18)} ${action.padEnd(32)} ${resource.split(':').slice(5).join(':') || resource}`

/** Not the right of a role that a service of AWS works with (Firehose): the runner does not do all that the service does. */
const isFunctions = ({ function: fn }: Grant): boolean => !fn.endsWith('-role')

const FLOWS = join(ROOT, 'test/flow')

/** The names under which the flow tests note their rights, as they stand in them; one ends where something is filled in. */
const flows = (): string[] =>
  readdirSync(FLOWS)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => {
      const names = readFileSync(join(FLOWS, file), 'utf8').matchAll(/startEarshot\(\s*['`]([\w-]+)/g)
      return [...names].map(([, name = '']) => name)
    })

if (process.argv.includes('--forget')) rmSync(GRANTS, { recursive: true, force: true })
else if (existsSync(GRANTS)) {
  const files = readdirSync(GRANTS)
  const suites = files.map((file) => JSON.parse(readFileSync(join(GRANTS, file), 'utf8')) as Iam)
  const used = new Set(suites.flatMap((suite) => suite.used.map(nameOf)))
  // Used by one is used: stages differ, and what only one of them grants has to be used there.
  const idle = new Set(suites.flatMap((suite) => suite.neverUsed.filter(isFunctions).map(nameOf)))
  const never = idle.difference(used)
  const denied = suites.flatMap((suite) => suite.denied)
  const missing = flows().filter((name) => !files.some((file) => file.startsWith(name)))
  const lines = [
    `Rights of the functions, over ${suites.length} runs of Earshot: ${denied.length} calls denied, ${never.size} grants never used.`,
    ...denied.map((grant) => `  denied      ${nameOf(grant)}`),
    ...[...never].sort().map((name) => `  never used  ${name}`),
    ...(missing.length > 0 && never.size > 0
      ? [`  Not all flow tests ran, so that says nothing yet: ${missing.join(', ')}.`]
      : []),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (used.size + idle.size === 0 || denied.length > 0 || (missing.length === 0 && never.size > 0)) process.exitCode = 1
}
