import { readFileSync, writeSync } from 'node:fs'

/** The text of the first comment for readers in a source, which says of each of these commands what it does and takes. */
export const headOf = (source: string): string => {
  const [, comment = ''] = /\/\*\*([\s\S]*?)\*\//.exec(source) ?? []
  return comment
    .split('\n')
    .map((line) => line.replace(/^ *\* ?/, '').trimEnd())
    .join('\n')
    .trim()
}

/** Imported before all else, so that `--help` starts nothing: it shows the head of the program that was started. */
const [, started = '', ...asked] = process.argv
if (
  started.startsWith(`${import.meta.dirname.replace(/support$/, '')}`) &&
  asked.some((one) => /^(--help|-h)$/.test(one))
) {
  writeSync(1, `${headOf(readFileSync(started, 'utf8'))}\n`)
  process.exit(0)
}
