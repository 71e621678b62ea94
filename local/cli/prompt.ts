import type { Readable, Writable } from 'node:stream'

/** Nothing was typed in: the input ended, or Ctrl-C. */
export class NoInputError extends Error {
  override name = 'NoInputError'
}

/** Standard input: a terminal, or a pipe. */
export type TerminalInput = Readable & { isTTY?: boolean; setRawMode?: (on: boolean) => unknown }

const INTERRUPT = '\u0003'
const END = '\u0004'
const ERASE = new Set(['\u007f', '\b'])

/** What is typed, key by key. An escape sequence (an arrow key) is nothing. */
const typed = (chunk: string): string[] => [...chunk.replace(/\u001b\[[0-9;]*[A-Za-z~]/g, '')]

/**
 * Asks for a secret at a terminal; what is typed or pasted is not shown.
 * @param question goes before the cursor, on the error stream so that the answer's place stays clean
 * @throws NoInputError on Ctrl-C, Ctrl-D, and when there is no terminal
 */
export const askHidden = (question: string, input: TerminalInput, output: Writable): Promise<string> =>
  new Promise((resolve, reject) => {
    if (!input.isTTY || !input.setRawMode)
      return reject(new NoInputError('There is no terminal to ask at; --secret-stdin reads a pipe.'))
    let text = ''
    const end = (finish: () => void): void => {
      input.off('data', look)
      input.setRawMode?.(false)
      input.pause()
      output.write('\n')
      finish()
    }
    /** @returns whether that was the last key */
    const take = (key: string): boolean => {
      const entered = key === '\r' || key === '\n'
      if (entered) end(() => resolve(text.trim()))
      else if (key === INTERRUPT || key === END) end(() => reject(new NoInputError('Nothing was changed.')))
      else {
        if (ERASE.has(key)) text = text.slice(0, -1)
        else if (key >= ' ') text += key
        return false
      }
      return true
    }
    const look = (chunk: Buffer | string): void => void typed(String(chunk)).some(take)
    output.write(question)
    input.setRawMode(true)
    input.resume()
    input.on('data', look)
  })

/** Asks a question whose answer may be seen. @throws NoInputError when there is no terminal */
export const ask = (question: string, input: TerminalInput, output: Writable): Promise<string> =>
  new Promise((resolve, reject) => {
    if (!input.isTTY) return reject(new NoInputError('There is no terminal to ask at; --yes says yes.'))
    output.write(question)
    input.resume()
    input.once('data', (chunk) => {
      input.pause()
      resolve(String(chunk).trim())
    })
  })

/** Asks yes or no; what is neither is no. @throws NoInputError when there is no terminal */
export const askYes = async (question: string, input: TerminalInput, output: Writable): Promise<boolean> =>
  /^y(es)?$/i.test(await ask(question, input, output))

/** A secret longer than this is none. */
const MOST = 10_000

/** All that comes in, without the line's end: `--secret-stdin`. @throws NoInputError when that is nothing */
export const readAll = async (input: Readable): Promise<string> => {
  let text = ''
  for await (const chunk of input) {
    text += String(chunk)
    if (text.length > MOST) throw new NoInputError(`More than ${MOST} characters came in; that is no secret.`)
  }
  if (text.trim() === '') throw new NoInputError('Nothing came in on standard input.')
  return text.trim()
}
