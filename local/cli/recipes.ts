import { parseArgs } from 'node:util'
import { commandOf, type Outcome, ownTerminal, runCommand, type Terminal } from './command.ts'
import { plain } from './plain.ts'
import { askYes } from './prompt.ts'
import { diff } from './recipes/diff.ts'
import { pull } from './recipes/pull.ts'
import { push } from './recipes/push.ts'
import type { Work } from './recipes/remote.ts'
import { test } from './recipes/try.ts'
import { TARGET_OPTIONS, TARGET_USAGE, targetOf } from './target.ts'

/** Recipes as files: between a folder in git and an Earshot, here or in AWS. */

const USAGE = `npm run recipes -- COMMAND [ID ...] [options]

  pull   writes the recipes of the stage as files, one of its id each
  diff   shows what is different between the files and the stage
  push   puts the files into the stage as new versions, after showing what is different
  test   runs the cases of recipes/tests/ against the files: what begins a recipe, and what keeps it

Without an ID: all of them.

${TARGET_USAGE}
  --dir DIR     the folder of the files (recipes)
  --note TEXT   push: why, kept with the versions
  --yes         pull, push: do not ask
  --json        one JSON document instead of words
  --help        this text

It ends with 0 when all is well: nothing is different (diff), nothing was refused, every case came out as expected.
`

const OPTIONS = {
  ...TARGET_OPTIONS,
  dir: { type: 'string', default: 'recipes' },
  note: { type: 'string' },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const parsed = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true })
type Options = ReturnType<typeof parsed>['values']

type Command = (options: Options, ids: readonly string[], terminal: Terminal) => Promise<Outcome>

const workOf = async (options: Options, { input, err }: Terminal): Promise<Work> => ({
  target: await targetOf(options),
  folder: options.dir,
  say: (line) => void err.write(`${plain(line)}\n`),
  confirm: (question) => askYes(question, input, err),
})

const COMMANDS: Record<string, Command> = {
  pull: async (options, ids, terminal) => await pull(await workOf(options, terminal), ids, options),
  diff: async (options, ids, terminal) => await diff(await workOf(options, terminal), ids),
  push: async (options, ids, terminal) => await push(await workOf(options, terminal), ids, options),
  test: async ({ dir }, ids) => test(dir, ids),
}

const perform = async (args: string[], terminal: Terminal): Promise<Outcome | string> => {
  const { values: options, positionals } = parsed(args)
  const [word, ...ids] = positionals
  if (options.help || word === 'help') return USAGE
  return await commandOf(COMMANDS, word, USAGE)(options, ids, terminal)
}

/**
 * Runs the command.
 * @param args what follows `npm run recipes --`
 * @returns the exit code
 */
export const runRecipes = (args: string[], terminal: Terminal): Promise<number> =>
  runCommand(terminal, args.includes('--json'), () => perform(args, terminal))

if (import.meta.main) process.exitCode = await runRecipes(process.argv.slice(2), ownTerminal())
