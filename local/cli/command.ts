import type { Writable } from 'node:stream'
import { nearest } from './nearest.ts'
import { plain } from './plain.ts'
import type { TerminalInput } from './prompt.ts'

/** What commands of several words have in common: finding the one that is meant, and telling what came of it. */

/** What is typed and shown; a test has its own. */
export type Terminal = { input: TerminalInput; out: (text: string) => void; err: Writable }

/** What came of a command: for people, and for programs. Secrets are in it only where they have to be pasted. */
export type Outcome = { ok: boolean; lines: string[]; data: unknown }

/** The command cannot do what it was asked; the message says why and what to do. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** What is shown may be read in part only (`| head`): the work goes on to its end, and the rest is shown to nobody. */
export const mayBeCutOff = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

/** The terminal that the process was started at. */
export const ownTerminal = (): Terminal => {
  mayBeCutOff()
  return { input: process.stdin, out: (text) => void process.stdout.write(text), err: process.stderr }
}

/** What an error says, line by line, without what would move the cursor. */
export const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n').map(plain).join('\n')

/**
 * Finds the command of a word.
 * @throws CommandError with the one that was probably meant, and how the command is used
 */
export const commandOf = <C>(commands: Readonly<Record<string, C>>, word: string | undefined, usage: string): C => {
  const command = word !== undefined && Object.hasOwn(commands, word) ? commands[word] : undefined
  if (command) return command
  const near = nearest(word ?? '', Object.keys(commands))
  throw new CommandError(
    word === undefined ? usage : `There is no command "${word}"${near ? `; did you mean "${near}"?` : '.'}\n\n${usage}`,
  )
}

/**
 * Performs a command and shows what came of it; a text is shown as it is.
 * @param json what came of it is shown as one JSON document, also when that is an error
 * @returns the exit code
 */
export const runCommand = async (
  { out, err }: Pick<Terminal, 'out' | 'err'>,
  json: boolean,
  perform: () => Promise<Outcome | string>,
): Promise<number> => {
  const show = (value: object): void => out(`${JSON.stringify(value, null, 2)}\n`)
  try {
    const done = await perform()
    if (typeof done === 'string') {
      out(done)
      return 0
    }
    const { ok, lines, data } = done
    if (json) show({ ok, result: data })
    else out(`${lines.map(plain).join('\n')}\n`)
    return ok ? 0 : 1
  } catch (error) {
    if (json) show({ ok: false, error: error instanceof Error ? error.message : String(error) })
    else err.write(`${wordsOf(error)}\n`)
    return 1
  }
}

/**
 * Does the work of a whole process.
 * @param work answers the exit code
 * @param failed the exit code when it throws
 */
export const endWith = async (work: () => Promise<number>, failed = 1): Promise<void> => {
  mayBeCutOff()
  try {
    process.exitCode = await work()
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n`)
    process.exitCode = failed
  }
}
