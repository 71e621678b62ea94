import { parseArgs } from 'node:util'
import { DAY, HOUR, MINUTE } from '../../shared/domain/time.ts'
import { endWith } from './command.ts'
import { DATA, readLocalFile } from './local-file.ts'

/** Moves the clock of a running Earshot on this machine: waits become short, nights pass. */

const USAGE = `Shows or moves the time that a running Earshot takes for now.

  npm run clock                          shows it
  npm run clock -- +90m | +12h | +3d     lets time pass
  npm run clock -- 2026-12-24T10:00Z     goes to a moment
  npm run clock -- now                   back to real time

  --data DIR   the runner's data folder (.earshot)
`

const UNITS: Record<string, number> = { m: MINUTE, h: HOUR, d: DAY }

/** What to ask of the runner; undefined when the words are not understood. */
export const moveOf = (words: string): object | undefined => {
  if (words === 'now') return { offsetMs: 0 }
  const pass = /^\+(\d{1,6})([mhd])$/.exec(words)
  if (pass) return { advanceMs: Number(pass[1]) * (UNITS[pass[2] ?? 'm'] ?? MINUTE) }
  const at = Date.parse(words)
  return /^\d{4}-\d\d-\d\d/.test(words) && !Number.isNaN(at) ? { at: new Date(at).toISOString() } : undefined
}

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string', default: DATA }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
    strict: true,
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const [words] = positionals
  const move = words === undefined ? undefined : moveOf(words)
  if (words !== undefined && move === undefined)
    throw new Error(`Cannot make a time of ${JSON.stringify(words)}.\n\n${USAGE}`)
  const url = `${readLocalFile(values.data).app}/_local/clock`
  const answer = await fetch(
    url,
    move && { method: 'POST', body: JSON.stringify(move), headers: { 'content-type': 'application/json' } },
  )
  const { now } = (await answer.json()) as { now?: string }
  process.stdout.write(`It is ${now} for Earshot.\n`)
  return 0
}

if (import.meta.main) await endWith(main)
