import { parseArgs } from 'node:util'
import { DAY } from '../../shared/domain/time.ts'
import { TARGET_OPTIONS, TARGET_USAGE } from '../cli/target.ts'
import { momentOf } from './moments.ts'
import type { Manner, Position, Wanted } from './replay.ts'

export const USAGE = `npm run replay -- [options]

Puts deliveries from the archive into the queue once more. Each is applied exactly once however often it comes, so
nothing is counted twice; and nobody gets an email because of it, unless you say --nudge.

  --source NAME  only this source's; may be given again
  --id ID        only this delivery; may be given again
  --from TIME    only what came at this time or later: 2026-11-14, 2026-11-14T16:00Z, or -2d, -12h, -90m from now
  --to TIME      only what came before this time
  --all          everything that is in the archive; needed when none of these four is given
  --late TIME    read on for so long behind --to for what was archived late (1d); 18d finds even what was a dead letter
  --dry-run      count, and queue nothing
  --nudge        let what is replayed start nudges as if it came now; their own gates still hold
  --rate N       deliveries a second (50)
  --after KEY:N  go on behind this line; an interrupted replay prints what to give here

${TARGET_USAGE}
`

/** What was typed is not understood; the message says what was expected. */
export class ReplayUsageError extends Error {
  override name = 'ReplayUsageError'
}

/** What to replay, how, and where. */
export type ReplayArguments = Wanted &
  Manner & {
    /** Milliseconds behind `to` in which the archive is read on. */
    late: number
  }

const OPTIONS = {
  ...TARGET_OPTIONS,
  source: { type: 'string', multiple: true },
  id: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  all: { type: 'boolean', default: false },
  late: { type: 'string', default: '1d' },
  'dry-run': { type: 'boolean', default: false },
  nudge: { type: 'boolean', default: false },
  rate: { type: 'string', default: '50' },
  after: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** `--from -2d` is `--from=-2d`: Node would take the second word for an option. */
const joined = (args: readonly string[]): string[] => {
  const all: string[] = []
  for (const word of args) {
    const before = all.at(-1)
    if (/^-\d/.test(word) && (before === '--from' || before === '--to')) all[all.length - 1] = `${before}=${word}`
    else all.push(word)
  }
  return all
}

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: joined(args), options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (cause) {
    throw new ReplayUsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

const moment = (name: string, words: string | undefined, now: number): number | undefined => {
  if (words === undefined) return undefined
  const at = momentOf(words, now)
  if (at !== undefined) return at
  throw new ReplayUsageError(
    `--${name}: got ${JSON.stringify(words)}, expected 2026-11-14, 2026-11-14T16:00Z (with its zone), or -2d, -12h, -90m.`,
  )
}

const positionOf = (words: string | undefined): Position | undefined => {
  if (words === undefined) return undefined
  const [, key, line] = /^(raw\/.+):(\d{1,9})$/.exec(words) ?? []
  if (key !== undefined && line !== undefined) return { key, line: Number(line) }
  throw new ReplayUsageError(
    `--after: got ${JSON.stringify(words)}, expected what an interrupted replay printed: raw/2026/11/14/16/NAME.gz:120`,
  )
}

const lateOf = (words: string): number => {
  const ms = momentOf(`-${words}`, 0)
  if (ms !== undefined && -ms <= 60 * DAY) return -ms
  throw new ReplayUsageError(`--late: got ${JSON.stringify(words)}, expected a time such as 12h or 18d, 60d at most.`)
}

const rateOf = (words: string): number => {
  const rate = Number(words)
  if (rate >= 0.1 && rate <= 10_000) return rate
  throw new ReplayUsageError(`--rate: got ${JSON.stringify(words)}, expected deliveries a second: 0.1 to 10000.`)
}

/** Where to replay. @throws ReplayUsageError */
export const whereOf = (args: readonly string[]): { help: boolean; stage: string | undefined; data: string } => {
  const { help, stage, data } = parsed(args)
  return { help, stage, data }
}

/**
 * @param args what follows `npm run replay --`
 * @param now milliseconds since the epoch
 * @throws ReplayUsageError
 */
export const replayArguments = (args: readonly string[], now: number): ReplayArguments => {
  const { source, id, all, nudge, 'dry-run': dryRun, ...words } = parsed(args)
  const [from, to] = [moment('from', words.from, now), moment('to', words.to, now)]
  if (!all && source === undefined && id === undefined && from === undefined && to === undefined)
    throw new ReplayUsageError('Say which deliveries: --source, --id, --from or --to; or --all for everything.')
  if (from !== undefined && to !== undefined && from >= to)
    throw new ReplayUsageError('--from has to be before --to; as it is, nothing lies between them.')
  return {
    ...{ sources: source, ids: id, from, to },
    ...{ dryRun, nudges: nudge },
    after: positionOf(words.after),
    late: lateOf(words.late),
    rate: rateOf(words.rate),
  }
}
