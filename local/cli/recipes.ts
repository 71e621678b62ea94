import type { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { nearest } from './nearest.ts'
import { plain } from './plain.ts'
import { ask, type TerminalInput } from './prompt.ts'
import { diff } from './recipes/diff.ts'
import { RecipesCommandError } from './recipes/files.ts'
import { pull } from './recipes/pull.ts'
import { push } from './recipes/push.ts'
import type { Outcome, Work } from './recipes/remote.ts'
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

/** What is typed and shown; a test has its own. */
export type Terminal = { input: TerminalInput; out: (text: string) => void; err: Writable }

type Command = (options: Options, ids: readonly string[], terminal: Terminal) => Promise<Outcome>

const workOf = async (options: Options, { input, err }: Terminal): Promise<Work> => ({
  target: await targetOf(options),
  folder: options.dir,
  say: (line) => void err.write(`${plain(line)}\n`),
  confirm: async (question) => /^y(es)?$/i.test(await ask(question, input, err)),
})

const COMMANDS: Record<string, Command> = {
  pull: async (options, ids, terminal) => await pull(await workOf(options, terminal), ids, options),
  diff: async (options, ids, terminal) => await diff(await workOf(options, terminal), ids),
  push: async (options, ids, terminal) => await push(await workOf(options, terminal), ids, options),
  test: async ({ dir }, ids) => test(dir, ids),
}

const commandOf = (word: string | undefined): Command => {
  const command = word !== undefined && Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined
  if (command) return command
  const near = nearest(word ?? '', Object.keys(COMMANDS))
  throw new RecipesCommandError(
    word === undefined ? USAGE : `There is no command "${word}"${near ? `; did you mean "${near}"?` : '.'}\n\n${USAGE}`,
  )
}

const perform = async (args: string[], terminal: Terminal): Promise<number> => {
  const { values: options, positionals } = parsed(args)
  const [word, ...ids] = positionals
  if (options.help || word === 'help') {
    terminal.out(USAGE)
    return 0
  }
  const { ok, lines, data } = await commandOf(word)(options, ids, terminal)
  terminal.out(options.json ? `${JSON.stringify({ ok, result: data }, null, 2)}\n` : `${lines.map(plain).join('\n')}\n`)
  return ok ? 0 : 1
}

/**
 * Runs the command.
 * @param args what follows `npm run recipes --`
 * @returns the exit code
 */
export const runRecipes = async (args: string[], terminal: Terminal): Promise<number> => {
  try {
    return await perform(args, terminal)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (args.includes('--json')) terminal.out(`${JSON.stringify({ ok: false, error: message }, null, 2)}\n`)
    else terminal.err.write(`${message.split('\n').map(plain).join('\n')}\n`)
    return 1
  }
}

if (import.meta.main)
  process.exitCode = await runRecipes(process.argv.slice(2), {
    input: process.stdin,
    out: (text) => void process.stdout.write(text),
    err: process.stderr,
  })
