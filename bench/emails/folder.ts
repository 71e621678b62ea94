import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** Where the emails are written when nothing is said. */
const USUAL = 'emails.out'

export const USAGE = `npm run emails [-- FOLDER]

Writes every email and the pages behind its links into FOLDER (${USUAL}), which is emptied first, with an index.html. Where there is
a Chromium (CHROMIUM=/path/to/chromium, or the usual place) it draws and checks them, too.
`

/** The folder that the words of a command name; undefined where its help is asked for. @throws Error for a word that it does not know */
export const folderIn = (words: string[]): string | undefined => {
  const { values, positionals } = parseArgs({
    args: words,
    options: { help: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [folder = USUAL, ...more] = positionals
  if (more.length > 0) throw new Error(`One folder is expected, ${positionals.length} came.\n\n${USAGE}`)
  return values.help ? undefined : folder
}

/**
 * Makes a folder, or empties it where emails were written into it before.
 * @param sign a file that tells that they were
 * @throws Error where something else is in it
 */
export const emptied = (folder: string, sign: string): void => {
  const isOurs = !existsSync(folder) || existsSync(join(folder, sign)) || readdirSync(folder).length === 0
  if (!isOurs)
    throw new Error(`${folder} has something else in it, and would be emptied: name another folder, or remove it.`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}
