import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { GRANTS, type Grant, type Iam, ROOT } from './earshot.ts'

/**
 * Which rights the functions used over all flow tests, which were denied, and which nobody ever used. Runs after
 * `npm test`; fails when a call was denied and, when all flow tests ran, when a right that is
 * not among {@link UNUSED} was never used.
 */

/** A secret's name ends in six characters that every run has others of. */
const SUFFIX = /^(secret:.*)-[A-Za-z0-9]{6}$/

const nameOf = ({ function: fn, action, resource }: Grant): string => {
  const name = resource.split(':').slice(5).join(':') || resource
  return `${fn.padEnd(18)} ${action.padEnd(32)} ${name.replace(SUFFIX, '$1')}`
}

/** Not the right of a role that a service of AWS works with (Firehose): the runner does not do all that the service does. */
const isFunctions = ({ function: fn }: Grant): boolean => !fn.endsWith('-role')

/** Whether a right covers what was used: `*` stands for anything, `?` for one character. */
const matches = (right: string, used: string): boolean =>
  new RegExp(
    `^${right
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(used) || right.replace(/-\?{6}$/, '') === used

/**
 * What no flow test brings about for certain, and why. The list may only get shorter: what is not in it fails; what is used by now is told, as
 * a function that was killed at the right moment may have used it by chance.
 */
const UNUSED: Readonly<Record<string, string>> = {
  'api dynamodb:Query':
    'answers in a thread are read only for the preview of a link while a question waits; test/functions/api shows it',
  'api-preview dynamodb:Query':
    'answers in a thread are read only where a question waits; test/functions/api/preview.test.ts shows it',
  'connect-mail dynamodb:DeleteItem': 'the queue links only when the page that should have done it died',
  'connect-mail dynamodb:Query': 'as above',
  'listen-door sns:ConfirmSubscription': 'takes a topic of AWS',
  'listen-door secretsmanager:GetSecretValue': 'one of many sources in the settings is sent nothing',
  'listen-pull s3:PutObject': 'nothing that is asked for is too large for a message',
}
const shortName = (name: string): string => name.split(/\s+/).slice(0, 2).join(' ')

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
  const used = [...new Set(suites.flatMap((suite) => suite.used.map(nameOf)))]
  // Used by one is used: stages differ, and what only one of them grants has to be used there.
  const idle = new Set(suites.flatMap((suite) => suite.neverUsed.filter(isFunctions).map(nameOf)))
  const never = new Set([...idle].filter((name) => !used.some((one) => matches(name, one))))
  const unexpected = [...never].filter((name) => !Object.hasOwn(UNUSED, shortName(name)))
  const missing = flows().filter((name) => !files.some((file) => file.startsWith(name)))
  const outdated = Object.keys(UNUSED).filter((name) => ![...never].some((one) => shortName(one) === name))
  const denied = suites.flatMap((suite) => suite.denied)
  const lines = [
    `Rights of the functions, over ${suites.length} runs of Earshot: ${denied.length} calls denied, ${never.size} grants never used.`,
    ...denied.map((grant) => `  denied      ${nameOf(grant)}`),
    ...[...never].sort().map((name) => `  never used  ${name}  ${UNUSED[shortName(name)] ?? ''}`.trimEnd()),
    ...(missing.length > 0 ? [] : outdated.map((name) => `  is used by now; take it off the list: ${name}`)),
    ...(missing.length > 0 && never.size > 0
      ? [`  Not all flow tests ran, so that says nothing yet: ${missing.join(', ')}.`]
      : []),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (used.length + idle.size === 0 || denied.length > 0 || (missing.length === 0 && unexpected.length > 0))
    process.exitCode = 1
}
