import { parseArgs } from 'node:util'
import { CommandError, commandOf, type Outcome, ownTerminal, runCommand, type Terminal } from './command.ts'
import { askHidden, askYes, readAll } from './prompt.ts'
import { add } from './source/add.ts'
import { health } from './source/health.ts'
import { list } from './source/list.ts'
import { mapping } from './source/mapping.ts'
import { rejected } from './source/rejected.ts'
import { remove } from './source/remove.ts'
import { rotate } from './source/rotate.ts'
import { test } from './source/test.ts'
import type { Work } from './source/work.ts'
import { TARGET_OPTIONS, TARGET_USAGE, targetOf } from './target.ts'

/** Manages the sources of an Earshot, here or in AWS: their secrets, and what to paste into the platforms. */

export const USAGE = `npm run source -- COMMAND [NAME] [options]

  list                   the sources, and how far each is
  health [NAME]          how they are doing: last heard of, usual gap, today's counts, what is wrong
  rejected [NAME]        the latest deliveries that were refused, and why
  add NAME               sets its secret up and prints what to paste into the platform, and where
  rotate NAME            puts a new secret beside the one that counts; both count until
  rotate NAME --finish   ends the previous one
  rotate NAME --api-token
                         puts another token for the platform's own API (GitHub: what failed is asked for again)
  test NAME              sends a harmless signed delivery and a forged one through the real door
  mapping NAME           shows what says how deliveries of a source become activities (docs/mapping.md)
  mapping NAME FILE      puts another one; it counts within a minute, without a deployment
  mapping NAME [FILE] --sample BODY.json
                         tries the one in FILE, or the one that is there, on a body; nothing is stored or sent
  mapping NAME --delete  takes it away
  remove NAME            closes the door

${TARGET_USAGE}
  --type TYPE   add: of which type a source is that infra/config.ts does not have yet
  --given       add, rotate: the platform gives a secret of its own, where otherwise Earshot makes one
  --secret-stdin
                reads the platform's secret from standard input instead of asking for it
  --sample BODY mapping: a file with the body of a delivery
  --header N:V  mapping --sample: a header that the source keeps; may come several times
  --show        list: addresses whole, and secrets
  --yes         remove: do not ask
  --json        one JSON document instead of words
  --help        this text

It ends with 0 when all is well, 1 when something has to be done or went wrong.
`

const OPTIONS = {
  ...TARGET_OPTIONS,
  type: { type: 'string' },
  given: { type: 'boolean', default: false },
  'api-token': { type: 'boolean', default: false },
  finish: { type: 'boolean', default: false },
  'secret-stdin': { type: 'boolean', default: false },
  sample: { type: 'string' },
  header: { type: 'string', multiple: true },
  delete: { type: 'boolean', default: false },
  show: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const parsed = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true })
type Options = ReturnType<typeof parsed>['values']

type Command = (work: Work, name: string, options: Options & { file: string | undefined }) => Promise<Outcome>

const COMMANDS: Record<string, Command> = {
  list: (work, _, options) => list(work, options),
  health: (work, name) => health(work, name === '' ? undefined : name),
  rejected: (work, name) => rejected(work, name === '' ? undefined : name),
  add: (work, name, options) => add(work, name, options),
  rotate: (work, name, options) => rotate(work, name, options),
  test: (work, name) => test(work, name),
  mapping: (work, name, options) => mapping(work, name, options),
  remove: (work, name, options) => remove(work, name, options),
}

const workOf = async (options: Options, { input, err }: Terminal): Promise<Work> => ({
  target: await targetOf(options),
  say: (line) => void err.write(`${line}\n`),
  askSecret: (question) => (options['secret-stdin'] ? readAll(input) : askHidden(question, input, err)),
  confirm: (question) => askYes(question, input, err),
  now: () => new Date().toISOString(),
  wait: (ms) => new Promise((wake) => setTimeout(wake, ms)),
})

/** Without a name they show all. */
const NAMELESS: ReadonlySet<string> = new Set(['health', 'rejected'])

const perform = async (args: string[], terminal: Terminal): Promise<Outcome | string> => {
  const { values: options, positionals } = parsed(args)
  const [word, name, file, ...more] = positionals
  if (options.help || word === 'help') return USAGE
  const command = commandOf(COMMANDS, word, USAGE)
  const words = { list: 0, mapping: 2 }[word ?? ''] ?? 1
  const given = positionals.length - 1
  const needed = words > 0 && !NAMELESS.has(word ?? '')
  if (given > words || (needed && name === undefined) || more.length > 0)
    throw new CommandError(
      word === 'list' ? 'list takes no name.' : `${word} takes the name of one source: npm run source -- ${word} NAME`,
    )
  return await command(await workOf(options, terminal), name ?? '', { ...options, file })
}

/**
 * Runs the command.
 * @param args what follows `npm run source --`
 * @returns the exit code
 */
export const runSource = (args: string[], terminal: Terminal): Promise<number> =>
  runCommand(terminal, args.includes('--json'), () => perform(args, terminal))

if (import.meta.main) process.exitCode = await runSource(process.argv.slice(2), ownTerminal())
